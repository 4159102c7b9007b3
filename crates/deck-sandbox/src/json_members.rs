//! Replacing members of a JSON object within its text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use deck_types::Json;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;

/// Returns `object` with the values of `members`, and everything else as it is.
///
/// A member that is there more than once gets the new value every time. One that is missing is added behind
/// the last one. Returns nothing when `object` is not an object.
pub(crate) fn replace(object: &Json, members: &BTreeMap<String, Json>) -> Option<Json> {
    let text = object.as_str();
    let Members(present) = object.parse().ok()?;
    let mut missing: BTreeSet<&str> = members.keys().map(String::as_str).collect();
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    for (name, value) in &present {
        missing.remove(name.as_ref());
        let Range { start, end } = range_in(text, value.get())?;
        let new = members.get(name.as_ref());
        result.push_str(text.get(copied..start)?);
        result.push_str(new.map_or(value.get(), Json::as_str));
        copied = end;
    }
    let mut needs_comma = !present.is_empty();
    if !needs_comma {
        result.push('{');
        copied = 1;
    }
    for name in missing {
        if needs_comma {
            result.push(',');
        }
        needs_comma = true;
        result.push_str(Json::encode(name).ok()?.as_str());
        result.push(':');
        result.push_str(members.get(name)?.as_str());
    }
    result.push_str(text.get(copied..)?);
    Json::from_text(result).ok()
}

/// Returns where `part`, which is borrowed from `text`, stands in it.
fn range_in(text: &str, part: &str) -> Option<Range<usize>> {
    let start = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    Some(start..start.checked_add(part.len())?)
}

/// The members of an object, in their order, with repeated names.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Members<'a>, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<Name<'de>, _>()? {
                    members.push((name.0, value));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

/// A name, borrowed unless it has escapes.
#[derive(Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(object: &str, members: &[(&str, &str)], expected: &str) {
        let members = members.iter().map(|(name, value)| {
            let value = Json::from_text(*value).unwrap();
            ((*name).to_owned(), value)
        });

        let result = replace(&Json::from_text(object).unwrap(), &members.collect());

        assert_eq!(result.as_ref().map(Json::as_str), Some(expected));
    }

    #[test]
    fn only_the_value_of_the_member_changes() {
        check(
            r#"{ "a" : 1.10 ,"b":{"a":2}, "z":[1 , 2] }"#,
            &[("a", "3")],
            r#"{ "a" : 3 ,"b":{"a":2}, "z":[1 , 2] }"#,
        );
    }

    #[test]
    fn a_missing_member_is_added_behind_the_last_one() {
        check(
            r#"{"a":1 }"#,
            &[("b", "2"), ("c", "3")],
            r#"{"a":1,"b":2,"c":3 }"#,
        );
        check("{ }", &[("b", "2"), ("c", "3")], r#"{"b":2,"c":3 }"#);
    }

    #[test]
    fn a_repeated_member_changes_every_time() {
        check(
            r#"{"a":1,"b":0,"a":2}"#,
            &[("a", "null")],
            r#"{"a":null,"b":0,"a":null}"#,
        );
    }

    #[test]
    fn a_name_with_escapes_is_found() {
        check(r#"{"\u0061\n":1}"#, &[("a\n", "2")], r#"{"\u0061\n":2}"#);
    }

    #[test]
    fn what_is_no_object_has_no_members() {
        for text in ["[]", "1", "null", "\"{}\""] {
            assert!(replace(&Json::from_text(text).unwrap(), &BTreeMap::new()).is_none());
        }
    }

    proptest! {
        #[test]
        fn no_change_changes_no_byte(
            text in r#"\{( ?"[a-z]{0,3}(\\n)?" ?: ?(1\.10|"x"|\{\}|\[ \]|null) ?,){0,5}"id":1 ?\}"#,
        ) {
            let object = Json::from_text(text).unwrap();

            prop_assert_eq!(replace(&object, &BTreeMap::new()), Some(object));
        }
    }
}
