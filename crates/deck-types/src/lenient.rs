//! Lenient reading: nulls, strings of digits, and lists that may cost no more than their text justifies.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::DeserializeSeed;
use serde::de::Error;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

use crate::drift::watch;
use crate::json::number_mark::FirstKey;
use crate::named_fields::NamedFields;
use crate::page::limits::Count;
use crate::page::limits::ElementCount;
use crate::page::limits::ListElement;
use crate::wrong_type;

/// Reads a list, and null as the empty one; elements that are structs must be objects.
pub(crate) fn list<'de, T: Deserialize<'de> + ListElement, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    optional_list(deserializer).map(Option::unwrap_or_default)
}

/// Reads a list, and null as none; elements that are structs must be objects.
pub(crate) fn optional_list<'de, T: Deserialize<'de> + ListElement, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    counted_list::<T, ElementCount, D>(deserializer)
}

/// Reads a list, and null as none, and counts the elements.
pub(crate) fn counted_list<'de, T: Deserialize<'de>, C: Count<T>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    let list = Option::<List<T, C>>::deserialize(deserializer)?;
    Ok(list.map(|list| list.elements))
}

struct List<T, C> {
    elements: Vec<T>,
    count: PhantomData<C>,
}

impl<'de, T: Deserialize<'de>, C: Count<T>> Deserialize<'de> for List<T, C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T, C>(PhantomData<(T, C)>);

impl<'de, T: Deserialize<'de>, C: Count<T>> Visitor<'de> for ListVisitor<T, C> {
    type Value = List<T, C>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Self::Value, A::Error> {
        let _place = watch::enter_elements();
        let mut elements = Vec::new();
        while source
            .next_element_seed(Append::<T, C>(&mut elements, PhantomData))?
            .is_some()
        {}
        Ok(List {
            elements,
            count: PhantomData,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        wrong_type::object(object, &self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        wrong_type::text(text, &self)
    }
}

/// Reads an element to the end of a list, which is filled in place: elements may be large.
struct Append<'a, T, C>(&'a mut Vec<T>, PhantomData<C>);

impl<'de, T: Deserialize<'de>, C: Count<T>> DeserializeSeed<'de> for Append<'_, T, C> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self(elements, _) = self;
        if elements.len() == elements.capacity() {
            elements.reserve_exact(C::room_behind(elements.len()));
        }
        elements.push(T::deserialize(NamedFields(deserializer))?);
        elements.last().map_or(Ok(()), C::count)
    }
}

/// Reads a value that is there, so that a null which was sent differs from a field which was not.
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Reads a whole number, a string of its digits, or null.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    deserializer.deserialize_any(NumberVisitor)
}

struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Option<u64>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a whole number, not negative, or its digits in a string")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(number) if digits_only => Ok(Some(number)),
            _ => wrong_type::text_value(text, &self),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        wrong_type::list(list, &self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        match object.next_key::<FirstKey>()? {
            Some(key) if key.is_number_mark => self.visit_str(&object.next_value::<String>()?),
            Some(_) => {
                object.next_value::<IgnoredAny>()?;
                wrong_type::object(object, &self)
            }
            None => wrong_type::object(object, &self),
        }
    }
}

/// Reads true, false, or null.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    deserializer.deserialize_any(FlagVisitor)
}

struct FlagVisitor;

impl<'de> Visitor<'de> for FlagVisitor {
    type Value = Option<bool>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a boolean")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Some(flag))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        wrong_type::text(text, &self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        wrong_type::list(list, &self)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        wrong_type::object(object, &self)
    }
}
