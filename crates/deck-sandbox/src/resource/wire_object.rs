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

use crate::resource::Keys;
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
        let mut members: Members<'_> = text.parse().map_err(S::Error::custom)?;
        members.remove("request_id");
        let mut map = serializer.serialize_map(None)?;
        write_every_key(&mut map, members, K::KEYS, K::LISTS)?;
        if let Some(request_id) = self.request_id {
            map.serialize_entry("request_id", request_id)?;
        }
        map.end()
    }
}

type Members<'a> = BTreeMap<String, &'a RawValue>;

/// Writes the members with every one of the keys, those first.
fn write_every_key<M: SerializeMap>(
    map: &mut M,
    mut members: Members<'_>,
    keys: Keys,
    lists: &[(&str, Keys)],
) -> Result<(), M::Error> {
    for (key, default) in keys {
        let list = lists.iter().find(|(list, _)| list == key);
        match (members.remove(*key), list) {
            (Some(value), Some((_, keys))) => {
                let objects: Vec<Members<'_>> =
                    serde_json::from_str(value.get()).map_err(M::Error::custom)?;
                let objects = objects.into_iter().map(|members| InList { members, keys });
                map.serialize_entry(key, &objects.collect::<Vec<_>>())?;
            }
            (Some(value), None) => map.serialize_entry(key, value)?,
            (None, _) => {
                let default: &RawValue = serde_json::from_str(default).map_err(M::Error::custom)?;
                map.serialize_entry(key, default)?;
            }
        }
    }
    for (key, value) in members {
        map.serialize_entry(&key, value)?;
    }
    Ok(())
}

/// An object in a list of another.
struct InList<'a> {
    members: Members<'a>,
    keys: Keys,
}

impl Serialize for InList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        write_every_key(&mut map, self.members.clone(), self.keys, &[])?;
        map.end()
    }
}
