//! Values that are not for logs.

use std::fmt;
use std::hint::black_box;
use std::mem;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::ser::Error;

use crate::json::Json;
use crate::json::json_error::JsonError;

/// A text that is not for logs, such as the secret of a webhook, a session token or a signed URL.
///
/// It has no `Display`, and its `Debug` shows nothing of it. [`expose`](Self::expose) is the way to the text.
/// Serialization writes the text, because it is what a request or an archive needs.
///
/// Its own memory is overwritten when it is dropped, as far as the compiler leaves that in place. Copies that
/// were made of it, such as the body of a request, are not.
///
/// # Examples
///
/// ```
/// use deck_types::Secret;
///
/// let secret = Secret::new("whsec_example");
/// assert_eq!(format!("{secret:?}"), "Secret(redacted)");
/// assert_eq!(secret.expose(), "whsec_example");
/// ```
#[derive(Clone, Default, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(Box<str>);

impl Secret {
    /// Keeps a text, whatever it is.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// Returns the text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(redacted)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        let mut bytes = mem::take(&mut self.0).into_string().into_bytes();
        bytes.fill(0);
        black_box(&bytes);
    }
}

/// A JSON value that is not for logs, such as the credentials of an end user.
///
/// It keeps its exact text, as [`Json`] does, and is shown, serialized and dropped as a [`Secret`] is.
///
/// # Examples
///
/// ```
/// use deck_types::{Json, SecretJson};
///
/// let secret = SecretJson::new(Json::from_text(r#"{"username": "ada"}"#)?);
/// assert_eq!(format!("{secret:?}"), "SecretJson(redacted)");
/// assert_eq!(secret.expose(), r#"{"username": "ada"}"#);
/// # Ok::<(), deck_types::JsonError>(())
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct SecretJson(Secret);

impl SecretJson {
    /// Keeps a payload.
    #[must_use]
    pub fn new(json: Json) -> Self {
        Self(Secret(json.into_text()))
    }

    /// Writes a value as JSON.
    ///
    /// # Errors
    ///
    /// Fails only when the value's own `Serialize` does, or when a map has keys that are not strings.
    pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Self, JsonError> {
        Json::encode(value).map(Self::new)
    }

    /// Returns the text of the value.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Reads the value into a type of the caller's choice, which may borrow from the text.
    ///
    /// # Errors
    ///
    /// Fails only when the value has not the shape that the type wants. The error tells the place in the
    /// value, and may repeat a part of it.
    pub fn parse<'a, T: Deserialize<'a>>(&'a self) -> Result<T, JsonError> {
        serde_json::from_str(self.expose())
            .map_err(|error| JsonError::reading(self.expose(), &error))
    }
}

impl From<Json> for SecretJson {
    fn from(json: Json) -> Self {
        Self::new(json)
    }
}

impl fmt::Debug for SecretJson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretJson(redacted)")
    }
}

impl Serialize for SecretJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = Json::copy_of(self.expose()).map_err(S::Error::custom)?;
        json.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SecretJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_and_serialization_everything() {
        let text = Secret::new("canary");
        let json = SecretJson::encode(&["canary"]).unwrap();

        assert!(!format!("{text:?} {json:?}").contains("canary"));
        assert_eq!(serde_json::to_string(&text).unwrap(), r#""canary""#);
        assert_eq!(serde_json::to_string(&json).unwrap(), r#"["canary"]"#);
    }

    #[test]
    fn a_secret_payload_keeps_every_byte() {
        let received = r#"{"a": 1.10,  "a": 2}"#;
        let json: SecretJson = serde_json::from_str(received).unwrap();

        assert_eq!(json.expose(), received);
        assert_eq!(serde_json::to_string(&json).unwrap(), received);
    }

    #[test]
    fn a_secret_payload_is_read_on_demand() {
        let json = SecretJson::encode(&[1, 2]).unwrap();

        assert_eq!(json.parse(), Ok([1, 2]));
        assert!(json.parse::<bool>().is_err());
    }
}
