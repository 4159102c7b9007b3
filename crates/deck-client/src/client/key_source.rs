//! Where fresh idempotency keys come from.

use std::fmt;
use std::sync::Arc;

use thiserror::Error;

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

/// Takes the random bits of the system, through a package that TLS brings along.
#[cfg(feature = "hyper")]
fn system_key() -> Result<IdempotencyKey, KeySourceError> {
    let mut bits = [0; 16];
    getrandom::getrandom(&mut bits).map_err(|error| KeySourceError::System {
        reason: error.to_string(),
    })?;
    Ok(IdempotencyKey::from_random_bits(bits))
}

#[cfg(not(feature = "hyper"))]
fn system_key() -> Result<IdempotencyKey, KeySourceError> {
    Err(KeySourceError::NoSource)
}

#[cfg(all(test, feature = "hyper"))]
mod tests {
    use super::*;

    #[test]
    fn two_keys_of_the_system_differ() {
        assert_ne!(system_key().unwrap(), system_key().unwrap());
    }
}
