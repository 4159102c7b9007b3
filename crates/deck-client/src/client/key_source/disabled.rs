//! Without the feature `hyper`: no source of random bits.

use super::KeySourceError;
use crate::IdempotencyKey;

pub(super) fn system_key() -> Result<IdempotencyKey, KeySourceError> {
    Err(KeySourceError::NoSource)
}
