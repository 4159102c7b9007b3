//! Structs are read from objects, never from arrays.
//!
//! Derived implementations take an array for a struct that is written without its keys, its fields in their
//! order. In what Deck sends that is a mistake, and a run must not be made of it.

use std::fmt;

use serde::Deserializer;
use serde::de::Error;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

use crate::pass_on::pass_on;
use crate::wrong_type;

/// A deserializer that refuses an array where a struct is wanted, and is the one inside in all else.
///
/// It is about the value itself; the values inside of it are read as ever.
pub(crate) struct NamedFields<D>(pub(crate) D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for NamedFields<D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(ObjectVisitor(visitor))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_ignored_any(visitor)
    }

    pass_on!(0);
}

/// A visitor that accepts nothing but an object.
struct ObjectVisitor<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for ObjectVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(formatter)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        wrong_type::list(list, &self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        wrong_type::text(text, &self)
    }
}
