//! The open set of ways to fail.

use std::fmt;

/// What failed.
///
/// Each kind names the [`Delivery`](crate::Delivery) that goes with it. The set grows: match with a wildcard
/// arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The name of the host could not be resolved. Always [`NotSent`](crate::Delivery::NotSent).
    Resolve,
    /// No connection could be made to the server or to the proxy: refused, unreachable, or the proxy is
    /// overloaded. Always [`NotSent`](crate::Delivery::NotSent).
    Connect,
    /// The proxy refuses to make the connection (status 403 or 407, for example), or is of a kind that the
    /// transport does not support: trying again does not help. Always
    /// [`NotSent`](crate::Delivery::NotSent).
    Proxy,
    /// The TLS handshake failed: unknown issuer, wrong name, expired certificate, no common protocol version,
    /// or the server wants a client certificate. Always [`NotSent`](crate::Delivery::NotSent).
    Tls,
    /// The time allowed for a phase ran out; the delivery depends on the phase.
    Timeout(TimeoutPhase),
    /// The other side closed or reset the connection, or the stream of HTTP/2: before the response, which is
    /// [`MaybeSent`](crate::Delivery::MaybeSent), or within its body, which is
    /// [`ResponseStarted`](crate::Delivery::ResponseStarted). [`NotSent`](crate::Delivery::NotSent) only if
    /// nothing had left, or if the other side said that it did not look at the request; another connection
    /// is likely to carry it, so a caller may send it again at once.
    Closed,
    /// What arrived is not HTTP. [`MaybeSent`](crate::Delivery::MaybeSent) in the head of the response,
    /// [`ResponseStarted`](crate::Delivery::ResponseStarted) in its body. Also where the other side gave an
    /// HTTP/2 connection up because of an error; [`NotSent`](crate::Delivery::NotSent) if it said that it
    /// did not look at the request.
    Protocol,
    /// The body of the response is larger than the transport accepts, counted after decompression. Always
    /// [`ResponseStarted`](crate::Delivery::ResponseStarted).
    BodyTooLarge,
    /// The headers of the response are larger than the transport accepts. Always
    /// [`ResponseStarted`](crate::Delivery::ResponseStarted).
    HeadersTooLarge,
    /// The body of the response could not be decompressed. Always
    /// [`ResponseStarted`](crate::Delivery::ResponseStarted).
    Decompress,
    /// The request cannot be sent as it is, for example because its URI names no host. Always
    /// [`NotSent`](crate::Delivery::NotSent).
    InvalidRequest,
    /// The request would go over plain `http`, which the transport refuses for this host. Always
    /// [`NotSent`](crate::Delivery::NotSent).
    PlainHttpRefused,
    /// Anything else; the source tells.
    Other,
}

impl TransportErrorKind {
    /// Every kind and every phase of a timeout, in the order of their declaration: for reading back what
    /// [`as_str`](Self::as_str) wrote, and for tables of metrics. Later versions have more.
    pub const ALL: &'static [Self] = &[
        Self::Resolve,
        Self::Connect,
        Self::Proxy,
        Self::Tls,
        Self::Timeout(TimeoutPhase::Connect),
        Self::Timeout(TimeoutPhase::Headers),
        Self::Timeout(TimeoutPhase::Body),
        Self::Timeout(TimeoutPhase::Attempt),
        Self::Closed,
        Self::Protocol,
        Self::BodyTooLarge,
        Self::HeadersTooLarge,
        Self::Decompress,
        Self::InvalidRequest,
        Self::PlainHttpRefused,
        Self::Other,
    ];

    /// Returns the word for the kind, in lower case and with underscores: for logs, metrics and files. It
    /// does not change.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_transport::{TimeoutPhase, TransportErrorKind};
    ///
    /// assert_eq!(TransportErrorKind::Closed.as_str(), "closed");
    /// assert_eq!(TransportErrorKind::Timeout(TimeoutPhase::Body).as_str(), "body_timeout");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resolve => "resolve",
            Self::Connect => "connect",
            Self::Proxy => "proxy",
            Self::Tls => "tls",
            Self::Timeout(TimeoutPhase::Connect) => "connect_timeout",
            Self::Timeout(TimeoutPhase::Headers) => "headers_timeout",
            Self::Timeout(TimeoutPhase::Body) => "body_timeout",
            Self::Timeout(TimeoutPhase::Attempt) => "attempt_timeout",
            Self::Closed => "closed",
            Self::Protocol => "protocol",
            Self::BodyTooLarge => "body_too_large",
            Self::HeadersTooLarge => "headers_too_large",
            Self::Decompress => "decompress",
            Self::InvalidRequest => "invalid_request",
            Self::PlainHttpRefused => "plain_http_refused",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Resolve => "the name of the host could not be resolved",
            Self::Connect => "the connection could not be made",
            Self::Proxy => "there is no way through the proxy",
            Self::Tls => "the TLS handshake failed",
            Self::Timeout(TimeoutPhase::Connect) => "connecting took too long",
            Self::Timeout(TimeoutPhase::Headers) => "the response took too long to begin",
            Self::Timeout(TimeoutPhase::Body) => "the body of the response stalled for too long",
            Self::Timeout(TimeoutPhase::Attempt) => "the attempt took too long",
            Self::Closed => "the connection was closed before the response was complete",
            Self::Protocol => "the server did not speak HTTP as expected",
            Self::BodyTooLarge => "the body of the response is too large",
            Self::HeadersTooLarge => "the headers of the response are too large",
            Self::Decompress => "the body of the response could not be decompressed",
            Self::InvalidRequest => "the request cannot be sent",
            Self::PlainHttpRefused => "plain http is refused for this host",
            Self::Other => "the request failed",
        })
    }
}

/// The phase of a request whose time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutPhase {
    /// Resolving the name, connecting and the TLS handshake. [`NotSent`](crate::Delivery::NotSent).
    Connect,
    /// Sending the request and waiting for the head of the response.
    /// [`MaybeSent`](crate::Delivery::MaybeSent).
    Headers,
    /// Waiting for the next piece of the body. [`ResponseStarted`](crate::Delivery::ResponseStarted).
    Body,
    /// The whole attempt, limited by whoever uses the transport. [`MaybeSent`](crate::Delivery::MaybeSent).
    Attempt,
}
