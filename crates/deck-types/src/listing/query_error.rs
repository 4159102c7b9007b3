//! Why a text is not the query of a listing, or parameters cannot be sent as one.

use std::fmt;

use crate::listing::page_size::PageSizeError;
use crate::timestamp::Timestamp;
use crate::timestamp::timestamp_error::TimestampError;

/// How many characters of a value an error message shows; the value itself is kept whole.
const SHOWN_CHARACTERS: usize = 80;

/// The first thing that is wrong with a query, with the key and the value it stands at.
///
/// Keys and values are decoded, but for [`InvalidEscape`](Self::InvalidEscape) and
/// [`InvalidUtf8`](Self::InvalidUtf8), which keep them as they were received.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The endpoint has no such parameter.
    #[error("unknown parameter {} with value {}", Shown(key), Shown(value))]
    UnknownKey {
        /// The key that is not known.
        key: String,
        /// Its value.
        value: String,
    },
    /// A parameter that takes one value stands there twice.
    #[error(
        "second value {} for parameter {}, which takes one",
        Shown(value),
        Shown(key)
    )]
    DuplicateKey {
        /// The repeated key.
        key: String,
        /// Its second value.
        value: String,
    },
    /// A `%` is not followed by two hexadecimal digits.
    #[error("broken percent escape in {}={}", Shown(key), Shown(value))]
    InvalidEscape {
        /// The key, as received.
        key: String,
        /// The value, as received.
        value: String,
    },
    /// The escapes stand for bytes that are not UTF-8.
    #[error("escapes in {}={} are not UTF-8", Shown(key), Shown(value))]
    InvalidUtf8 {
        /// The key, as received.
        key: String,
        /// The value, as received.
        value: String,
    },
    /// The page size is not a number from 1 to 100.
    #[error(
        "value {} of parameter {} is not a page size",
        Shown(value),
        Shown(key)
    )]
    InvalidPageSize {
        /// The key.
        key: String,
        /// The value that is no page size.
        value: String,
        /// What is wrong with it.
        #[source]
        reason: PageSizeError,
    },
    /// A bound of the time window stands for no instant.
    #[error(
        "value {} of parameter {} is not a timestamp",
        Shown(value),
        Shown(key)
    )]
    InvalidTimestamp {
        /// The key.
        key: String,
        /// The value that is no timestamp.
        value: String,
        /// What is wrong with it.
        #[source]
        reason: TimestampError,
    },
    /// `cursor`, `starting_after` or `ending_before` has no text: the server would begin again at the start.
    #[error("parameter {} is empty", Shown(key))]
    EmptyCursor {
        /// The key without a value.
        key: String,
    },
    /// Two parameters each say where the page begins.
    #[error(
        "parameters {}={} and {}={} exclude each other",
        Shown(first_key),
        Shown(first_value),
        Shown(key),
        Shown(value)
    )]
    ConflictingPositions {
        /// The key that came first.
        first_key: String,
        /// The value of that key.
        first_value: String,
        /// The key that conflicts with it.
        key: String,
        /// The value of the second key.
        value: String,
    },
    /// The window ends before it begins, so that no run can be in it.
    #[error("created_after {created_after} is later than created_before {created_before}")]
    InvertedWindow {
        /// The beginning of the window.
        created_after: Timestamp,
        /// The end of the window.
        created_before: Timestamp,
    },
}

impl QueryError {
    /// Returns the key of the parameter at fault; `created_after` for an inverted window.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::UnknownKey { key, .. }
            | Self::DuplicateKey { key, .. }
            | Self::InvalidEscape { key, .. }
            | Self::InvalidUtf8 { key, .. }
            | Self::InvalidPageSize { key, .. }
            | Self::InvalidTimestamp { key, .. }
            | Self::EmptyCursor { key }
            | Self::ConflictingPositions { key, .. } => key,
            Self::InvertedWindow { .. } => "created_after",
        }
    }

    /// Returns the value of the parameter at fault; empty for an empty cursor.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Self::UnknownKey { value, .. }
            | Self::DuplicateKey { value, .. }
            | Self::InvalidEscape { value, .. }
            | Self::InvalidUtf8 { value, .. }
            | Self::InvalidPageSize { value, .. }
            | Self::InvalidTimestamp { value, .. }
            | Self::ConflictingPositions { value, .. } => value,
            Self::EmptyCursor { .. } => "",
            Self::InvertedWindow { created_after, .. } => created_after.as_str(),
        }
    }
}

/// A text of any length and content, fit for one line of a message.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN_CHARACTERS) {
            Some((end, _)) => write!(formatter, "{:?}…", &self.0[..end]),
            None => write!(formatter, "{:?}", self.0),
        }
    }
}
