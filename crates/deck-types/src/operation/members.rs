//! The members of a JSON object that the caller names.

use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeMap;

use crate::json::Json;

/// Members of a JSON object, each key once, in the order in which the keys were first set.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub(crate) struct Members(Vec<(String, Json)>);

impl Members {
    /// Sets a member, in place of the one that had the key before.
    pub(crate) fn set(&mut self, key: String, value: Json) {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, before)) => *before = value,
            None => self.0.push((key, value)),
        }
    }

    /// Returns the keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
