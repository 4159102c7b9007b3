//! The names that a derived implementation knows, without a list of them.
//!
//! Such an implementation hands the names of its fields to the deserializer, so one that does nothing but
//! note them learns them all, aliases included.

use serde::Deserializer;
use serde::de::Error;
use serde::de::Visitor;
use serde::de::value;
use serde::forward_to_deserialize_any;

/// Returns the names of the fields of the struct that `read` reads.
pub(crate) fn of(
    read: impl FnOnce(KnownNames<'_>) -> Option<value::Error>,
) -> &'static [&'static str] {
    let mut names: &[&str] = &[];
    // That there is nothing to read is no failure here.
    let _ = read(KnownNames(&mut names));
    names
}

/// A deserializer that notes the names of the fields that are wanted of it, and has nothing to read.
pub(crate) struct KnownNames<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for KnownNames<'_> {
    type Error = value::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, value::Error> {
        *self.0 = names;
        self.deserialize_any(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, value::Error> {
        Err(value::Error::custom("there is nothing to read"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
