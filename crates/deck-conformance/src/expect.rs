//! The comparisons of the cases. Each returns the reason for the report when it fails.

use std::error::Error;
use std::fmt::Debug;
use std::fmt::Write;
use std::iter;

use bytes::Bytes;
use deck_transport::Delivery;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use http::Response;

use crate::case::Outcome;
use crate::stage::Sent;

/// Expects a response.
pub(crate) fn response(sent: Sent) -> Result<Response<Bytes>, String> {
    sent.map_err(|error| format!("was to be a response, was {}", describe(&error)))
}

/// Expects a response with this body.
pub(crate) fn body(sent: Sent, expected: &[u8]) -> Outcome {
    let body = response(sent)?.into_body();
    if body == expected {
        return Ok(());
    }
    Err(format!(
        "the body was to be {}, was {}",
        excerpt(expected),
        excerpt(&body)
    ))
}

/// Expects an error of one of these kinds with one of these deliveries.
pub(crate) fn failure(
    sent: Sent,
    kinds: &[TransportErrorKind],
    deliveries: &[Delivery],
) -> Outcome {
    let error = match sent {
        Ok(response) => return Err(unexpected(&response, kinds)),
        Err(error) => error,
    };
    if kinds.contains(&error.kind()) && deliveries.contains(&error.delivery()) {
        return Ok(());
    }
    let deliveries: Vec<_> = deliveries.iter().map(ToString::to_string).collect();
    Err(format!(
        "was to be {} ({}), was {}",
        alternatives(kinds),
        deliveries.join(" or "),
        describe(&error)
    ))
}

/// Expects two values to be equal.
#[expect(
    clippy::needless_pass_by_value,
    reason = "values read better where it is called, and most are copied anyway"
)]
pub(crate) fn equal<A, B>(what: &str, actual: A, expected: B) -> Outcome
where
    A: PartialEq<B> + Debug,
    B: Debug,
{
    if actual == expected {
        return Ok(());
    }
    Err(format!("{what} was to be {expected:?}, was {actual:?}"))
}

/// Expects a condition to hold.
pub(crate) fn that(holds: bool, reason: impl FnOnce() -> String) -> Outcome {
    if holds { Ok(()) } else { Err(reason()) }
}

/// Describes an error with its kind, its delivery, and its causes.
pub(crate) fn describe(error: &TransportError) -> String {
    let mut text = format!("{:?} ({})", error.kind(), error.delivery());
    for cause in iter::successors(error.source(), |&cause| cause.source()) {
        // Writing to a string cannot fail.
        let _ = write!(text, ": {cause}");
    }
    text
}

fn unexpected(response: &Response<Bytes>, kinds: &[TransportErrorKind]) -> String {
    format!(
        "was to be {}, was a response with status {} and body {}",
        alternatives(kinds),
        response.status().as_u16(),
        excerpt(response.body())
    )
}

fn alternatives(values: &[impl Debug]) -> String {
    let values: Vec<_> = values.iter().map(|value| format!("{value:?}")).collect();
    values.join(" or ")
}

fn excerpt(body: &[u8]) -> String {
    const MOST: usize = 32;
    if body.len() <= MOST {
        return format!("\"{}\"", body.escape_ascii());
    }
    format!(
        "\"{}\"… ({} bytes)",
        body[..MOST].escape_ascii(),
        body.len()
    )
}
