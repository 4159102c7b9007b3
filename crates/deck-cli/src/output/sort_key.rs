//! The order of the values of a field, whatever they are.

use std::cmp::Ordering;

use deck_types::Timestamp;
use serde_json::value::RawValue;

use crate::output::field_path::Found;
use crate::output::field_text::field_text;

/// A value as it is compared: false and true, then numbers, then times, then texts, then all that is nested.
///
/// What is not there, and null, is none of these.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SortKey {
    Truth(bool),
    /// A number, and where it is a whole one all its digits: they are more than a float has.
    Number(f64, Option<i128>),
    Time(Timestamp),
    Text(String),
    Nested(String),
}

impl SortKey {
    /// Returns the key of a value; `None` where there is none.
    pub(crate) fn of(value: Found<'_>) -> Option<Self> {
        let text = field_text(value)?.into_owned();
        Some(match value.map(RawValue::get)?.as_bytes().first()? {
            b't' | b'f' => Self::Truth(text == "true"),
            b'"' => match text.parse() {
                Ok(time) => Self::Time(time),
                Err(_) => Self::Text(text),
            },
            b'[' | b'{' => Self::Nested(text),
            _ => Self::Number(text.parse().ok()?, text.parse().ok()),
        })
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Truth(_) => 0,
            Self::Number(..) => 1,
            Self::Time(_) => 2,
            Self::Text(_) => 3,
            Self::Nested(_) => 4,
        }
    }
}

impl Eq for SortKey {}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Truth(left), Self::Truth(right)) => left.cmp(right),
            (Self::Number(left, left_whole), Self::Number(right, right_whole)) => left
                .total_cmp(right)
                .then_with(|| left_whole.cmp(right_whole)),
            (Self::Time(left), Self::Time(right)) => left.cmp(right),
            (Self::Text(left), Self::Text(right)) | (Self::Nested(left), Self::Nested(right)) => {
                left.cmp(right)
            }
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(json: &str) -> Option<SortKey> {
        let value: Box<RawValue> = serde_json::from_str(json).unwrap();
        SortKey::of(Some(&value))
    }

    #[test]
    fn values_have_one_order() {
        let ordered = [
            "false",
            "true",
            "-1e400",
            "-2",
            "1.5",
            "9007199254740992",
            "9007199254740993",
            "1e300",
            r#""2026-11-01T01:30:00+01:00""#,
            r#""2026-11-01T00:45:00.25Z""#,
            r#""""#,
            r#""B""#,
            r#""a""#,
            "[1]",
            "{}",
        ];
        let keys: Vec<_> = ordered.iter().map(|json| key(json).unwrap()).collect();
        assert!(keys.is_sorted_by(|left, right| left < right), "{keys:?}");
    }

    #[test]
    fn null_has_no_key() {
        assert_eq!(key("null"), None);
        assert_eq!(SortKey::of(None), None);
    }
}
