//! HTTP/2: it is offered to servers beside HTTP/1.1, and they choose.

use h2::Reason;
use hyper_util::client::legacy::Builder;

use super::failure;

pub(super) fn alpn_protocols() -> Vec<Vec<u8>> {
    vec![b"h2".to_vec(), b"http/1.1".to_vec()]
}

pub(super) fn configure(builder: &mut Builder, max_header_bytes: usize) {
    let max_header_bytes = u32::try_from(max_header_bytes).unwrap_or(u32::MAX);
    builder.http2_max_header_list_size(max_header_bytes);
}

/// Returns whether the server has said that it did not look at the request (RFC 9113, section 8.7).
pub(super) fn was_refused(error: &hyper::Error) -> bool {
    failure::find::<h2::Error>(error)
        .is_some_and(|error| error.is_remote() && error.reason() == Some(Reason::REFUSED_STREAM))
}
