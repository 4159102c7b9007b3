//! The members of an object, as one text.
//!
//! A name and a value of its own for each of them would take ten times the text of a short one, and a hostile
//! server sends short ones.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;

/// The compact text of an object that has at least one member, or that is about to get it.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct MembersText(String);

impl MembersText {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Appends a member, whose value is the text of one JSON value.
    pub(super) fn push(&mut self, name: &str, value: &str) {
        let separator = if self.0.pop().is_some() { "," } else { "{" };
        let name = quoted(name);
        self.reserve(separator.len() + name.len() + ":".len() + value.len() + "}".len());
        self.0.push_str(separator);
        self.0.push_str(&name);
        self.0.push(':');
        self.0.push_str(value);
        self.0.push('}');
    }

    /// Makes room for one more member. The first is often the last. Where there are many, they get room for a
    /// quarter more: twice as much would double what hostile ones cost.
    fn reserve(&mut self, more: usize) {
        if self.0.capacity() - self.0.len() < more {
            self.0.reserve_exact(more.max(self.0.len() / 4));
        }
    }

    /// Returns how much of the memory is justified by the text that it takes to send the members.
    pub(super) fn least_text(&self) -> usize {
        let room = self.0.capacity() - self.0.len();
        self.0.len().saturating_sub(room + size_of::<Self>())
    }
}

/// Shows each member of the text of an object, until `visit` fails.
pub(super) fn visit_members<'a, E>(
    text: &'a str,
    visit: impl FnMut(Cow<'a, str>, &'a RawValue) -> Result<(), E>,
) -> Result<(), E> {
    let mut visitor = MembersVisitor {
        visit,
        failed: None,
    };
    let read = serde_json::Deserializer::from_str(text).deserialize_map(&mut visitor);
    let failed = visitor.failed;
    debug_assert!(
        read.is_ok() || failed.is_some(),
        "the text is an object: {read:?}"
    );
    failed.map_or(Ok(()), Err)
}

struct MembersVisitor<F, E> {
    visit: F,
    failed: Option<E>,
}

#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de, F, E> Visitor<'de> for &mut MembersVisitor<F, E>
where
    F: FnMut(Cow<'de, str>, &'de RawValue) -> Result<(), E>,
{
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = object.next_key()? {
            if let Err(error) = (self.visit)(name, object.next_value()?) {
                self.failed = Some(error);
                return Err(A::Error::custom("visit failed"));
            }
        }
        Ok(())
    }
}

#[expect(
    clippy::expect_used,
    reason = "writing a text into memory has nothing that could fail"
)]
fn quoted(name: &str) -> String {
    serde_json::to_string(name).expect("a text can be written")
}
