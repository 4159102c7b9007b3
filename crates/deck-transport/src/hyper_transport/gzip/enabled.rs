//! Compressed responses: they are asked for, and decoded under a ceiling.

use std::io;
use std::io::Write;

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use http::HeaderMap;
use http::HeaderValue;
use http::header::ACCEPT_ENCODING;
use http::header::CONTENT_ENCODING;
use http::header::CONTENT_LENGTH;
use http::header::RANGE;

use super::body::too_large;
use super::bounded::Bounded;
use super::bounded::TooLarge;
use crate::Delivery;
use crate::TransportError;
use crate::TransportErrorKind;

/// Asks for gzip, and returns whether a response in gzip is to be decoded: not when the caller speaks about
/// encodings or ranges, because then the caller wants the bytes as they are.
pub(super) fn offer(headers: &mut HeaderMap) -> bool {
    if headers.contains_key(ACCEPT_ENCODING) || headers.contains_key(RANGE) {
        return false;
    }
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    true
}

/// Decompresses a body piece by piece.
pub(super) struct Decoder {
    gzip: Box<MultiGzDecoder<Output>>,
}

impl Decoder {
    /// Returns a decoder if the headers say that the body is gzip, and removes what will no longer be true of
    /// it.
    pub(super) fn for_response(headers: &mut HeaderMap, ceiling: usize) -> Option<Self> {
        if !is_gzip(headers) {
            return None;
        }
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
        let output = Output(Bounded::new(ceiling, 0));
        Some(Self {
            gzip: Box::new(MultiGzDecoder::new(output)),
        })
    }

    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), TransportError> {
        self.gzip.write_all(piece).map_err(failure)
    }

    pub(super) fn finish(self) -> Result<Bytes, TransportError> {
        let output = self.gzip.finish().map_err(failure)?;
        Ok(output.0.into_bytes().into())
    }
}

fn is_gzip(headers: &HeaderMap) -> bool {
    let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
    let (Some(only), None) = (encodings.next(), encodings.next()) else {
        return false;
    };
    only.as_bytes().eq_ignore_ascii_case(b"gzip") || only.as_bytes().eq_ignore_ascii_case(b"x-gzip")
}

fn failure(error: io::Error) -> TransportError {
    let ceiling = error.get_ref().and_then(|cause| cause.downcast_ref());
    match ceiling {
        Some(cause @ TooLarge { .. }) => too_large(*cause),
        None => TransportError::new(TransportErrorKind::Decompress, Delivery::ResponseStarted)
            .with_source(error),
    }
}

/// Takes decompressed bytes up to the ceiling.
struct Output(Bounded);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.push(bytes).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
