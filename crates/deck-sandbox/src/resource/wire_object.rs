//! An object as its reference page shows it, with every key there.
//!
//! The models write no key for what is absent, because they must give back what they were given. A server
//! that has the whole object writes `null` instead, and so does the sandbox.

use std::collections::BTreeMap;

use deck_types::Json;
use deck_types::RequestId;
use serde::Serialize;
use serde::Serializer;
use serde::ser::Error;
use serde::ser::SerializeMap;
use serde_json::value::RawValue;

use crate::resource::Kind;

/// An object of a response.
pub(crate) struct WireObject<'a, K> {
    object: &'a K,
    /// The id of the response, which a single object carries and the items of a list do not.
    request_id: Option<&'a RequestId>,
}

impl<'a, K: Kind> WireObject<'a, K> {
    /// Returns `object` as an item of a list.
    pub(crate) fn item(object: &'a K) -> WireObject<'a, K> {
        WireObject {
            object,
            request_id: None,
        }
    }

    /// Returns `object` as the body of a response of its own, with `request_id`.
    pub(crate) fn alone(object: &'a K, request_id: &'a RequestId) -> WireObject<'a, K> {
        WireObject {
            object,
            request_id: Some(request_id),
        }
    }
}

impl<K: Kind> Serialize for WireObject<'_, K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = Json::encode(self.object).map_err(S::Error::custom)?;
        let mut members: BTreeMap<String, &RawValue> = text.parse().map_err(S::Error::custom)?;
        members.remove("request_id");
        let mut map = serializer.serialize_map(None)?;
        for (key, default) in K::KEYS {
            match members.remove(*key) {
                Some(value) if (K::OBJECT, *key) == ("session", "task_runs") => {
                    let runs: Vec<BTreeMap<&str, &RawValue>> =
                        serde_json::from_str(value.get()).map_err(S::Error::custom)?;
                    let runs: Vec<_> = runs.into_iter().map(RunInBrief).collect();
                    map.serialize_entry(key, &runs)?;
                }
                Some(value) => map.serialize_entry(key, value)?,
                None => {
                    let default: &RawValue =
                        serde_json::from_str(default).map_err(S::Error::custom)?;
                    map.serialize_entry(key, default)?;
                }
            }
        }
        for (key, value) in members {
            map.serialize_entry(&key, value)?;
        }
        if let Some(request_id) = self.request_id {
            map.serialize_entry("request_id", request_id)?;
        }
        map.end()
    }
}

/// A run in the list of its session, with every key there.
struct RunInBrief<'a>(BTreeMap<&'a str, &'a RawValue>);

impl Serialize for RunInBrief<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let known = ["id", "task_id", "agent_id", "credential_id"];
        let mut map = serializer.serialize_map(None)?;
        for key in known {
            map.serialize_entry(key, &self.0.get(key))?;
        }
        for (key, value) in self.0.iter().filter(|(key, _)| !known.contains(key)) {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
