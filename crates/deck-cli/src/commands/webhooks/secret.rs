//! The secret that deliveries are signed with.

use std::hash::BuildHasher;
use std::hash::RandomState;

use deck_webhooks::WebhookSecret;
use deck_webhooks::WebhookSecretError;

use crate::environment::Variable;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;

/// Returns the secrets of the environment, the newest first; none where the variable is not set.
pub(super) fn of_environment() -> Result<Vec<WebhookSecret>, Failure> {
    let value = Variable::WebhookSecret.value().unwrap_or_default();
    // What is no text is no base64 either.
    let text = value.to_string_lossy();
    text.split_whitespace().map(read).collect()
}

/// Returns the failure of a command that needs a secret and has none.
pub(super) fn missing() -> Failure {
    let name = Variable::WebhookSecret.name();
    let advice = "it is the secret of the event destination (whsec_...); there is no flag for it, since \
                  every program on a machine can read the command lines of the others";
    Explained::new(ErrorCode::Usage, format!("{name} is not set"))
        .advise(advice)
        .into()
}

/// Returns a secret for tests, as text, drawn from the random numbers of the system.
pub(super) fn generated() -> String {
    // Hexadecimal digits are base64 as well, of other bytes that are as random.
    let digits = [0, 1, 2, 3].map(|part| format!("{:016x}", random(part)));
    format!("{}{}", WebhookSecret::PREFIX, digits.concat())
}

/// Reads a secret that was generated.
pub(super) fn read(text: &str) -> Result<WebhookSecret, Failure> {
    text.parse().map_err(|error| unusable(&error))
}

/// Returns a random number.
pub(super) fn random(part: u64) -> u64 {
    // Each state has keys from the random numbers of the system.
    RandomState::new().hash_one(part)
}

fn unusable(error: &WebhookSecretError) -> Failure {
    let name = Variable::WebhookSecret.name();
    Explained::new(ErrorCode::Usage, format!("{name}: {error}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_secret_can_be_read_and_is_not_that_of_somebody_else() {
        assert!(read(&generated()).is_ok());
        assert_ne!(generated(), generated());
    }
}
