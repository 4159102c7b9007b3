//! Fields of an item by their place, such as `id` or `output.total`.

use std::collections::HashMap;
use std::str::FromStr;

use serde_json::value::RawValue;

/// The place of a field: names of members and positions in arrays, with dots between them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct FieldPath {
    text: String,
    /// Whether the first name may be one that is not documented.
    is_any: bool,
}

/// A value of an item, as its text was received.
pub(crate) type Found<'a> = Option<&'a RawValue>;

impl FieldPath {
    /// Returns the place as it was written, without the dot at its beginning.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the place as it is written in a flag.
    pub(crate) fn flag_text(&self) -> String {
        let dot = if self.is_any { "." } else { "" };
        format!("{dot}{}", self.text)
    }

    /// Returns the name of the member of the item.
    pub(crate) fn first_name(&self) -> &str {
        self.names().next().unwrap_or_default()
    }

    /// Returns whether the first name may be one that is not documented: it is written with a dot before it.
    pub(crate) fn is_any(&self) -> bool {
        self.is_any
    }

    /// Finds the value in an item.
    pub(crate) fn find<'a>(&self, members: &Members<'a>) -> Found<'a> {
        let mut names = self.names();
        let mut value = *members.0.get(names.next()?)?;
        for name in names {
            let text = value.get();
            value = if text.starts_with('[') {
                let elements: Vec<&'a RawValue> = serde_json::from_str(text).ok()?;
                *elements.get(name.parse::<usize>().ok()?)?
            } else {
                *Members::of(text).0.get(name)?
            };
        }
        Some(value)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.text.split('.')
    }
}

impl FromStr for FieldPath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let path = text.strip_prefix('.').unwrap_or(text);
        if path.split('.').any(str::is_empty) {
            return Err(
                "give names with a dot between them, such as id or output.total".to_owned(),
            );
        }
        Ok(Self {
            text: path.to_owned(),
            is_any: path.len() < text.len(),
        })
    }
}

/// The members of an object, by their names; none for any other value.
#[derive(Debug, Default)]
pub(crate) struct Members<'a>(HashMap<String, &'a RawValue>);

impl<'a> Members<'a> {
    /// Reads the members of a JSON text. Of several with one name, the last counts.
    pub(crate) fn of(text: &'a str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(path: &str, text: &'a str) -> Option<&'a str> {
        let path: FieldPath = path.parse().unwrap();
        path.find(&Members::of(text)).map(RawValue::get)
    }

    #[test]
    fn a_value_is_found_by_names_and_positions() {
        let text = r#"{"id":"trun_1","output":{"total":1.50,"lines":[{"n":7e0}]}}"#;
        assert_eq!(found("id", text), Some(r#""trun_1""#));
        assert_eq!(found("output.total", text), Some("1.50"));
        assert_eq!(found("output.lines.0.n", text), Some("7e0"));
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let text = r#"{"output":[1],"input":"text","null":null}"#;
        for path in [
            "status",
            "output.total",
            "output.1",
            "output.-1",
            "input.a",
            "null.a",
        ] {
            assert_eq!(found(path, text), None, "{path}");
        }
        assert_eq!(found("id", "7"), None);
    }

    #[test]
    fn escapes_in_names_are_read_and_the_last_of_equal_names_counts() {
        assert_eq!(found("id", r#"{"id":1,"\u0069d":2}"#), Some("2"));
    }

    #[test]
    fn a_path_without_a_name_is_refused() {
        for path in ["", ".", "a..b", "a."] {
            assert!(path.parse::<FieldPath>().is_err(), "{path}");
        }
    }

    #[test]
    fn a_dot_before_the_name_allows_any() {
        let path: FieldPath = ".mood.now".parse().unwrap();
        assert!(path.is_any());
        assert_eq!((path.as_str(), path.first_name()), ("mood.now", "mood"));
    }
}
