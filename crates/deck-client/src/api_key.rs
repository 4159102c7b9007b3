//! The secret that every request carries.

use std::env;
use std::fmt;

use http::HeaderValue;
use thiserror::Error;
use zeroize::Zeroizing;

/// A secret key of the Deck API.
///
/// The key has no `Display`, its `Debug` shows nothing of it, and its memory is wiped when it is
/// dropped. The one way out is the `Authorization` header of a request, which is marked sensitive
/// and goes to the client's base URL only. A server that repeats it does not bring it into an error: there it
/// reads `[redacted]`, plain or escaped, unless the key is shorter than 8 bytes, which are found by chance.
///
/// The reference pages show keys as `sk_live_…`; the prefix is not enforced.
///
/// # Examples
///
/// ```
/// use deck_client::ApiKey;
///
/// let key = ApiKey::new("sk_live_example")?;
/// assert_eq!(format!("{key:?}"), "ApiKey(redacted)");
/// # Ok::<(), deck_client::ApiKeyError>(())
/// ```
#[derive(Clone)]
pub struct ApiKey(Zeroizing<String>);

impl ApiKey {
    /// The environment variable that [`ApiKey::from_env`] reads.
    pub const ENVIRONMENT_VARIABLE: &'static str = "DECK_API_KEY";

    /// Creates a key from its text.
    ///
    /// # Errors
    ///
    /// Fails only when the text is empty or holds anything but visible ASCII characters: a line
    /// break or a space is what a careless copy brings along, and it would break the header. The
    /// error names the place and never the key.
    pub fn new(text: impl Into<String>) -> Result<Self, ApiKeyError> {
        let text = Zeroizing::new(text.into());
        if text.is_empty() {
            return Err(ApiKeyError::Empty);
        }
        match text.bytes().position(|byte| !byte.is_ascii_graphic()) {
            Some(position) => Err(ApiKeyError::InvalidCharacter { position }),
            None => Ok(Self(text)),
        }
    }

    /// Reads the key from the environment variable `DECK_API_KEY`.
    ///
    /// # Errors
    ///
    /// Fails when the variable is not set, or holds what [`ApiKey::new`] refuses.
    pub fn from_env() -> Result<Self, ApiKeyError> {
        match env::var(Self::ENVIRONMENT_VARIABLE) {
            Ok(text) => Self::new(text),
            Err(env::VarError::NotPresent) => Err(ApiKeyError::NotSet {
                variable: Self::ENVIRONMENT_VARIABLE,
            }),
            Err(env::VarError::NotUnicode(_)) => Err(ApiKeyError::NotUnicode {
                variable: Self::ENVIRONMENT_VARIABLE,
            }),
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    pub(crate) fn to_header_value(&self) -> Result<HeaderValue, http::header::InvalidHeaderValue> {
        let text = Zeroizing::new(format!("Bearer {}", self.0.as_str()));
        let mut value = HeaderValue::from_str(&text)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiKey(redacted)")
    }
}

/// Why a text is not usable as an [`ApiKey`]. Tells nothing of the key itself.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ApiKeyError {
    /// The environment variable is not set.
    #[error("the environment variable {variable} is not set; set it to a secret key (sk_live_…)")]
    NotSet {
        /// The name of the variable: `DECK_API_KEY`.
        variable: &'static str,
    },
    /// The environment variable is not valid Unicode.
    #[error("the environment variable {variable} is not valid Unicode")]
    NotUnicode {
        /// The name of the variable: `DECK_API_KEY`.
        variable: &'static str,
    },
    /// The key has no characters.
    #[error("the API key is empty")]
    Empty,
    /// The key holds a space, a line break, another control character, or a non-ASCII character.
    #[error(
        "the API key holds a character at byte {position} that is no visible ASCII character; \
         was a space or a line break copied along?"
    )]
    InvalidCharacter {
        /// The byte position of the first such character, counted from 0.
        position: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_would_break_the_header_and_names_the_place() {
        let position = |text: &str| match ApiKey::new(text) {
            Err(ApiKeyError::InvalidCharacter { position }) => Some(position),
            _ => None,
        };
        assert_eq!(position("sk_live_x\n"), Some(9));
        assert_eq!(position("sk live"), Some(2));
        assert_eq!(position("sk_é"), Some(3));
        assert_eq!(position("\0"), Some(0));
        assert_eq!(ApiKey::new("").err(), Some(ApiKeyError::Empty));
    }

    #[test]
    fn its_header_is_sensitive() -> Result<(), Box<dyn std::error::Error>> {
        let value = ApiKey::new("sk_live_canary")?.to_header_value()?;
        assert!(value.is_sensitive());
        assert_eq!(value.as_bytes(), b"Bearer sk_live_canary");
        assert!(!format!("{value:?}").contains("canary"));
        Ok(())
    }
}
