//! Why there is no connection, in a form that survives the way through hyper's error.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::Delivery;
use crate::TimeoutPhase;
use crate::TransportError;
use crate::TransportErrorKind;

/// The reason why there is no connection.
///
/// hyper gives out its errors by reference only, hence the shared cause:
/// [`transport_error`](Self::transport_error) can hand it on without hyper's wrapping.
#[derive(Clone, Debug)]
pub(super) struct ConnectFailure {
    kind: TransportErrorKind,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl ConnectFailure {
    pub(super) fn new(
        kind: TransportErrorKind,
        cause: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            cause: Some(Arc::from(cause.into())),
        }
    }

    pub(super) fn timeout() -> Self {
        Self {
            kind: TransportErrorKind::Timeout(TimeoutPhase::Connect),
            cause: None,
        }
    }

    /// Adds the cause.
    pub(super) fn because(self, cause: impl Error + Send + Sync + 'static) -> Self {
        Self::new(self.kind, cause)
    }

    pub(super) fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    pub(super) fn into_cause(self) -> Option<Box<dyn Error + Send + Sync>> {
        self.cause.map(Into::into)
    }

    pub(super) fn transport_error(&self) -> TransportError {
        let error = TransportError::new(self.kind, Delivery::NotSent);
        match &self.cause {
            Some(cause) => error.with_source(Arc::clone(cause)),
            None => error,
        }
    }
}

impl fmt::Display for ConnectFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(formatter)
    }
}

impl Error for ConnectFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause
            .as_deref()
            .map(|cause| cause as &(dyn Error + 'static))
    }
}
