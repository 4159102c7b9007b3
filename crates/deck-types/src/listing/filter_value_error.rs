//! Why a text is not the value of a filter.

use crate::timestamp::timestamp_error::TimestampError;

/// Why a text is not the value of a filter, or a value cannot be sent.
///
/// Reading a query joins it with the key and the text: [`QueryError::InvalidTimestamp`] or
/// [`QueryError::InvalidValue`].
///
/// [`QueryError::InvalidTimestamp`]: crate::QueryError::InvalidTimestamp
/// [`QueryError::InvalidValue`]: crate::QueryError::InvalidValue
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FilterValueError {
    /// The value is a timestamp that stands for no instant.
    #[error(transparent)]
    Timestamp(#[from] TimestampError),
    /// The text is not of the form that the value is written in.
    #[error("the value cannot be read; give {expected}")]
    Form {
        /// The form, as it completes "give …", such as `true or false`.
        expected: &'static str,
    },
}
