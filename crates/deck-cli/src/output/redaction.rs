//! Members of an item that are not for logs, taken out of its JSON text.

use std::borrow::Cow;
use std::fmt;
use std::io;

use deck_types::Json;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;

use crate::output::ItemWriter;

/// What stands in the place of a value that is not shown.
const REDACTED: &str = "\"[redacted]\"";

/// A member of an item that is not for logs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SecretMember {
    name: &'static str,
    /// The members of its value that are shown all the same.
    shown: &'static [&'static str],
}

impl SecretMember {
    /// Names a member of which nothing is shown but the names of its own members.
    pub(crate) const fn whole(name: &'static str) -> Self {
        Self { name, shown: &[] }
    }

    /// Names a member of which only these members are shown.
    pub(crate) const fn but_for(name: &'static str, shown: &'static [&'static str]) -> Self {
        Self { name, shown }
    }
}

/// Writes items without their secrets.
pub(crate) struct Redacting<W> {
    writer: W,
    secrets: &'static [SecretMember],
}

impl<W> Redacting<W> {
    /// Wraps the writer of the items.
    pub(crate) fn new(writer: W, secrets: &'static [SecretMember]) -> Self {
        Self { writer, secrets }
    }
}

impl<W: ItemWriter<Json>> ItemWriter<Json> for Redacting<W> {
    fn write(&mut self, item: &Json) -> io::Result<()> {
        let item = redacted(item, self.secrets)?;
        self.writer.write(&item)
    }

    fn pause(&mut self) -> io::Result<()> {
        self.writer.pause()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.writer.finish()
    }

    fn break_off(&mut self) -> io::Result<()> {
        self.writer.break_off()
    }
}

/// Returns the text with the secrets replaced; a text without any is the one received, to the byte.
pub(crate) fn redacted<'a>(item: &'a Json, secrets: &[SecretMember]) -> io::Result<Cow<'a, Json>> {
    if secrets.is_empty() {
        return Ok(Cow::Borrowed(item));
    }
    let Ok(Members(members)) = item.parse() else {
        return Ok(Cow::Borrowed(item));
    };
    let secret = |name: &str| secrets.iter().find(|secret| secret.name == name);
    if !members.iter().any(|(name, _)| secret(name).is_some()) {
        return Ok(Cow::Borrowed(item));
    }
    let text = object(&members, |name, value| match secret(name) {
        Some(secret) => redacted_value(value, secret.shown),
        None => Cow::Borrowed(value),
    });
    Json::from_text(text)
        .map(Cow::Owned)
        .map_err(io::Error::other)
}

/// Returns an object with all values but those of the members that are shown replaced; any other value
/// replaced as a whole, unless it is null.
fn redacted_value<'a>(value: &'a str, shown: &[&str]) -> Cow<'a, str> {
    match serde_json::from_str(value) {
        Ok(Members(members)) => Cow::Owned(object(&members, |name, value| {
            if shown.contains(&name) {
                Cow::Borrowed(value)
            } else {
                Cow::Borrowed(REDACTED)
            }
        })),
        Err(_) if value == "null" => Cow::Borrowed(value),
        Err(_) => Cow::Borrowed(REDACTED),
    }
}

/// Writes an object with each value as `write` has it.
fn object<'a>(
    members: &[(Cow<'a, str>, &'a RawValue)],
    write: impl Fn(&str, &'a str) -> Cow<'a, str>,
) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| {
            let key = serde_json::Value::from(&**name);
            format!("{key}:{}", write(name, value.get()))
        })
        .collect();
    format!("{{{}}}", members.join(","))
}

/// The members of an object in their order, each value as its exact text.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor).map(Members)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
            members.push((Cow::Owned(name), value));
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRETS: &[SecretMember] = &[
        SecretMember::whole("auth_credentials"),
        SecretMember::but_for("webhook", &["url"]),
    ];

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let item = Json::from_text(text).unwrap();
        assert_eq!(redacted(&item, SECRETS).unwrap().as_str(), expected);
    }

    #[test]
    fn what_has_no_secret_stays_to_the_byte() {
        check(r#"{ "id": "x", "n": 1.50 }"#, r#"{ "id": "x", "n": 1.50 }"#);
        check("[1, 2]", "[1, 2]");
    }

    #[test]
    fn secrets_are_replaced_and_the_rest_keeps_order_and_digits() {
        check(
            r#"{"n": 1.50, "webhook": {"url": "u", "secret": "s"}, "auth_credentials": {"a": 1}, "z": 1e2}"#,
            concat!(
                r#"{"n":1.50,"webhook":{"url":"u","secret":"[redacted]"},"#,
                r#""auth_credentials":{"a":"[redacted]"},"z":1e2}"#
            ),
        );
    }

    #[test]
    fn a_secret_of_any_shape_and_however_its_key_is_written_is_replaced() {
        check(
            r#"{"auth\u005fcredentials":"s","webhook":["s"],"auth_credentials":null}"#,
            r#"{"auth_credentials":"[redacted]","webhook":"[redacted]","auth_credentials":null}"#,
        );
    }

    #[test]
    fn a_key_cannot_break_out_of_its_place() {
        check(
            r#"{"a\":1,\"b":2,"webhook":1}"#,
            r#"{"a\":1,\"b":2,"webhook":"[redacted]"}"#,
        );
    }
}
