//! The absence of compressed responses: none are asked for, none are decoded.

use bytes::Bytes;
use http::HeaderMap;

use crate::TransportError;

pub(super) fn offer(_: &mut HeaderMap) -> bool {
    false
}

/// A decoder that cannot exist.
pub(super) enum Decoder {}

impl Decoder {
    pub(super) fn for_response(_: &mut HeaderMap, _: usize) -> Option<Self> {
        None
    }

    pub(super) fn push(&mut self, _: &[u8]) -> Result<(), TransportError> {
        match *self {}
    }

    pub(super) fn finish(self) -> Result<Bytes, TransportError> {
        match self {}
    }
}
