//! Where fresh idempotency keys come from.

#[cfg(not(feature = "hyper"))]
mod disabled;
#[cfg(feature = "hyper")]
mod enabled;

use std::fmt;
use std::sync::Arc;

use thiserror::Error;

#[cfg(not(feature = "hyper"))]
use self::disabled::system_key;
#[cfg(feature = "hyper")]
use self::enabled::system_key;
use crate::IdempotencyKey;

/// The source that a client was given, or else that of the system.
#[derive(Clone, Default)]
pub(crate) struct KeySource(Option<Arc<dyn Fn() -> IdempotencyKey + Send + Sync>>);

impl KeySource {
    pub(crate) fn new(source: impl Fn() -> IdempotencyKey + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(source)))
    }

    pub(crate) fn fresh_key(&self) -> Result<IdempotencyKey, KeySourceError> {
        match &self.0 {
            Some(source) => Ok(source()),
            None => system_key(),
        }
    }
}

impl fmt::Debug for KeySource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() {
            "KeySource"
        } else {
            "system"
        })
    }
}

/// The reason why a write was not sent: it was given no idempotency key, and there is no fresh one.
///
/// A weak key is no way out: a write whose key was used before is not carried out.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeySourceError {
    /// The feature `hyper` is off, and the client was given no source of keys.
    #[error(
        "no idempotency key was given and there is no source of fresh ones; give the call a key, call \
         `with_key_source`, or turn on the feature `hyper` of deck-client"
    )]
    NoSource,
    /// The system gives no random bits.
    #[error("the system gave no random bits for an idempotency key: {reason}")]
    System {
        /// What the system said.
        reason: String,
    },
}
