//! Why JSON could not be read, in the words of JSON.
//!
//! `serde_json` speaks of structs, sequences and newtypes, which tell nothing to who looks at a body.

use std::borrow::Cow;

use crate::excerpt::EXCERPT_BYTES;
use crate::excerpt::beginning;

/// Returns a message of `serde_json`, without its position, in the words of JSON; one that is not about types
/// stays as it is.
pub(super) fn in_words_of_json(message: &str) -> Cow<'_, str> {
    if let Some((found, expected)) = mismatch(message) {
        return format!("expected {}, found {}", wanted(expected), met(found)).into();
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        return format!("unknown word {}", cut(rest)).into();
    }
    match message {
        "EOF while parsing a list" => "the text ends inside an array".into(),
        "EOF while parsing an object" => "the text ends inside an object".into(),
        "EOF while parsing a string" => "the text ends inside a string".into(),
        "EOF while parsing a value" => "the text ends where a value should stand".into(),
        "expected value" | "expected ident" => "expected a JSON value".into(),
        "recursion limit exceeded" => "nested too deep".into(),
        "trailing characters" => "more text after the end of the value".into(),
        _ => message.into(),
    }
}

/// Splits into what was found and what was expected. What was found may repeat any text of others, so that
/// the last separator is the one.
fn mismatch(message: &str) -> Option<(&str, &str)> {
    ["invalid type: ", "invalid value: ", "invalid length "]
        .iter()
        .find_map(|start| message.strip_prefix(start))?
        .rsplit_once(", expected ")
}

fn met(found: &str) -> Cow<'_, str> {
    let between = |start: &str| found.strip_prefix(start)?.strip_suffix('`');
    if let Some(number) = between("integer `").or_else(|| between("floating point `")) {
        return format!("the number {number}").into();
    }
    if let Some(flag) = between("boolean `") {
        return flag.into();
    }
    match found {
        "map" => "an object".into(),
        "sequence" => "an array".into(),
        "null" | "unit value" | "Option value" => "null".into(),
        _ if found.starts_with("string \"") => format!("the {}", cut(found)).into(),
        _ if found.bytes().all(|byte| byte.is_ascii_digit()) => format!("{found} elements").into(),
        _ => cut(found),
    }
}

fn wanted(expected: &str) -> &str {
    let first = expected.split(' ').next().unwrap_or_default();
    match expected {
        "map" | "a map" => "an object",
        "a sequence" | "sequence" | "bytes" | "byte array" | "a byte array" => "an array",
        "string" | "str" | "a borrowed string" | "field identifier" | "variant identifier" => {
            "a string"
        }
        "char" | "a character" => "a string of one character",
        "bool" => "a boolean",
        "unit" | "option" => "null",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "u128" | "usize" => "a whole number, not negative",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        _ if expected.starts_with("a nonzero ") => "a whole number other than 0",
        _ if expected.starts_with("a tuple of size ") => "an array",
        _ if expected.starts_with("an array of length ") => "an array",
        _ if expected.starts_with("tuple ") => "an array",
        _ if expected.starts_with("unit struct ") => "null",
        _ if first == "struct" => "an object",
        _ if matches!(first, "enum" | "variant") => "a string or an object",
        _ => expected,
    }
}

/// Cuts a text that is as long as its author likes.
fn cut(text: &str) -> Cow<'_, str> {
    match beginning(text, EXCERPT_BYTES / 2) {
        whole if whole.len() == text.len() => text.into(),
        start => format!("{start}…").into(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::num::NonZeroU32;

    use serde::Deserialize;

    use crate::json::Json;

    #[derive(Debug, Deserialize)]
    struct Point {
        #[serde(rename = "x")]
        _x: u8,
    }

    #[derive(Debug, Deserialize)]
    struct Name(#[expect(dead_code, reason = "only read")] String);

    #[derive(Debug, Deserialize)]
    struct Nothing;

    #[derive(Debug, Deserialize)]
    struct Pair(
        #[expect(dead_code, reason = "only read")] u8,
        #[expect(dead_code, reason = "only read")] u8,
    );

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Answer {
        Yes,
    }

    #[track_caller]
    fn reason<T: std::fmt::Debug + for<'a> Deserialize<'a>>(text: &str) -> String {
        let json = Json::from_text(text).unwrap();
        json.parse::<T>().unwrap_err().reason().to_owned()
    }

    #[test]
    fn no_reason_speaks_of_the_types_of_rust() {
        let cases = [
            (
                reason::<Point>("5"),
                "expected an object, found the number 5",
            ),
            (reason::<Point>("{}"), "missing field `x`"),
            (
                reason::<Point>(r#"{"x":300}"#),
                "expected a whole number from 0 to 255, found the number 300",
            ),
            (reason::<Name>("[]"), "expected a string, found an array"),
            (reason::<Nothing>("7"), "expected null, found the number 7"),
            (reason::<Pair>("[1]"), "expected an array, found 1 elements"),
            (reason::<Pair>("{}"), "expected an array, found an object"),
            (
                reason::<Answer>("\"no\""),
                "unknown word `no`, expected `yes`",
            ),
            (reason::<Answer>("5"), "expected a JSON value"),
            (
                reason::<NonZeroU32>("0"),
                "expected a whole number other than 0, found the number 0",
            ),
            (
                reason::<Option<bool>>("1.5"),
                "expected a boolean, found the number 1.5",
            ),
            (
                reason::<BTreeMap<String, u8>>("true"),
                "expected an object, found true",
            ),
            (
                reason::<(u8, char)>(r#"[1,"ab"]"#),
                "expected a string of one character, found the string \"ab\"",
            ),
            (reason::<Vec<i32>>("null"), "expected an array, found null"),
        ];
        for (found, expected) in cases {
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_text_that_speaks_like_the_reader_does_not_hide_what_was_expected() {
        let text = r#""a, expected struct B""#;
        assert_eq!(
            reason::<u64>(text),
            r#"expected a whole number, not negative, found the string "a, expected struct B""#
        );
    }

    #[test]
    fn a_long_value_leaves_what_was_expected_in_sight() {
        let found = reason::<u64>(&format!("\"{}\"", "é".repeat(9_000)));
        assert!(found.starts_with("expected a whole number, not negative, found the string"));
        assert!(found.ends_with('…') && found.len() < 700, "{found}");
    }

    #[test]
    fn what_breaks_off_is_told_as_such() {
        let reason = |text: &str| Json::from_text(text).unwrap_err().reason().to_owned();
        assert_eq!(reason("[1"), "the text ends inside an array");
        assert_eq!(reason("{\"a\":1"), "the text ends inside an object");
        assert_eq!(reason("\"a"), "the text ends inside a string");
        assert_eq!(reason(""), "the text ends where a value should stand");
        assert_eq!(reason("<html>"), "expected a JSON value");
        assert_eq!(reason("1 2"), "more text after the end of the value");
    }
}
