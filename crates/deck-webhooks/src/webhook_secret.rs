//! [`WebhookSecret`]: what the deliveries to a destination are signed with.

use std::fmt;
use std::str::FromStr;

use base64ct::Base64Unpadded;
use base64ct::Encoding;
use deck_types::Secret;
use zeroize::Zeroizing;

use crate::WebhookSecretError;

/// The secret that the deliveries to one event destination are signed with.
///
/// Deck shows it as `whsec_` and base64. It has no `Display`, its `Debug` shows nothing of it, and its memory
/// is wiped when it is dropped.
///
/// # Examples
///
/// ```
/// use deck_webhooks::WebhookSecret;
///
/// let secret: WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse()?;
/// assert_eq!(format!("{secret:?}"), "WebhookSecret(redacted)");
///
/// // The same without its prefix.
/// let secret: WebhookSecret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse()?;
/// # let _ = secret;
/// # Ok::<(), deck_webhooks::WebhookSecretError>(())
/// ```
#[derive(Clone)]
pub struct WebhookSecret(Zeroizing<Vec<u8>>);

impl WebhookSecret {
    /// What the text of a secret begins with. Reading one does not require it.
    pub const PREFIX: &'static str = "whsec_";

    /// Creates a secret from the bytes that the base64 stands for.
    ///
    /// # Errors
    ///
    /// Fails only when there are none. Standard Webhooks asks for 24 to 64 random bytes; other lengths are
    /// accepted, since it is Deck who chooses.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, WebhookSecretError> {
        let bytes = Zeroizing::new(bytes.into());
        if bytes.is_empty() {
            return Err(WebhookSecretError::Empty);
        }
        Ok(Self(bytes))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Reads a secret as Deck shows it: base64, with or without `whsec_` in front and `=` at the end.
impl FromStr for WebhookSecret {
    type Err = WebhookSecretError;

    fn from_str(text: &str) -> Result<Self, WebhookSecretError> {
        let base64 = text.strip_prefix(Self::PREFIX).unwrap_or(text);
        let unpadded = base64.trim_end_matches('=');
        let bytes =
            Base64Unpadded::decode_vec(unpadded).map_err(|_| WebhookSecretError::NotBase64)?;
        Self::from_bytes(bytes)
    }
}

/// Reads the secret that stands in the configuration of an event destination.
impl TryFrom<&Secret> for WebhookSecret {
    type Error = WebhookSecretError;

    fn try_from(secret: &Secret) -> Result<Self, WebhookSecretError> {
        secret.expose().parse()
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("WebhookSecret(redacted)")
    }
}
