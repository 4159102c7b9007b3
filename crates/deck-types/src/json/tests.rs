use proptest::prelude::*;
use serde::Deserialize;

use super::Json;
use super::json_path::Stop;
use super::json_path::path_of;
use crate::excerpt::EXCERPT_BYTES;

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only the way there is looked at")]
struct Shelf {
    books: Vec<Book>,
    #[serde(rename = "a key")]
    key: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only the way there is looked at")]
struct Book {
    title: String,
    pages: Option<u16>,
    tags: Option<Vec<String>>,
}

#[track_caller]
fn path(text: &str) -> String {
    Json::from_text(text)
        .unwrap()
        .parse::<Shelf>()
        .unwrap_err()
        .path()
        .to_owned()
}

#[test]
fn the_text_is_kept_to_the_last_digit() {
    let json = Json::from_text(" {\"b\": 1.10, \"a\": 1e400, \"b\": \"\\u0041\"}\n").unwrap();

    assert_eq!(json.as_str(), r#"{"b": 1.10, "a": 1e400, "b": "\u0041"}"#);
}

#[test]
fn a_text_that_is_not_one_value_is_refused() {
    for text in ["", "{", "1 2", "nul", "{'a': 1}"] {
        assert!(
            Json::from_text(text).is_err(),
            "{text:?} was taken for a value"
        );
    }
}

#[test]
fn a_value_is_encoded() {
    assert_eq!(Json::encode(&["a", "b"]).unwrap().as_str(), r#"["a","b"]"#);
}

#[test]
fn a_value_that_json_cannot_hold_is_refused() {
    let error = Json::encode(&std::collections::BTreeMap::from([((1, 2), 3)])).unwrap_err();

    assert_eq!((error.path(), error.line(), error.column()), ("$", 0, 0));
    assert_eq!(error.to_string(), "key must be a string at $");
}

#[test]
fn null_is_recognised() {
    assert!(Json::from_text(" null ").unwrap().is_null());
    assert!(!Json::from_text(r#""null""#).unwrap().is_null());
}

#[test]
fn an_escaped_encrypted_payload_is_recognised() {
    let json = Json::from_text(r#""\u0065nc_abc""#).unwrap();

    assert_eq!(json.encrypted_text().as_deref(), Some("enc_abc"));
}

#[test]
fn the_path_leads_to_a_scalar_of_the_wrong_type() {
    assert_eq!(
        path(r#"{"books": [{"title": "A"}, {"title": 5}]}"#),
        "$.books[1].title"
    );
    assert_eq!(
        path(r#"{"books": [{"title": "A", "pages": "many"}, {"title": "B"}]}"#),
        "$.books[0].pages"
    );
    assert_eq!(
        path(r#"{"books": [{"title": "A", "tags": ["x", "y", null, "z"]}]}"#),
        "$.books[0].tags[2]"
    );
    assert_eq!(
        path(r#"{"books": [{"title": "A", "pages": -1}]}"#),
        "$.books[0].pages"
    );
}

#[test]
fn the_path_leads_to_a_container_of_the_wrong_type() {
    assert_eq!(path(r#"{"books": {}}"#), "$.books");
    assert_eq!(path(r#"{"books": [{"title": []}]}"#), "$.books[0].title");
    assert_eq!(
        path(r#"{"books": [{"title": "A", "tags": [[]]}]}"#),
        "$.books[0].tags[0]"
    );
    assert_eq!(
        path(r#"{"books": [{"title": "A", "tags": ["x", {"y": 1}]}]}"#),
        "$.books[0].tags[1]"
    );
}

#[test]
fn the_path_leads_to_the_object_that_lacks_a_field() {
    assert_eq!(
        path(r#"{"books": [{"title": "A"}, {"pages": 5}]}"#),
        "$.books[1]"
    );
    assert_eq!(path("{}"), "$");
}

#[test]
fn the_path_leads_to_a_doubled_key() {
    assert_eq!(
        path(r#"{"books": [{"title": "A", "pages": 1, "title": "B"}]}"#),
        "$.books[0].title"
    );
}

#[test]
fn the_path_quotes_keys_that_are_not_words() {
    assert_eq!(path(r#"{"books": [], "a key": 256}"#), r#"$["a key"]"#);
}

#[test]
fn the_path_passes_what_only_looks_like_structure() {
    assert_eq!(
        path(r#"{"x": "\"],[{\\", "books": [{"title": "[\"{", "pages": true}]}"#),
        "$.books[0].pages"
    );
}

#[test]
fn the_root_of_the_wrong_type_is_the_path_itself() {
    assert_eq!(path("5"), "$");
    assert_eq!(path(r#""text""#), "$");
}

#[test]
fn the_error_tells_reason_path_and_position() {
    let error = Json::from_text("{\n  \"books\": 5\n}")
        .unwrap()
        .parse::<Shelf>()
        .unwrap_err();

    assert_eq!(error.reason(), "expected an array, found the number 5");
    assert_eq!((error.line(), error.column()), (2, 12));
    assert_eq!(
        error.to_string(),
        "expected an array, found the number 5 at $.books (line 2, column 12)"
    );
}

#[test]
fn deep_nesting_costs_no_stack_and_no_more_path_than_is_shown() {
    let deep = "[".repeat(100_000);

    let path = path_of(&deep, deep.len(), Stop::After);

    assert!((EXCERPT_BYTES + 1..2 * EXCERPT_BYTES).contains(&path.len()));
}

#[test]
fn a_long_key_is_not_copied_whole() {
    let key = "é".repeat(10_000);
    let text = format!(r#"{{"{key}": 5"#);

    let path = path_of(&text, text.len(), Stop::After);

    assert!((EXCERPT_BYTES + 1..2 * EXCERPT_BYTES).contains(&path.len()));
}

#[test]
fn the_path_of_what_stands_behind_deep_nesting_is_found() {
    let text = format!(
        r#"{{"a": {}{}, "b": 5"#,
        "[".repeat(5_000),
        "]".repeat(5_000)
    );

    assert_eq!(path_of(&text, text.len(), Stop::After), "$.b");
}

/// Texts that are made of what JSON is made of, in any order.
fn rubble() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[\\[\\]{}:,\"\\\\ ]".prop_map(String::from),
        "[a-z0-9.é]{1,3}".prop_map(String::from),
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            proptest::collection::vec((any::<String>(), inner), 0..5)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_at_any_offset_has_some_path(text in rubble(), offset in 0_usize..200) {
        prop_assert!(path_of(&text, offset, Stop::After).starts_with('$'));
        prop_assert!(path_of(&text, offset, Stop::Before).starts_with('$'));
    }

    #[test]
    fn reading_any_text_never_panics(text in any::<String>()) {
        if let Err(error) = Json::from_text(text) {
            prop_assert!(error.path().starts_with('$'));
        }
    }

    #[test]
    fn every_value_survives_exactly(value in value(), pretty in any::<bool>()) {
        let write = if pretty { serde_json::to_string_pretty } else { serde_json::to_string };
        let text = write(&value).unwrap();
        let json = Json::from_text(text.as_str()).unwrap();

        prop_assert_eq!(json.as_str(), &text);
        prop_assert_eq!(serde_json::to_string(&json).unwrap(), text);
        prop_assert_eq!(json.parse::<serde_json::Value>().unwrap(), value);
    }
}
