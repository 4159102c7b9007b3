//! Numbers as `serde_json` hands them over when its feature `arbitrary_precision` is on.
//!
//! Features hold for a whole program, so any crate in it can turn this one on. A number is then an object
//! with one member, whose key is a mark of `serde_json` and whose value is the text of the number. The mark
//! is private; what can be asked is whether a number can be read from it.

use std::fmt;
use std::iter;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;
use serde::de::Visitor;
use serde::de::value;
use serde::de::value::MapDeserializer;
use serde_json::Number;

/// Returns whether a key is the mark; never so when the feature is off.
pub(super) fn is_number_mark(key: &str) -> bool {
    let marked = MapDeserializer::<_, value::Error>::new(iter::once((key, "0")));
    Number::deserialize(marked).is_ok()
}

/// The first key of an object that may be a number.
pub(crate) struct FirstKey {
    pub(crate) is_number_mark: bool,
}

impl<'de> Deserialize<'de> for FirstKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(FirstKeyVisitor)
    }
}

struct FirstKeyVisitor;

impl Visitor<'_> for FirstKeyVisitor {
    type Value = FirstKey;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<FirstKey, E> {
        Ok(FirstKey {
            is_number_mark: is_number_mark(key),
        })
    }
}
