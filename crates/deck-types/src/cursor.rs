//! The opaque cursor that continues a listing.

use std::borrow::Cow;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;

use crate::text_newtype::text_newtype;

/// A text the server gave as `next_cursor`, to be sent back as `cursor`.
///
/// It is opaque: what looks like structure inside belongs to Deck. It converts, compares and hashes like an
/// id, but for one thing: a text becomes a cursor by `TryFrom` or `parse`, because an empty one is refused. A
/// server takes it for none, so that a listing that goes on from it begins again at the start.
///
/// # Examples
///
/// A cursor that exists is not empty:
///
/// ```
/// use deck_types::Cursor;
/// use deck_types::EmptyCursor;
///
/// let cursor = Cursor::try_from("eyJpZCI6MX0")?;
/// assert_eq!(cursor, "eyJpZCI6MX0");
/// assert_eq!(cursor.into_string(), "eyJpZCI6MX0");
/// assert_eq!(Cursor::new(""), Err(EmptyCursor));
/// # Ok::<(), EmptyCursor>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Cursor(Box<str>);

/// The error of a cursor without text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, thiserror::Error)]
#[error("cursor is empty; leave it out to begin at the start")]
pub struct EmptyCursor;

impl Cursor {
    /// Wraps a text that is not empty.
    ///
    /// # Errors
    ///
    /// Fails only when the text is empty.
    pub fn new(text: impl Into<Box<str>>) -> Result<Self, EmptyCursor> {
        let text = text.into();
        if text.is_empty() {
            Err(EmptyCursor)
        } else {
            Ok(Self(text))
        }
    }
}

text_newtype!(Cursor, "cursor");

impl TryFrom<&str> for Cursor {
    type Error = EmptyCursor;

    fn try_from(text: &str) -> Result<Self, EmptyCursor> {
        Self::new(text)
    }
}

impl TryFrom<String> for Cursor {
    type Error = EmptyCursor;

    fn try_from(text: String) -> Result<Self, EmptyCursor> {
        Self::new(text)
    }
}

impl TryFrom<Cow<'_, str>> for Cursor {
    type Error = EmptyCursor;

    fn try_from(text: Cow<'_, str>) -> Result<Self, EmptyCursor> {
        Self::new(text)
    }
}

impl FromStr for Cursor {
    type Err = EmptyCursor;

    fn from_str(text: &str) -> Result<Self, EmptyCursor> {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<str>::deserialize(deserializer)?;
        Self::new(text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::collections::HashSet;

    use super::Cursor;
    use super::EmptyCursor;

    #[test]
    fn an_empty_text_is_refused_on_every_way_in() {
        assert_eq!(Cursor::new(""), Err(EmptyCursor));
        assert_eq!(Cursor::try_from(""), Err(EmptyCursor));
        assert_eq!(Cursor::try_from(String::new()), Err(EmptyCursor));
        assert_eq!(Cursor::try_from(Cow::Borrowed("")), Err(EmptyCursor));
        assert_eq!("".parse::<Cursor>(), Err(EmptyCursor));
        assert!(serde_json::from_str::<Cursor>(r#""""#).is_err());
    }

    #[test]
    fn a_cursor_goes_in_and_out_like_an_id() {
        let cursor = Cursor::try_from("abc".to_owned()).unwrap();

        assert_eq!(Cursor::try_from(Cow::Borrowed("abc")), Ok(cursor.clone()));
        assert_eq!("abc".parse(), Ok(cursor.clone()));
        assert_eq!(cursor, "abc");
        assert_eq!(cursor, *"abc");
        assert_eq!(cursor.as_ref(), "abc");
        assert_eq!(format!("{cursor:>5}|{cursor:?}"), r#"  abc|Cursor("abc")"#);
        assert!(HashSet::from([cursor.clone()]).contains("abc"));
        assert_eq!(cursor.into_string(), "abc");
    }
}
