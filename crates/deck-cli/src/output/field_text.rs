//! The text of a field in a cell.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::output::field_path::Found;
use crate::output::json;

/// Returns a string as its text, `None` for null and what is not there, and any other value as JSON on one
/// line.
pub(crate) fn field_text(value: Found<'_>) -> Option<Cow<'_, str>> {
    let text = value.map(RawValue::get).filter(|text| *text != "null")?;
    if text.starts_with('"') {
        return serde_json::from_str(text).ok().map(Cow::Owned);
    }
    Some(Cow::Owned(json::one_line(text).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> Option<String> {
        let value: Box<RawValue> = serde_json::from_str(json).unwrap();
        field_text(Some(&value)).map(Cow::into_owned)
    }

    #[test]
    fn a_string_is_its_text_and_numbers_keep_their_digits() {
        assert_eq!(text(r#""a\n\"b\"""#).as_deref(), Some("a\n\"b\""));
        assert_eq!(
            text("12345678901234567890.10").as_deref(),
            Some("12345678901234567890.10")
        );
        assert_eq!(text("true").as_deref(), Some("true"));
    }

    #[test]
    fn what_is_nested_is_json_on_one_line() {
        assert_eq!(
            text("{\n \"a\": [1,\n 2]\n}").as_deref(),
            Some(r#"{"a":[1,2]}"#)
        );
    }

    #[test]
    fn null_and_what_is_not_there_have_no_text() {
        assert_eq!(text("null"), None);
        assert_eq!(field_text(None), None);
    }
}
