//! How old a delivery may be.

use std::str::FromStr;
use std::time::Duration;

use deck_webhooks::Verifier;
use deck_webhooks::WebhookSecret;

use crate::commands::duration::duration;

/// How far the time of signing may be from now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Tolerance(Duration);

impl Tolerance {
    /// Returns a verifier that accepts each of the secrets; none where there are no secrets.
    pub(super) fn verifier(self, secrets: Vec<WebhookSecret>) -> Option<Verifier> {
        let mut secrets = secrets.into_iter();
        let first = Verifier::new(secrets.next()?).with_tolerance(self.0);
        Some(secrets.fold(first, Verifier::also_accepting))
    }
}

/// Reads a duration, or `any`.
impl FromStr for Tolerance {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "any" {
            return Ok(Self(Duration::MAX));
        }
        let read = duration(text).map(Self);
        read.map_err(|error| format!("{error}; or `any` for whatever age"))
    }
}
