//! What went wrong, and whether the server may have seen the request.

use std::error::Error;
use std::fmt;

use self::delivery::Delivery;
use self::kind::TransportErrorKind;

pub(crate) mod kind;

pub(crate) mod delivery;

#[cfg(test)]
mod tests;

/// The reason why a request has no complete response.
///
/// [`kind`](Self::kind) says what failed, [`delivery`](Self::delivery) whether the server may have seen the
/// request; retry needs no more. The cause, if there is one, is the [`source`](Error::source), which the text
/// of this error does not repeat.
///
/// # Examples
///
/// ```
/// use std::error::Error;
/// use std::io;
///
/// use deck_transport::{Delivery, TimeoutPhase, TransportError, TransportErrorKind};
///
/// let error = TransportError::new(TransportErrorKind::Connect, Delivery::NotSent)
///     .with_source(io::Error::from(io::ErrorKind::ConnectionRefused));
/// assert_eq!(error.to_string(), "the connection could not be made");
/// assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("connection refused"));
///
/// let error = TransportError::new(TransportErrorKind::Timeout(TimeoutPhase::Headers), Delivery::MaybeSent);
/// assert!(error.is_timeout());
/// ```
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    delivery: Delivery,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl TransportError {
    /// Creates an error without a cause.
    #[must_use]
    pub fn new(kind: TransportErrorKind, delivery: Delivery) -> Self {
        Self {
            kind,
            delivery,
            source: None,
        }
    }

    /// Adds the cause, which becomes the [`source`](Error::source) of this error.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Returns what failed.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns how far the request got.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// Returns whether the time allowed for some phase ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, TransportErrorKind::Timeout(_))
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(formatter)
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn Error + 'static))
    }
}
