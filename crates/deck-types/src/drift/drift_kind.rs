//! The kinds of difference.

use std::fmt;

use serde::Serialize;

/// How something that was read differs from what this version knows.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum DriftKind {
    /// A field that the model has no name for; it is among its unknown fields.
    UnknownField,
    /// A word that the open enum of the field does not know; it is in its variant `Other`.
    UnknownWord,
    /// A field that the reference pages mark as always present was not sent.
    AbsentField,
    /// An item of a page could not be read, for what stands there.
    UnreadableItem,
}

impl fmt::Display for DriftKind {
    /// Writes the kind in words, such as `unknown field`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::UnknownField => "unknown field",
            Self::UnknownWord => "unknown word",
            Self::AbsentField => "absent field",
            Self::UnreadableItem => "unreadable item",
        })
    }
}
