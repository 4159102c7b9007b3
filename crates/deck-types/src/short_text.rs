//! A text that is short as a rule, and then takes no memory of its own.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::Hash;
use std::hash::Hasher;
use std::ops::Deref;
use std::str;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error;
use serde::de::Visitor;

/// A text that stands in the value itself where it has at most [`ROOM`] bytes, and on the heap otherwise.
///
/// A page of a hundred runs has nine hundred ids, timestamps and kinds, and to allocate each takes about a
/// tenth of the time that it takes to read the page.
#[derive(Clone)]
pub(crate) struct ShortText(Place);

#[derive(Clone)]
enum Place {
    Inline(Inline),
    Boxed(Box<str>),
}

/// The bytes come first, where they are aligned: the standard library checks aligned ones several at a time.
#[derive(Clone)]
#[repr(C)]
struct Inline {
    bytes: [u8; ROOM],
    length: u8,
    mark: Mark,
}

/// The byte by which the compiler tells the two places apart.
#[derive(Clone)]
#[repr(u8)]
enum Mark {
    Inline,
}

/// As much as fits beside a length and the mark into the size of a `String`: the timestamps of the API's
/// documentation have 20 bytes.
const ROOM: usize = 22;

impl ShortText {
    #[inline]
    pub(crate) fn new(text: &str) -> Self {
        let mut bytes = [0; ROOM];
        Self(match bytes.get_mut(..text.len()) {
            Some(room) => {
                room.copy_from_slice(text.as_bytes());
                Place::Inline(Inline {
                    bytes,
                    length: text.len() as u8,
                    mark: Mark::Inline,
                })
            }
            None => Place::Boxed(text.into()),
        })
    }

    #[expect(clippy::expect_used, reason = "the bytes are those of a `str`")]
    pub(crate) fn as_str(&self) -> &str {
        match &self.0 {
            Place::Inline(Inline { bytes, length, .. }) => {
                let bytes = &bytes[..usize::from(*length)];
                str::from_utf8(bytes).expect("the bytes of a text are UTF-8")
            }
            Place::Boxed(text) => text,
        }
    }
}

impl Deref for ShortText {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for ShortText {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for ShortText {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for ShortText {}

impl PartialOrd for ShortText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ShortText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other)
    }
}

impl Hash for ShortText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for ShortText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), formatter)
    }
}

impl Serialize for ShortText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for ShortText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = ShortText;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(ShortText::new(text))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Place;
    use super::ShortText;

    #[test]
    fn a_text_is_the_same_whether_it_fits_or_not() {
        for length in [0, 1, 21, 22, 23, 300] {
            let text = "a".repeat(length);
            let short = ShortText::new(&text);
            assert_eq!(short.as_str(), text);
            assert_eq!(matches!(short.0, Place::Inline(_)), length <= 22);
            let json = serde_json::to_string(&short).unwrap();
            assert_eq!(serde_json::from_str::<ShortText>(&json).unwrap(), short);
        }
    }

    #[test]
    fn what_has_several_bytes_a_character_is_cut_nowhere() {
        let text = "é".repeat(11);
        assert_eq!(ShortText::new(&text).as_str(), text);
        assert_eq!(ShortText::new("ééééééééééé!").as_str(), "ééééééééééé!");
    }

    #[test]
    fn order_and_hash_are_those_of_the_text() {
        let long = "b".repeat(40);
        let mut texts = ["", "a", &long, "c"].map(ShortText::new);
        texts.reverse();
        texts.sort();
        assert_eq!(
            texts.each_ref().map(ShortText::as_str),
            ["", "a", &long, "c"]
        );
        assert!(HashSet::from(texts).contains(long.as_str()));
    }

    #[test]
    fn it_takes_no_more_than_a_string() {
        assert_eq!(size_of::<ShortText>(), size_of::<String>());
        assert_eq!(size_of::<Option<ShortText>>(), size_of::<String>());
    }
}
