//! Why a text is not the query of a listing, or parameters cannot be sent as one.

use std::fmt;

use crate::listing::filter_value_error::FilterValueError;
use crate::listing::nearest_key::nearest_key;
use crate::listing::page_size::PageSize;
use crate::listing::page_size::PageSizeError;
use crate::quoted::Quoted;
use crate::timestamp::Timestamp;
use crate::timestamp::timestamp_error::TimestampError;

/// The first thing that is wrong with a query, with the key and the value it stands at.
///
/// The message says what is wrong, where, and what to write instead. It is one line of bounded length,
/// whatever the query holds; [`key`](Self::key) and [`value`](Self::value) are whole.
///
/// Keys and values are decoded, but for [`InvalidEscape`](Self::InvalidEscape),
/// [`InvalidUtf8`](Self::InvalidUtf8) and [`RawDelimiter`](Self::RawDelimiter), which keep them as they were
/// received.
///
/// # Examples
///
/// ```
/// use deck_types::{ListTaskRuns, PageRequest};
///
/// let refused = |query| PageRequest::<ListTaskRuns>::from_query(query).unwrap_err().to_string();
///
/// assert_eq!(
///     refused("limit=0"),
///     r#"value "0" of parameter "limit" is not a page size; give a whole number from 1 to 100"#,
/// );
/// assert_eq!(
///     refused("statuses=failed"),
///     r#"unknown parameter "statuses" with value "failed"; did you mean "status"?"#,
/// );
/// ```
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The endpoint has no such parameter. [`QueryReader::skip_keys`] passes over those that are named to it,
    /// and [`QueryReader::skip_unknown_keys`] over all.
    ///
    /// [`QueryReader::skip_keys`]: crate::QueryReader::skip_keys
    /// [`QueryReader::skip_unknown_keys`]: crate::QueryReader::skip_unknown_keys
    #[error(
        "unknown parameter {} with value {}; {}",
        Quoted(key),
        Quoted(value),
        Suggestion { key, known }
    )]
    UnknownKey {
        /// The key that is not known.
        key: String,
        /// Its value.
        value: String,
        /// The keys that would be known.
        known: Vec<&'static str>,
    },
    /// A parameter that takes one value stands there twice.
    #[error(
        "second value {} for parameter {}, which takes one; keep one of them",
        Quoted(value),
        Quoted(key)
    )]
    DuplicateKey {
        /// The repeated key.
        key: String,
        /// Its second value.
        value: String,
    },
    /// The text is more than a query, such as a path with its query or a whole URL: there is a `?` in a key,
    /// or a `#` anywhere. No reader passes over it, because the filter behind it would be lost.
    #[error(
        "parameter {}={} has a raw {delimiter}; {}",
        Quoted(key),
        Quoted(value),
        OnlyTheQuery(*delimiter)
    )]
    RawDelimiter {
        /// The key, as received.
        key: String,
        /// The value, as received.
        value: String,
        /// What is not part of a query: `?` or `#`.
        delimiter: char,
    },
    /// A parameter that cannot be left out is absent.
    #[error("parameter {} is missing; add {key}=…", Quoted(key))]
    MissingKey {
        /// The absent key.
        key: &'static str,
    },
    /// A `%` is not followed by two hexadecimal digits.
    #[error(
        "broken percent escape in {}={}; write a percent sign as %25",
        Quoted(key),
        Quoted(value)
    )]
    InvalidEscape {
        /// The key, as received.
        key: String,
        /// The value, as received.
        value: String,
    },
    /// The escapes stand for bytes that are not UTF-8.
    #[error(
        "escapes in {}={} are not UTF-8; escape the bytes of UTF-8, such as %C3%A9 for é",
        Quoted(key),
        Quoted(value)
    )]
    InvalidUtf8 {
        /// The key, as received.
        key: String,
        /// The value, as received.
        value: String,
    },
    /// The page size is not a number from 1 to 100.
    #[error(
        "value {} of parameter {} is not a page size; give a whole number from {} to {}",
        Quoted(value),
        Quoted(key),
        PageSize::MIN,
        PageSize::MAX
    )]
    InvalidPageSize {
        /// The key.
        key: String,
        /// The value that is no page size.
        value: String,
        /// What is wrong with it.
        reason: PageSizeError,
    },
    /// A bound of the time window stands for no instant.
    #[error(
        "value {} of parameter {} is not a timestamp: {}",
        Quoted(value),
        Quoted(key),
        reason.reason_and_remedy()
    )]
    InvalidTimestamp {
        /// The key.
        key: String,
        /// The value that is no timestamp.
        value: String,
        /// What is wrong with it.
        reason: TimestampError,
    },
    /// A value of a filter is not of the form that the filter takes, such as `yes` for a flag.
    #[error(
        "value {} of parameter {} cannot be read; give {expected}",
        Quoted(value),
        Quoted(key)
    )]
    InvalidValue {
        /// The key.
        key: String,
        /// The value that cannot be read.
        value: String,
        /// The form of such values, such as `true or false`.
        expected: &'static str,
    },
    /// `cursor`, `starting_after` or `ending_before` has no text: the server would begin again at the start.
    #[error(
        "parameter {} is empty; leave it out to begin at the start",
        Quoted(key)
    )]
    EmptyCursor {
        /// The key without a value.
        key: String,
    },
    /// The text of a stored listing, which begins with its first page, has a position.
    #[error(
        "parameter {}={} is a position, which a stored listing does not have; a resume token carries one",
        Quoted(key),
        Quoted(value)
    )]
    NoPosition {
        /// The key of the position.
        key: String,
        /// The value of that key.
        value: String,
    },
    /// Two parameters each say where the page begins.
    #[error(
        "parameters {}={} and {}={} exclude each other; keep the one at which the page begins",
        Quoted(first_key),
        Quoted(first_value),
        Quoted(key),
        Quoted(value)
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
    #[error(
        "created_after {} is later than created_before {}; exchange the two, or move one",
        Quoted(created_after.as_str()),
        Quoted(created_before.as_str())
    )]
    InvertedWindow {
        /// The beginning of the window.
        created_after: Timestamp,
        /// The end of the window.
        created_before: Timestamp,
    },
}

