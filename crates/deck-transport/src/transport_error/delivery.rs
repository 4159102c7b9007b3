//! How far a failed request got.

use std::fmt;

/// How far a failed request got, as far as the transport can know.
///
/// The order is that of progress, so `error.delivery() >= Delivery::MaybeSent` asks whether the server may
/// have acted on the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delivery {
    /// Not one byte of the request has left, or the server said in the words of the protocol that it did not
    /// look at it, as HTTP/2 has them (`REFUSED_STREAM`, or `GOAWAY` with an earlier stream as the last): it
    /// was not acted on, and sending it again is safe whatever it asks for.
    NotSent,
    /// The request may have reached the server, in whole or in part, and nothing of the response has arrived.
    MaybeSent,
    /// The response has begun, and broke off or could not be used.
    ResponseStarted,
}

impl fmt::Display for Delivery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotSent => "not sent",
            Self::MaybeSent => "maybe sent",
            Self::ResponseStarted => "response started",
        })
    }
}
