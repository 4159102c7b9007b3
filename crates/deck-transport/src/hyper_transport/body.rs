//! Reading the body of a response: whole, bounded, and never waiting for ever.

use std::time::Duration;

use bytes::Bytes;
use http::response::Parts;
use http_body_util::BodyExt;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::Incoming;
use tokio::time;

use super::bounded::TooLarge;
use super::failure;
use super::gzip::Decoder;
use super::pieces::Pieces;
use crate::Delivery;
use crate::TimeoutPhase;
use crate::TransportError;
use crate::TransportErrorKind;

/// Reads `body` to its end.
pub(super) async fn collect(
    mut body: Incoming,
    mut collector: Collector,
    idle_timeout: Duration,
) -> Result<Bytes, TransportError> {
    while let Some(frame) = next_frame(&mut body, idle_timeout).await? {
        // What is no data is a trailer, and the contract knows none.
        if let Ok(data) = frame.into_data() {
            collector.push(data)?;
        }
    }
    collector.finish()
}

/// What becomes of the pieces of a body.
pub(super) struct Collector {
    allowance: usize,
    ceiling: usize,
    coding: Coding,
}

enum Coding {
    Identity(Pieces),
    Gzip(Decoder),
}

impl Collector {
    /// Decides by the head of the response how to collect its body, and refuses one that is declared too
    /// large.
    pub(super) fn new(
        head: &mut Parts,
        body: &Incoming,
        decode: bool,
        ceiling: usize,
    ) -> Result<Self, TransportError> {
        let declared = body.size_hint().lower();
        if usize::try_from(declared).is_ok_and(|declared| declared <= ceiling) {
            let may_decode = decode && !body.is_end_stream();
            let decoder = may_decode.then(|| Decoder::for_response(&mut head.headers, ceiling));
            Ok(Self {
                allowance: ceiling,
                ceiling,
                coding: match decoder.flatten() {
                    Some(decoder) => Coding::Gzip(decoder),
                    None => Coding::Identity(Pieces::new(ceiling, declared)),
                },
            })
        } else {
            Err(too_large(TooLarge { ceiling }))
        }
    }

    fn push(&mut self, piece: Bytes) -> Result<(), TransportError> {
        // A compressed body can be endless without ever yielding a byte, so the pieces are counted as they
        // come, too.
        self.allowance = self.allowance.checked_sub(piece.len()).ok_or_else(|| {
            too_large(TooLarge {
                ceiling: self.ceiling,
            })
        })?;
        match &mut self.coding {
            Coding::Identity(pieces) => pieces.push(piece).map_err(too_large),
            Coding::Gzip(decoder) => decoder.push(&piece),
        }
    }

    fn finish(self) -> Result<Bytes, TransportError> {
        match self.coding {
            Coding::Identity(pieces) => Ok(pieces.into_bytes()),
            Coding::Gzip(decoder) => decoder.finish(),
        }
    }
}

pub(super) fn too_large(cause: TooLarge) -> TransportError {
    TransportError::new(TransportErrorKind::BodyTooLarge, Delivery::ResponseStarted)
        .with_source(cause)
}

async fn next_frame(
    body: &mut Incoming,
    idle_timeout: Duration,
) -> Result<Option<Frame<Bytes>>, TransportError> {
    let frame = time::timeout(idle_timeout, body.frame())
        .await
        .map_err(|_| idle())?;
    frame.transpose().map_err(failure::of_body)
}

fn idle() -> TransportError {
    TransportError::new(
        TransportErrorKind::Timeout(TimeoutPhase::Body),
        Delivery::ResponseStarted,
    )
}