impl QueryError {
    pub(crate) fn of_filter(key: &str, value: String, error: FilterValueError) -> Self {
        let key = key.to_owned();
        match error {
            FilterValueError::Timestamp(reason) => Self::InvalidTimestamp { key, value, reason },
            FilterValueError::Form { expected } => Self::InvalidValue {
                key,
                value,
                expected,
            },
        }
    }

    /// Returns the key of the parameter at fault; `created_after` for an inverted window.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::UnknownKey { key, .. }
            | Self::DuplicateKey { key, .. }
            | Self::InvalidEscape { key, .. }
            | Self::InvalidUtf8 { key, .. }
            | Self::RawDelimiter { key, .. }
            | Self::InvalidPageSize { key, .. }
            | Self::InvalidTimestamp { key, .. }
            | Self::InvalidValue { key, .. }
            | Self::EmptyCursor { key }
            | Self::NoPosition { key, .. }
            | Self::ConflictingPositions { key, .. } => key,
            Self::MissingKey { key } => key,
            Self::InvertedWindow { .. } => "created_after",
        }
    }

    /// Returns the value of the parameter at fault; empty for an empty cursor and for a parameter that is
    /// absent.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Self::UnknownKey { value, .. }
            | Self::DuplicateKey { value, .. }
            | Self::InvalidEscape { value, .. }
            | Self::InvalidUtf8 { value, .. }
            | Self::RawDelimiter { value, .. }
            | Self::InvalidPageSize { value, .. }
            | Self::InvalidTimestamp { value, .. }
            | Self::InvalidValue { value, .. }
            | Self::NoPosition { value, .. }
            | Self::ConflictingPositions { value, .. } => value,
            Self::EmptyCursor { .. } | Self::MissingKey { .. } => "",
            Self::InvertedWindow { created_after, .. } => created_after.as_str(),
        }
    }
}

/// What to write in place of an unknown key.
struct Suggestion<'a> {
    key: &'a str,
    known: &'a [&'static str],
}

impl fmt::Display for Suggestion<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match nearest_key(self.key, self.known) {
            Some(nearest) => write!(formatter, "did you mean {}?", Quoted(nearest)),
            None => write!(formatter, "the parameters are {}", self.known.join(", ")),
        }
    }
}

/// What to give in place of a text that is more than a query.
struct OnlyTheQuery(char);

impl fmt::Display for OnlyTheQuery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            '#' => "give only what stands before the # of a URL, or write %23",
            _ => "give only what stands behind the ? of a URL, or write %3F",
        })
    }
}
