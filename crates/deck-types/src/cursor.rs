//! The opaque cursor that continues a listing.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;

/// A text the server gave as `next_cursor`, to be sent back as `cursor`.
///
/// It is opaque and never empty: what looks like structure inside belongs to Deck.
///
/// # Examples
///
/// A cursor that exists is not empty:
///
/// ```
/// use deck_types::Cursor;
/// use deck_types::EmptyCursor;
///
/// assert_eq!(Cursor::new("eyJpZCI6MX0")?.as_str(), "eyJpZCI6MX0");
/// assert_eq!(Cursor::new(""), Err(EmptyCursor));
/// # Ok::<(), EmptyCursor>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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

    /// Returns the cursor's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl AsRef<str> for Cursor {
    fn as_ref(&self) -> &str {
        &self.0
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
