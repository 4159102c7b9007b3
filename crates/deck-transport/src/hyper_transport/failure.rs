//! The mapping from hyper's errors to [`TransportError`].

use std::error::Error;
use std::io;
use std::iter;

use hyper_util::client::legacy;

use super::connect_failure::ConnectFailure;
use super::http2;
use super::tls::failure::is_refusal;
use crate::Delivery;
use crate::TimeoutPhase;
use crate::TransportError;
use crate::TransportErrorKind;

/// Maps what went wrong before the head of the response was complete.
pub(super) fn of_head(error: legacy::Error) -> TransportError {
    if let Some(failure) = find::<ConnectFailure>(&error) {
        return failure.transport_error();
    }
    if let Some(refusal) = io_error(&error).filter(|error| is_refusal(error)) {
        return TransportError::new(TransportErrorKind::Tls, Delivery::NotSent)
            .with_source(refusal.to_string());
    }
    let (kind, delivery) = if was_handed_back(&error) {
        (TransportErrorKind::Closed, Delivery::NotSent)
    } else {
        kind_of_head(&error)
    };
    TransportError::new(kind, delivery).with_source(error)
}

/// Returns whether not one byte of the request was written, since the connection for it was gone.
pub(super) fn was_handed_back(error: &legacy::Error) -> bool {
    if error.is_connect() {
        // The connector has failures of its own. This one is the pool's: another request was making the
        // connection, and that came to nothing.
        return find::<ConnectFailure>(error).is_none();
    }
    // Of a request that it has begun to write hyper says neither.
    find::<hyper::Error>(error).is_some_and(|error| error.is_canceled() || error.is_closed())
}

/// Maps what went wrong within the body of the response.
pub(super) fn of_body(error: hyper::Error) -> TransportError {
    let is_malformed = find::<io::Error>(&error).is_some_and(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
        )
    });
    let kind = if is_malformed {
        TransportErrorKind::Protocol
    } else {
        TransportErrorKind::Closed
    };
    TransportError::new(kind, Delivery::ResponseStarted).with_source(error)
}

pub(super) fn headers_timeout() -> TransportError {
    TransportError::new(
        TransportErrorKind::Timeout(TimeoutPhase::Headers),
        Delivery::MaybeSent,
    )
}

/// Finds the first error of type `E` in the chain that begins with `error`.
pub(super) fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    let mut chain = iter::successors(Some(error), |&error| error.source());
    chain.find_map(|error| error.downcast_ref())
}

/// Finds the failure of the connection; an error of HTTP/2 does not count it among its sources.
fn io_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a io::Error> {
    #[cfg(feature = "http2")]
    if let Some(error) = find::<h2::Error>(error) {
        return error.get_io();
    }
    find(error)
}

fn kind_of_head(error: &legacy::Error) -> (TransportErrorKind, Delivery) {
    let Some(error) = find::<hyper::Error>(error) else {
        return (TransportErrorKind::Closed, Delivery::MaybeSent);
    };
    if error.is_parse_too_large() {
        (
            TransportErrorKind::HeadersTooLarge,
            Delivery::ResponseStarted,
        )
    } else if let Some(classified) = http2::classify(error) {
        classified
    } else if was_closed(error) {
        (TransportErrorKind::Closed, Delivery::MaybeSent)
    } else {
        (TransportErrorKind::Protocol, Delivery::MaybeSent)
    }
}

fn was_closed(error: &hyper::Error) -> bool {
    error.is_incomplete_message()
        // A ping was not acknowledged in time.
        || error.is_timeout()
        // "dispatch task is gone": the connection closed while the request waited for a free stream. hyper
        // counts it among the errors of its user, and has no other for requests that passed `target::check`.
        || error.is_user()
        || find::<io::Error>(error).is_some()
}
