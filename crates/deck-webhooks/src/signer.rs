//! [`Signer`]: signs deliveries as Deck does.

use std::time::SystemTime;

use crate::SignError;
use crate::SignedHeaders;
use crate::WebhookSecret;
use crate::header;
use crate::signature::Content;
use crate::signature::Signature;

/// Signs deliveries as Deck does, for the tests of a receiver and for stand-ins of Deck.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use std::time::SystemTime;
///
/// use deck_webhooks::Signer;
///
/// let signer = Signer::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse()?);
/// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_614_265_330);
/// let headers = signer.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", now, br#"{"test": 2432232314}"#)?;
///
/// let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
/// assert_eq!(headers.get("webhook-signature"), Some(expected.as_bytes()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Signer {
    secrets: Vec<WebhookSecret>,
}

impl Signer {
    /// Creates a signer with the secret of a destination.
    #[must_use]
    pub fn new(secret: WebhookSecret) -> Self {
        Self {
            secrets: vec![secret],
        }
    }

    /// Adds a signature by `secret`, as Standard Webhooks has it while a secret is being replaced.
    #[must_use]
    pub fn also_signing_with(mut self, secret: WebhookSecret) -> Self {
        self.secrets.push(secret);
        self
    }

    /// Signs a delivery and returns its headers. Fractions of a second of `now` are cut off.
    ///
    /// # Errors
    ///
    /// Fails when the id is one that [`Verifier::verify`](crate::Verifier::verify) refuses, or when `now` is
    /// before 1970.
    pub fn sign(&self, id: &str, now: SystemTime, body: &[u8]) -> Result<SignedHeaders, SignError> {
        let id = header::read_id(id.as_bytes()).ok_or(SignError::InvalidId)?;
        let since = now.duration_since(SystemTime::UNIX_EPOCH);
        let timestamp = since
            .map_err(|_| SignError::Before1970)?
            .as_secs()
            .to_string();
        let content = Content {
            id,
            timestamp: timestamp.as_bytes(),
            body,
        };
        let signatures: Vec<_> = self
            .secrets
            .iter()
            .map(|secret| Signature::of(content, secret).to_string())
            .collect();
        Ok(SignedHeaders::new(
            id.to_owned(),
            timestamp,
            signatures.join(" "),
        ))
    }
}
