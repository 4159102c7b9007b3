//! Reads a payload wherever serde lets it stand: as the exact text, or written anew.
//!
//! `serde_json` hands the text of a value over to nobody but its own `RawValue`, which asks for it by the
//! name of a newtype. Where serde buffers (before the tag of an enum is known, for `untagged` and for
//! `flatten`) the one who is asked has no text any more, takes the question for an ordinary newtype and
//! offers the value itself. That is how the two are told apart here.

use std::fmt;
use std::iter;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::de::DeserializeSeed;
use serde::de::Error;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde::de::value::MapDeserializer;
use serde::forward_to_deserialize_any;
use serde_json::Number;
use serde_json::value::RawValue;

use super::number_mark::is_number_mark;

/// Reads the text of one value: as it was received where it is still there, written anew where it is not.
pub(super) fn read_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Box<RawValue>, D::Error> {
    Box::deserialize(Anywhere(deserializer))
}

/// A deserializer that a `RawValue` can be read from although it has only the value.
struct Anywhere<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Anywhere<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0
            .deserialize_newtype_struct(name, TextOrValue { name, visitor })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct TextOrValue<V> {
    name: &'static str,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for TextOrValue<V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(formatter)
    }

    /// Takes the exact text.
    fn visit_map<A: MapAccess<'de>>(self, text: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(text)
    }

    /// Takes the value, and offers its text in the form in which `serde_json` does.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        let mut text = String::new();
        value.deserialize_any(WriteAnew(&mut text))?;
        let marked = MapDeserializer::new(iter::once((self.name, text)));
        self.visitor.visit_map(marked)
    }
}

/// Writes a value as compact JSON.
struct WriteAnew<'a>(&'a mut String);

impl WriteAnew<'_> {
    fn scalar<T: Serialize, E: Error>(self, value: T) -> Result<(), E> {
        let text = serde_json::to_string(&value).map_err(E::custom)?;
        self.0.push_str(&text);
        Ok(())
    }

    /// Writes the digits of a number that a text stands for.
    fn number<E: Error>(self, digits: &str) -> Result<(), E> {
        let number: Number = digits.parse().map_err(E::custom)?;
        self.scalar(number)
    }

    fn close(self, is_empty: bool, brackets: &str) {
        self.0.push_str(&brackets[usize::from(!is_empty)..]);
    }
}

impl<'de> DeserializeSeed<'de> for WriteAnew<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for WriteAnew<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.scalar(())
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<(), E> {
        self.scalar(flag)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.scalar(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.scalar(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        if number.is_finite() {
            self.scalar(number)
        } else {
            Err(E::custom("number has no JSON form"))
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.scalar(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut separator = '[';
        loop {
            let place = self.0.len();
            self.0.push(separator);
            if list.next_element_seed(WriteAnew(self.0))?.is_none() {
                self.0.truncate(place);
                break;
            }
            separator = ',';
        }
        self.close(separator == '[', "[]");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let mut separator = '{';
        while let Some(name) = object.next_key::<String>()? {
            if separator == '{' && is_number_mark(&name) {
                return self.number(&object.next_value::<String>()?);
            }
            self.0.push(separator);
            WriteAnew(self.0).scalar(name)?;
            self.0.push(':');
            object.next_value_seed(WriteAnew(self.0))?;
            separator = ',';
        }
        self.close(separator == '{', "{}");
        Ok(())
    }
}
