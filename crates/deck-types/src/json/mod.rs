//! An opaque payload: the exact text of one JSON value.

use std::fmt;
use std::hash::Hash;
use std::hash::Hasher;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::ser::Error;
use serde::ser::Impossible;
use serde_json::value::RawValue;

mod anywhere;
pub(crate) mod json_error;
mod json_path;
mod json_reason;
pub(crate) mod number_mark;
#[cfg(test)]
mod tests;

use crate::unknown_fields::UnknownFields;
use json_error::JsonError;

/// The exact text of one JSON value, parsed into a type of the caller's own on demand.
///
/// Digits, the order of keys and the space between them stay as received: `1.10`, a number of forty digits
/// and a doubled key survive. Equality is by text. Only the formats of `serde_json` can carry it.
///
/// The line breaks of a text that was received on several lines stay too, wherever it is written: for a file
/// with a value on each line there is [`to_json_line`](crate::to_json_line).
///
/// Inside of types with `#[serde(untagged)]`, `#[serde(flatten)]`, `#[serde(tag = "…")]` or with the content
/// before its tag, serde reads the value before it knows who wants it, and the text is gone. There the
/// payload is written anew from the value, without spaces: keys keep their order, and a doubled one stays
/// doubled; a number that is written with a fraction or an exponent, or is not from -2^63 to 2^64 - 1,
/// becomes the nearest `f64`, and one that is too small for it, such as `1e-400`, 0. With the feature
/// `arbitrary_precision` of `serde_json`, which any crate of a program can turn on, its digits stay.
///
/// A payload that is an object can be written wherever it can be read, and its fields stay exact where a tag
/// or neighbours are put between them (with `tag` alone, or flattened). One that is no object is refused
/// there.
///
/// # Examples
///
/// A payload is kept exactly, and read when it is wanted:
///
/// ```
/// use deck_types::Json;
///
/// #[derive(serde::Deserialize)]
/// struct Invoice<'a> {
///     number: &'a str,
/// }
///
/// let output = Json::from_text(r#"{"number": "A-7", "total": 10.10}"#)?;
/// let invoice: Invoice<'_> = output.parse()?;
///
/// assert_eq!(invoice.number, "A-7");
/// assert!(output.as_str().ends_with("10.10}"));
/// # Ok::<(), deck_types::JsonError>(())
/// ```
///
/// The value survives where its text cannot:
///
/// ```
/// use deck_types::Json;
///
/// #[derive(serde::Deserialize)]
/// #[serde(tag = "type", content = "data")]
/// enum Event {
///     Output(Json),
/// }
///
/// let text = r#"{"type": "Output", "data": {"total":  10.10}}"#;
/// let Event::Output(exact) = serde_json::from_str(text)?;
/// assert_eq!(exact.as_str(), r#"{"total":  10.10}"#);
///
/// let text = r#"{"data": {"total":  10.10}, "type": "Output"}"#;
/// let Event::Output(anew) = serde_json::from_str(text)?;
/// assert_eq!(anew.as_str(), r#"{"total":10.1}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Keeps a text that is one JSON value; space around it is dropped.
    ///
    /// # Errors
    ///
    /// Fails only when the text is not exactly one JSON value.
    pub fn from_text(text: impl Into<String>) -> Result<Self, JsonError> {
        Self::copy_of(&text.into())
    }

    /// Writes a value as JSON.
    ///
    /// # Errors
    ///
    /// Fails only when the value's own `Serialize` does, or when a map has keys that are not strings.
    pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Self, JsonError> {
        serde_json::value::to_raw_value(value)
            .map(Self)
            .map_err(|error| JsonError::writing(&error))
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Returns whether the value is null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.as_str() == "null"
    }

    /// Reads the value into a type of the caller's choice, which may borrow from the text.
    ///
    /// # Errors
    ///
    /// Fails only when the value has not the shape that the type wants; the error names the place inside the
    /// value.
    ///
    /// # Examples
    ///
    /// The error tells where:
    ///
    /// ```
    /// use deck_types::Json;
    ///
    /// let output = Json::from_text(r#"[1, "two"]"#)?;
    /// let error = output.parse::<Vec<u8>>().unwrap_err();
    ///
    /// assert_eq!(error.path(), "$[1]");
    /// # Ok::<(), deck_types::JsonError>(())
    /// ```
    pub fn parse<'a, T: Deserialize<'a>>(&'a self) -> Result<T, JsonError> {
        serde_json::from_str(self.as_str())
            .map_err(|error| JsonError::reading(self.as_str(), &error))
    }

    /// Returns the text of a payload that Deck encrypted: a string which starts with `enc_`.
    ///
    /// Organizations with payload encryption receive `input` and `output` in this form; decrypting is left to
    /// them.
    #[must_use]
    pub fn encrypted_text(&self) -> Option<String> {
        if !self.as_str().starts_with('"') {
            return None;
        }
        self.parse::<String>()
            .ok()
            .filter(|text| text.starts_with("enc_"))
    }

    /// Returns null.
    pub(crate) fn null() -> Self {
        Self::from_raw(RawValue::NULL)
    }

    /// Returns the text, and takes it over.
    pub(crate) fn into_text(self) -> Box<str> {
        self.0.into()
    }

    /// Copies a text that is one JSON value.
    ///
    /// # Errors
    ///
    /// As [`from_text`](Self::from_text).
    pub(crate) fn copy_of(text: &str) -> Result<Self, JsonError> {
        serde_json::from_str(text)
            .map(Self)
            .map_err(|error| JsonError::reading(text, &error))
    }

    /// Copies a text that a JSON reader has already checked.
    pub(crate) fn from_raw(raw: &RawValue) -> Self {
        Self(raw.to_owned())
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Json({})", self.as_str())
    }
}

impl fmt::Display for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl Hash for Json {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !takes_only_fields::<S>() {
            return self.0.serialize(serializer);
        }
        let fields: UnknownFields = self.parse().map_err(|_| S::Error::custom(NOT_AN_OBJECT))?;
        fields.serialize(serializer)
    }
}

/// Returns whether a serializer puts a tag or neighbours into what is written, so that a text as a whole has
/// no place there: `RawValue` would write its private mark as a field.
///
/// serde has no question for it. But such a serializer has no lists, and its type for them no values.
const fn takes_only_fields<S: Serializer>() -> bool {
    size_of::<S::SerializeSeq>() == size_of::<Impossible<S::Ok, S::Error>>()
}

const NOT_AN_OBJECT: &str =
    "a JSON value that is no object cannot be written flattened, inside a tag or as a key";

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        anywhere::read_text(deserializer).map(Self)
    }
}
