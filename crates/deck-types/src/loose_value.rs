//! A JSON value of any shape, for bodies that may hold anything.
//!
//! `serde_json::Value` is not for what others send. It takes an object whose only key is the mark that
//! `serde_json` itself makes of a raw value for the value that is written inside the string beside it, so
//! that strings inside strings nest as deep as they like, past the limit that protects the stack.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::Number;

/// A value of any shape. Of a key that stands there twice, the last one counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum LooseValue {
    Text(String),
    /// The digits of a number.
    Number(String),
    List(Vec<Self>),
    Fields(BTreeMap<String, Self>),
    /// Null, true or false: nothing that anything could be read from.
    Bare,
}

impl<'de> Deserialize<'de> for LooseValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = LooseValue;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<LooseValue, E> {
        Ok(LooseValue::Bare)
    }

    fn visit_bool<E>(self, _: bool) -> Result<LooseValue, E> {
        Ok(LooseValue::Bare)
    }

    fn visit_u64<E>(self, number: u64) -> Result<LooseValue, E> {
        Ok(LooseValue::Number(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<LooseValue, E> {
        Ok(LooseValue::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<LooseValue, E> {
        let digits = Number::from_f64(number).map_or_else(String::new, |number| number.to_string());
        Ok(LooseValue::Number(digits))
    }

    fn visit_str<E>(self, text: &str) -> Result<LooseValue, E> {
        Ok(LooseValue::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<LooseValue, E> {
        Ok(LooseValue::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<LooseValue, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(LooseValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<LooseValue, A::Error> {
        let mut fields = BTreeMap::new();
        while let Some((key, value)) = members.next_entry()? {
            fields.insert(key, value);
        }
        Ok(LooseValue::Fields(fields))
    }
}
