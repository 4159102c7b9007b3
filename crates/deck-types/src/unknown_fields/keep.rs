//! Puts aside what a derived implementation passes over.
//!
//! Such an implementation reads a key, compares it with the names of its fields, and has the value of one
//! that is not among them ignored. So whoever stands between it and the reader learns of an unknown field by
//! the request for a value that takes no memory, and needs to have noted no more than the key: the values of
//! known fields are read as if nobody stood there.

use std::fmt;

use serde::Deserializer;
use serde::de::DeserializeSeed;
use serde::de::Error;
use serde::de::IntoDeserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde::forward_to_deserialize_any;

use super::UnknownFields;
use crate::drift::watch;
use crate::json::Json;
use crate::wrong_type;

/// A deserializer for one struct, which must be an object, that keeps the fields which the struct ignores.
pub(crate) struct KeepUnknown<'a, D> {
    deserializer: D,
    unknown: &'a mut UnknownFields,
    always_present: &'static [&'static str],
}

impl<'a, D> KeepUnknown<'a, D> {
    pub(crate) fn new(deserializer: D, unknown: &'a mut UnknownFields) -> Self {
        Self {
            deserializer,
            unknown,
            always_present: &[],
        }
    }

    /// Sets the fields whose absence is drift. Default: none. There are at most 32.
    pub(crate) fn with_always_present(self, always_present: &'static [&'static str]) -> Self {
        Self {
            always_present,
            ..self
        }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for KeepUnknown<'_, D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let mut value = None;
        let visitor = StructVisitor {
            visitor,
            unknown: self.unknown,
            value: &mut value,
            always_present: self.always_present,
        };
        watch::unless_it_fails(|| self.deserializer.deserialize_struct(name, fields, visitor))?;
        value.ok_or_else(|| D::Error::custom("nothing was read"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserializer.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// Puts the struct where it is wanted: one of five hundred bytes that is handed through all layers of a
/// reader is copied by each.
struct StructVisitor<'a, V, T> {
    visitor: V,
    unknown: &'a mut UnknownFields,
    value: &'a mut Option<T>,
    always_present: &'static [&'static str],
}

impl<'de, V: Visitor<'de>> Visitor<'de> for StructVisitor<'_, V, V::Value> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(formatter)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<(), A::Error> {
        let mut watched = watch::is_on().then(|| Presence::new(self.always_present));
        let object = Object {
            object,
            key: Key::default(),
            unknown: self.unknown,
            watched: watched.as_mut(),
        };
        *self.value = Some(self.visitor.visit_map(object)?);
        if let Some(presence) = watched {
            presence.absent().for_each(watch::note_absent_field);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        wrong_type::list(list, &self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        wrong_type::text(text, &self)
    }
}

/// The members of the object, of which the struct sees all.
struct Object<'a, 'de, A> {
    object: A,
    key: Key<'de>,
    unknown: &'a mut UnknownFields,
    /// Where drift is watched for.
    watched: Option<&'a mut Presence>,
}

/// Which of the fields that are always present were there.
struct Presence {
    expected: &'static [&'static str],
    /// One bit for each of them.
    seen: u32,
}

impl Presence {
    fn new(expected: &'static [&'static str]) -> Self {
        Self { expected, seen: 0 }
    }

    fn see(&mut self, name: &str) {
        if let Some(place) = self.expected.iter().position(|expected| *expected == name) {
            self.seen |= bit(place);
        }
    }

    fn absent(&self) -> impl Iterator<Item = &'static str> {
        let places = self.expected.iter().copied().enumerate();
        places.filter_map(|(place, name)| (self.seen & bit(place) == 0).then_some(name))
    }
}

fn bit(place: usize) -> u32 {
    1_u32.wrapping_shl(u32::try_from(place).unwrap_or_default())
}

/// The key that was read last.
#[derive(Default)]
struct Key<'de> {
    borrowed: Option<&'de str>,
    copied: String,
}

impl Key<'_> {
    fn name(&self) -> &str {
        self.borrowed.unwrap_or(&self.copied)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Object<'_, 'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let key = &mut self.key;
        self.object.next_key_seed(NotedKey { inner: seed, key })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        let Self {
            object,
            key,
            unknown,
            watched,
        } = self;
        let read = || match is_ignored::<V::Value>() {
            false => object.next_value_seed(seed),
            true => {
                let value: Json = object.next_value()?;
                watch::note_unknown_field(value.as_str());
                unknown.push(key.name(), value.as_str());
                seed.deserialize(().into_deserializer())
            }
        };
        match watched {
            None => read(),
            Some(presence) => {
                presence.see(key.name());
                watch::within_member(key.name(), read)
            }
        }
    }

    fn size_hint(&self) -> Option<usize> {
        self.object.size_hint()
    }
}

/// Returns whether a derived implementation that reads such a value passes it over. The value of a field
/// takes memory; what is left of one that is passed over takes none.
const fn is_ignored<T>() -> bool {
    size_of::<T>() == 0
}

/// Reads a key and notes it: as a seed, as the deserializer given to that seed, and as the visitor of that.
struct NotedKey<'a, 'de, I> {
    inner: I,
    key: &'a mut Key<'de>,
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for NotedKey<'_, 'de, K> {
    type Value = K::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<K::Value, D::Error> {
        self.inner.deserialize(NotedKey {
            inner: deserializer,
            key: self.key,
        })
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for NotedKey<'_, 'de, D> {
    type Error = D::Error;

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_identifier(NotedKey {
            inner: visitor,
            key: self.key,
        })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_identifier(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for NotedKey<'_, 'de, V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(formatter)
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<V::Value, E> {
        self.key.borrowed = Some(key);
        self.inner.visit_borrowed_str(key)
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<V::Value, E> {
        if key.len() > LONGEST_COPY {
            return Err(E::custom("name of a field is too long"));
        }
        self.key.borrowed = None;
        self.key.copied.clear();
        self.key.copied.push_str(key);
        self.inner.visit_str(key)
    }
}

/// How long a key may be that cannot be borrowed, as one with escapes cannot: the buffer in which it was put
/// together may be twice as long, and keeps its memory until all is read.
const LONGEST_COPY: usize = 64 * 1024;
