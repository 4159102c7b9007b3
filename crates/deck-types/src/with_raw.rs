//! One item both ways: read, and as it was received.

use std::borrow::Cow;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::DeserializeOwned;
use serde::de::Error;

use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::page::page_item::PageItem;
use crate::page::page_item::read_item;

/// A value together with the exact text it was read from.
///
/// For those who work with the value and archive the text to the byte: with its spaces, its nulls and the
/// order of its fields. Writing writes the text.
///
/// The value can be looked at and taken out, but not changed in its place: the text would not change with it,
/// and what is written would be without the change. Taken out, a model is written with its changes and with
/// the fields that it does not know.
///
/// What holds for [`Json`] inside of types of your own holds for the text.
///
/// # Examples
///
/// The text stays as it was, spaces included:
///
/// ```
/// use deck_types::Json;
/// use deck_types::TaskRun;
/// use deck_types::WithRaw;
///
/// let json = Json::from_text(r#"{"id": "trun_1", "mood": "good"}"#)?;
/// let run: WithRaw<TaskRun> = json.parse()?;
///
/// assert_eq!(run.value().id, "trun_1");
/// assert_eq!(run.raw(), &json);
///
/// let mut changed = run.into_value();
/// changed.status = Some("failed".into());
/// assert_eq!(
///     Json::encode(&changed)?.as_str(),
///     r#"{"id":"trun_1","status":"failed","errors":[],"mood":"good"}"#,
/// );
/// # Ok::<(), deck_types::JsonError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithRaw<T> {
    value: T,
    raw: Json,
}

impl<T> WithRaw<T> {
    /// Returns the value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the text that the value was read from.
    #[must_use]
    pub fn raw(&self) -> &Json {
        &self.raw
    }

    /// Takes the value out; the text is dropped.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    /// Takes the value and the text out.
    #[must_use]
    pub fn into_parts(self) -> (T, Json) {
        (self.value, self.raw)
    }
}

impl<T> Serialize for WithRaw<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for WithRaw<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Json::deserialize(deserializer)?;
        let value = read_item(raw.as_str()).map_err(D::Error::custom)?;
        Ok(Self { value, raw })
    }
}

impl<T: PageItem> PageItem for WithRaw<T> {
    fn item_id(&self) -> Option<Cow<'_, str>> {
        self.value.item_id()
    }

    fn visit_unknown_words(&self, visit: &mut dyn FnMut(&'static str, &str)) {
        self.value.visit_unknown_words(visit);
    }

    /// While the value is read, which takes most, there is no copy of the text yet.
    const IS_READ_FROM_TEXT: bool = true;

    fn from_item_text(text: &str) -> Result<Self, JsonError> {
        let value = T::from_item_text(text)?;
        Ok(Self {
            value,
            raw: Json::copy_of(text)?,
        })
    }
}
