//! The fields of a model that this version does not know.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde::ser::SerializeMap;
use serde_json::value::RawValue;

pub(crate) mod keep;
pub(crate) mod known_names;
#[cfg(test)]
mod tests;
mod text;

use crate::json::Json;
use text::MembersText;
use text::visit_members;

/// The fields of a model that this version of the crate does not know, in the order in which they were
/// received.
///
/// Every model has them in its field `unknown_fields`, and writes them after the fields that it knows: what
/// is read, changed and written loses nothing. Values keep their exact text, as [`Json`] does, line breaks
/// included ([`to_json_line`](crate::to_json_line) writes a model on one line); names are
/// compared and written as they are meant, whatever escapes they came with. A name that was received twice is
/// kept twice. Equality is by the names and the texts of the values, in their order.
///
/// A name that the model has a field for is not written from here, whatever its value: the field is what
/// counts. For a field of your own take a name that Deck will hardly choose, such as one with the name of
/// your company in front (`acme_seen`). One that a later version of this crate knows is read as what Deck
/// means by it, and where its value is of another type, the model can no longer be read.
///
/// Without any, they take one word of memory; otherwise hardly more than their text.
///
/// # Examples
///
/// Deck begins to send a field, and programs need not wait for a version that knows it:
///
/// ```
/// use deck_types::Json;
/// use deck_types::TaskRun;
/// use deck_types::read_body;
///
/// let mut run: TaskRun = read_body(br#"{"id": "trun_1", "mood": "good", "status": "running"}"#)?;
///
/// let mood = run.unknown_fields.get("mood").ok_or("the run has a mood")?;
/// assert_eq!(mood.parse::<&str>()?, "good");
///
/// run.status = Some("completed".into());
/// run.unknown_fields.insert("acme_seen", &Json::encode(&true)?);
/// assert_eq!(
///     Json::encode(&run)?.as_str(),
///     r#"{"id":"trun_1","status":"completed","errors":[],"mood":"good","acme_seen":true}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Flattened models
///
/// Where a model stands in a type of your own with `#[serde(flatten)]`, it takes the fields that it knows and
/// leaves the others to its neighbours, as every struct does; so its own `unknown_fields` are empty there,
/// and unknown fields are lost unless `UnknownFields` is flattened too, and takes what nobody knows. Whoever
/// builds such a type of a run moves them there (`std::mem::take(&mut run.unknown_fields)`).
///
/// ```
/// use deck_types::TaskRun;
/// use deck_types::UnknownFields;
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Row {
///     received_at: u64,
///     #[serde(flatten)]
///     run: TaskRun,
///     #[serde(flatten)]
///     rest: UnknownFields,
/// }
///
/// let text = r#"{"received_at":7,"id":"trun_1","errors":[],"mood":"good"}"#;
/// let row: Row = serde_json::from_str(text)?;
///
/// assert!(row.run.unknown_fields.is_empty());
/// assert!(row.rest.get("received_at").is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UnknownFields(Option<Box<MembersText>>);

impl UnknownFields {
    /// Creates an empty set of fields, as fixtures have it.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns a copy of the value of a field; of a name that stands there twice, the last one counts.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Json> {
        let mut found = None;
        self.visit(|other, value| {
            if other == name {
                found = Some(value);
            }
        });
        found.map(Json::from_raw)
    }

    /// Returns the names and copies of the values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, Json)> {
        let mut fields = Vec::new();
        self.visit(|name, value| fields.push((name, value)));
        fields
            .into_iter()
            .map(|(name, value)| (name, Json::from_raw(value)))
    }

    /// Sets a field, in the place of the one with this name or else behind all others, and returns the value
    /// that it had.
    ///
    /// The name is to be one that the model has no field for: otherwise it stands here and is not written.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::Json;
    /// use deck_types::TaskRun;
    ///
    /// let mut run = TaskRun::fixture("trun_1");
    /// run.unknown_fields.insert("id", &Json::encode("trun_2")?);
    /// run.unknown_fields.insert("acme_seen", &Json::encode(&true)?);
    ///
    /// assert_eq!(
    ///     Json::encode(&run)?.as_str(),
    ///     r#"{"id":"trun_1","object":"task_run","errors":[],"acme_seen":true}"#,
    /// );
    /// # Ok::<(), deck_types::JsonError>(())
    /// ```
    pub fn insert(&mut self, name: &str, value: &Json) -> Option<Json> {
        self.replace(name, Some(value))
    }

    /// Takes a field out, and returns the value that it had.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        self.replace(name, None)
    }

    fn replace(&mut self, name: &str, value: Option<&Json>) -> Option<Json> {
        let mut before = None;
        let mut value = value.map(Json::as_str);
        let mut after = Self::new();
        self.visit(|other, text| {
            if other != name {
                after.push(&other, text.get());
                return;
            }
            before = Some(text);
            if let Some(value) = value.take() {
                after.push(name, value);
            }
        });
        if let Some(value) = value {
            after.push(name, value);
        }
        let before = before.map(Json::from_raw);
        *self = after;
        before
    }

    /// Appends a field, whose value is the text of one JSON value.
    fn push(&mut self, name: &str, value: &str) {
        self.0.get_or_insert_default().push(name, value);
    }

    /// Returns the fields without those of `known` names, or nothing where they have none of these.
    pub(crate) fn without(&self, known: impl FnOnce() -> &'static [&'static str]) -> Option<Self> {
        if self.is_empty() {
            return None;
        }
        let known = known();
        let mut has_known = false;
        self.visit(|name, _| has_known |= known.contains(&&*name));
        has_known.then(|| {
            let mut rest = Self::new();
            self.visit(|name, value| {
                if !known.contains(&&*name) {
                    rest.push(&name, value.get());
                }
            });
            rest
        })
    }

    /// Returns how much of their memory is justified by the text that it takes to send them.
    pub(crate) fn least_text(&self) -> usize {
        self.0.as_ref().map_or(0, |members| members.least_text())
    }

    fn visit<'a>(&'a self, mut visit: impl FnMut(Cow<'a, str>, &'a RawValue)) {
        let Some(members) = &self.0 else { return };
        let Ok(()) = visit_members(members.as_str(), |name, value| {
            visit(name, value);
            Ok::<_, Infallible>(())
        });
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.as_ref().map_or("{}", |members| members.as_str());
        write!(formatter, "UnknownFields({text})")
    }
}

impl Serialize for UnknownFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(members) = &self.0 {
            visit_members(members.as_str(), |name, value| {
                map.serialize_entry(&name, value)
            })?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for UnknownFields {
    /// Takes all fields of an object.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AllFields)
    }
}

struct AllFields;

impl<'de> Visitor<'de> for AllFields {
    type Value = UnknownFields;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<UnknownFields, A::Error> {
        let mut fields = UnknownFields::new();
        while let Some((name, value)) = object.next_entry::<Cow<'_, str>, Json>()? {
            fields.push(&name, value.as_str());
        }
        Ok(fields)
    }
}
