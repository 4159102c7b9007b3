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
/// For those who work with the value and archive the text, unknown fields included. Writing writes the text.
///
/// # Examples
///
/// A field that this crate does not know is still there:
///
/// ```
/// use deck_types::Json;
/// use deck_types::TaskRun;
/// use deck_types::WithRaw;
///
/// let json = Json::from_text(r#"{"id": "trun_1", "mood": "good"}"#)?;
/// let run: WithRaw<TaskRun> = json.parse()?;
///
/// assert_eq!(run.value.id, "trun_1");
/// assert_eq!(run.raw, json);
/// # Ok::<(), deck_types::JsonError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithRaw<T> {
    /// The value.
    pub value: T,
    /// The text that the value was read from.
    pub raw: Json,
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
