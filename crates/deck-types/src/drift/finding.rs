//! One difference.

use super::drift_kind::DriftKind;
use super::json_type::JsonType;

/// One place where something that was read differs from what this version knows.
///
/// Findings are sorted by path, then kind, then type.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct DriftFinding {
    /// The place, such as `$.data[].storage[].mood`, where `[]` is any element of a list. Names with other
    /// characters than letters, digits and `_` are in brackets and quotes.
    pub path: String,
    /// The kind of difference.
    pub kind: DriftKind,
    /// The type of the value that stands there; `None` where there is none, or where it is not known.
    pub json_type: Option<JsonType>,
}
