//! A fault of the connection.

use std::error::Error;
use std::fmt;

use deck_transport::Delivery;
use deck_transport::TimeoutPhase;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;

/// A fault of the connection. The constructors of [`Fault`](crate::Fault) say what each of them does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum WireFault {
    Refused,
    Reset,
    Silent,
    NotHttp,
    EndlessHeaders,
    TruncatedBody,
    ResetBody,
    StalledBody,
    ContentLengthTooLong,
    ContentLengthTooShort,
    BrokenChunks,
    EndlessBody,
    GzipBomb,
}

impl WireFault {
    pub(crate) const ALL: [WireFault; 13] = [
        WireFault::Refused,
        WireFault::Reset,
        WireFault::Silent,
        WireFault::NotHttp,
        WireFault::EndlessHeaders,
        WireFault::TruncatedBody,
        WireFault::ResetBody,
        WireFault::StalledBody,
        WireFault::ContentLengthTooLong,
        WireFault::ContentLengthTooShort,
        WireFault::BrokenChunks,
        WireFault::EndlessBody,
        WireFault::GzipBomb,
    ];

    /// Returns the word for it in the text form of a fault.
    pub(crate) fn word(self) -> &'static str {
        match self {
            WireFault::Refused => "refused",
            WireFault::Reset => "reset",
            WireFault::Silent => "silent",
            WireFault::NotHttp => "not-http",
            WireFault::EndlessHeaders => "endless-headers",
            WireFault::TruncatedBody => "truncated-body",
            WireFault::ResetBody => "reset-body",
            WireFault::StalledBody => "stalled-body",
            WireFault::ContentLengthTooLong => "content-length-too-long",
            WireFault::ContentLengthTooShort => "content-length-too-short",
            WireFault::BrokenChunks => "broken-chunks",
            WireFault::EndlessBody => "endless-body",
            WireFault::GzipBomb => "gzip-bomb",
        }
    }

    /// Returns whether the client waits until it times out.
    pub(crate) fn is_silence(self) -> bool {
        matches!(self, WireFault::Silent | WireFault::StalledBody)
    }

    /// Returns the error that a correct transport reports, or `None` where it reads a damaged response.
    pub(crate) fn transport_error(self) -> Option<TransportError> {
        let (kind, delivery) = self.outcome()?;
        Some(TransportError::new(kind, delivery).with_source(Injected(self)))
    }

    fn outcome(self) -> Option<(TransportErrorKind, Delivery)> {
        use TransportErrorKind as Kind;

        Some(match self {
            WireFault::Refused => (Kind::Connect, Delivery::NotSent),
            WireFault::Reset => (Kind::Closed, Delivery::MaybeSent),
            WireFault::Silent => (Kind::Timeout(TimeoutPhase::Headers), Delivery::MaybeSent),
            WireFault::NotHttp => (Kind::Protocol, Delivery::MaybeSent),
            WireFault::EndlessHeaders => (Kind::HeadersTooLarge, Delivery::ResponseStarted),
            WireFault::TruncatedBody | WireFault::ResetBody | WireFault::ContentLengthTooLong => {
                (Kind::Closed, Delivery::ResponseStarted)
            }
            WireFault::StalledBody => {
                (Kind::Timeout(TimeoutPhase::Body), Delivery::ResponseStarted)
            }
            WireFault::BrokenChunks => (Kind::Protocol, Delivery::ResponseStarted),
            WireFault::EndlessBody | WireFault::GzipBomb => {
                (Kind::BodyTooLarge, Delivery::ResponseStarted)
            }
            WireFault::ContentLengthTooShort => return None,
        })
    }
}

/// The cause of the errors that the sandbox reports in process.
#[derive(Debug)]
struct Injected(WireFault);

impl fmt::Display for Injected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a planned fault: {}", self.0.word())
    }
}

impl Error for Injected {}
