//! Feature `hyper`: the random bits of the system, from a package that its TLS brings along.

use super::KeySourceError;
use crate::IdempotencyKey;

pub(super) fn system_key() -> Result<IdempotencyKey, KeySourceError> {
    let mut bits = [0; 16];
    getrandom::getrandom(&mut bits).map_err(|error| KeySourceError::System {
        reason: error.to_string(),
    })?;
    Ok(IdempotencyKey::from_random_bits(bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_keys_of_the_system_differ() {
        assert_ne!(system_key().unwrap(), system_key().unwrap());
    }
}
