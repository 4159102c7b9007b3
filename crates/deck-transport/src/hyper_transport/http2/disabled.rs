//! The absence of HTTP/2: HTTP/1.1 is all that is offered.

use hyper_util::client::legacy::Builder;

use crate::Delivery;
use crate::TransportErrorKind;

/// What there is to set about connections that fall silent: nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct KeepAlive {}

pub(super) fn alpn_protocols() -> Vec<Vec<u8>> {
    vec![b"http/1.1".to_vec()]
}

pub(super) fn configure(_: &mut Builder, _: usize, _: &KeepAlive) {}

pub(super) fn classify(_: &hyper::Error) -> Option<(TransportErrorKind, Delivery)> {
    None
}
