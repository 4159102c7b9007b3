//! The members of a JSON object that is the body of a request.

use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeMap;

use crate::change::Change;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::operation::Operation;
use crate::operation::extra_member_error::ExtraMemberError;

/// An operation whose body is an object with a member for each of its fields that is set.
pub(crate) trait Modelled: Operation + Sized {
    /// The keys of the members.
    const KEYS: &'static [&'static str];

    /// Writes the members.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    /// Returns the body.
    ///
    /// # Errors
    ///
    /// Fails when a value of the caller's cannot be written as JSON.
    fn to_body(&self) -> Result<Option<Json>, JsonError> {
        Json::encode(&Body(self)).map(Some)
    }
}

/// Gives an operation its body: a table of keys and fields, in the order in which they are written.
///
/// The type of a field says when its member is absent; see [`MemberField`]. `..extra` writes the members that
/// the caller names behind the others.
macro_rules! members {
    ($operation:ident { $($key:literal => $field:ident),+ $(, ..$extra:ident)? $(,)? }) => {
        impl $crate::operation::members::Modelled for $operation {
            const KEYS: &'static [&'static str] = &[$($key),+];

            fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                $($crate::operation::members::MemberField::write(&self.$field, $key, map)?;)+
                $(self.$extra.write(map)?;)?
                Ok(())
            }
        }
    };
}

pub(crate) use members;

/// A field that is a member of the body.
pub(crate) trait MemberField {
    /// Writes the member, or nothing where it is absent.
    fn write<M: SerializeMap>(&self, key: &'static str, map: &mut M) -> Result<(), M::Error>;
}

/// What is not set is absent.
impl<T: Serialize> MemberField for Option<T> {
    fn write<M: SerializeMap>(&self, key: &'static str, map: &mut M) -> Result<(), M::Error> {
        match self {
            Some(value) => map.serialize_entry(key, value),
            None => Ok(()),
        }
    }
}

impl<T: Serialize> MemberField for Change<T> {
    fn write<M: SerializeMap>(&self, key: &'static str, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Keep => Ok(()),
            Self::Clear => map.serialize_entry(key, &()),
            Self::Set(value) => map.serialize_entry(key, value),
        }
    }
}

/// Makes types the fields of members that are always there.
macro_rules! required_member {
    ($($field:ty),+ $(,)?) => {
        $(impl MemberField for $field {
            fn write<M: SerializeMap>(&self, key: &'static str, map: &mut M) -> Result<(), M::Error> {
                map.serialize_entry(key, self)
            }
        })+
    };
}

required_member!(
    String,
    Members,
    crate::id::AgentId,
    crate::id::SourceId,
    crate::source::source_type::SourceType,
    crate::source::website::Website,
);

struct Body<'a, O>(&'a O);

impl<O: Modelled> Serialize for Body<'_, O> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.write(&mut map)?;
        map.end()
    }
}

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

    /// Sets a member of the body of `O`, unless the operation has a field for the key.
    ///
    /// # Errors
    ///
    /// Fails only when it has.
    pub(crate) fn set_extra<O: Modelled>(
        &mut self,
        key: String,
        value: Json,
    ) -> Result<(), ExtraMemberError> {
        ExtraMemberError::check(O::NAME, O::KEYS, &key)?;
        self.set(key, value);
        Ok(())
    }

    /// Returns the keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// Writes the members into an object.
    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.0
            .iter()
            .try_for_each(|(key, value)| map.serialize_entry(key, value))
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        self.write(&mut map)?;
        map.end()
    }
}
