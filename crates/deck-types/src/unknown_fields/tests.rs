//! What a model does not know survives reading, changing and writing.

use super::UnknownFields;
use crate::json::Json;
use crate::page::Page;
use crate::storage::StorageItem;
use crate::task::Task;
use crate::task_run::TaskRun;
use crate::task_run::interaction::Interaction;
use crate::test_status::TestStatus;

fn json(text: &str) -> Json {
    Json::from_text(text).unwrap()
}

fn run(text: &str) -> TaskRun {
    serde_json::from_str(text).unwrap()
}

fn fields(members: &str) -> UnknownFields {
    serde_json::from_str(members).unwrap()
}

#[track_caller]
fn check_survival<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) {
    let model: T = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&model).unwrap(), text);
}

#[test]
fn every_model_writes_back_what_it_does_not_know_and_so_do_those_inside_of_it() {
    check_survival::<TaskRun>(concat!(
        r#"{"id":"a","storage":[{"id":"s","x":{"y": 1.10}}],"#,
        r#""errors":[{"code":"c","retry":[ 1,2]}],"interaction":{"z":1},"mood":"good","null":null}"#,
    ));
    check_survival::<Task>(r#"{"id":"a","name":"n","mood":12345678901234567890123}"#);
    check_survival::<StorageItem>(r#"{"mood":{"a":1,"a":2}}"#);
    check_survival::<TestStatus>(r#"{"status":"ready","region":"eu"}"#);
    check_survival::<Interaction>(
        r#"{"fields":[{"name":"code","hint":"6 digits"}],"expires":"soon"}"#,
    );
}

#[test]
fn a_page_writes_back_what_it_does_not_know() {
    let body = r#"{"data":[{"id":"a","errors":[]},5],"next_cursor":null,"total":7,"links":{}}"#;
    let page = Page::<TaskRun>::from_json(body.as_bytes()).unwrap();

    assert_eq!(page.unknown_fields.get("total"), Some(json("7")));
    assert_eq!(serde_json::to_string(&page).unwrap(), body);
}

#[test]
fn fields_come_in_their_order_with_their_exact_values_wherever_they_stood() {
    let run = run(r#"{"z": 1.0, "id": "a", "\u0061\"": [ 1 ], "errors": [], "": "é"}"#);
    let found: Vec<_> = run.unknown_fields.iter().collect();

    let expected = [("z", "1.0"), ("a\"", "[ 1 ]"), ("", "\"é\"")];
    assert_eq!(
        found,
        expected.map(|(name, value)| (name.into(), json(value)))
    );
}

#[test]
fn a_known_name_that_is_escaped_is_known() {
    assert_eq!(run(r#"{"\u0069d": "a"}"#), {
        let mut run = TaskRun::fixture("a");
        run.object = None;
        run
    });
}

#[test]
fn a_name_that_was_received_twice_is_kept_twice_and_the_last_value_counts() {
    let text = r#"{"id":"a","errors":[],"x":1,"y":0,"x":2}"#;
    let mut run = run(text);

    assert_eq!(run.unknown_fields.get("x"), Some(json("2")));
    assert_eq!(serde_json::to_string(&run).unwrap(), text);
    assert_eq!(run.unknown_fields.remove("x"), Some(json("2")));
    assert_eq!(run.unknown_fields, fields(r#"{"y": 0}"#));
}

#[test]
fn a_known_name_among_the_unknown_fields_is_not_written() {
    let text = r#"{"id":"a","status":"failed","errors":[],"x":1,"y":2}"#;
    let mut run = run(text);
    // A field that is written, one that is absent, with a value that it cannot have, and twice.
    run.unknown_fields = fields(
        r#"{"id": "b", "x": 1, "status": 5, "runtime_ms": "soon", "runtime_ms": 1, "y": 2, "errors": {}}"#,
    );

    let written = serde_json::to_string(&run).unwrap();

    assert_eq!(written, text);
    assert!(serde_json::from_str::<TaskRun>(&written).is_ok());
    assert_eq!(
        serde_json::to_string(&Json::encode(&run).unwrap()).unwrap(),
        text
    );
}

#[test]
fn known_names_are_those_of_the_wire() {
    let mut prompt: Interaction = serde_json::from_str(r#"{"type":"mfa","fields":[]}"#).unwrap();
    prompt.unknown_fields = fields(r#"{"type": 1, "interaction_type": 2, "unknown_fields": 3}"#);

    assert_eq!(
        serde_json::to_string(&prompt).unwrap(),
        r#"{"type":"mfa","fields":[],"interaction_type":2,"unknown_fields":3}"#
    );
}

#[test]
fn a_page_and_what_is_inside_of_it_do_not_write_known_names_twice() {
    let body = r#"{"data":[{"id":"a","errors":[]}],"has_more":false,"total":7}"#;
    let mut page = Page::<TaskRun>::from_json(body.as_bytes()).unwrap();
    page.unknown_fields = fields(r#"{"data": [], "total": 7, "next_cursor": 5}"#);
    page.data[0].unknown_fields = fields(r#"{"id": 1}"#);

    assert_eq!(serde_json::to_string(&page).unwrap(), body);
}

#[test]
fn inserting_replaces_in_the_place_of_the_old_value_or_appends() {
    let mut unknown = fields(r#"{"a": 1, "b": 2, "a": 3}"#);

    assert_eq!(unknown.insert("a", &json("[4]")), Some(json("3")));
    assert_eq!(unknown.insert("c", &json("5")), None);
    assert_eq!(unknown, fields(r#"{"a": [4], "b": 2, "c": 5}"#));
}

#[test]
fn what_is_empty_takes_a_word_and_is_what_a_fixture_has() {
    let mut unknown = fields("{}");
    assert!(unknown.is_empty());
    unknown.insert("a", &json("1"));
    assert!(!unknown.is_empty());
    assert_eq!(unknown.remove("a"), Some(json("1")));
    assert_eq!(unknown, UnknownFields::new());
    assert_eq!(unknown.remove("a"), None);

    assert_eq!(size_of::<UnknownFields>(), size_of::<usize>());
    assert!(TaskRun::fixture("a").unknown_fields.is_empty());
}

#[test]
fn runs_that_differ_in_what_is_unknown_differ() {
    assert_ne!(run(r#"{"id": "a", "x": 1}"#), run(r#"{"id": "a", "x": 2}"#));
    assert_eq!(run(r#"{"id":"a","x":1}"#), run(r#"{ "x" : 1, "id": "a" }"#));
}

#[test]
fn debug_shows_them_as_an_object() {
    let unknown = fields(r#"{"a\n": [1]}"#);

    assert_eq!(format!("{unknown:?}"), r#"UnknownFields({"a\n":[1]})"#);
    assert_eq!(format!("{:?}", UnknownFields::new()), "UnknownFields({})");
}

#[test]
fn a_name_that_had_to_be_put_together_may_not_be_endless() {
    let text = |length: usize| format!(r#"{{"id": "a", "\n{}": 1}}"#, "x".repeat(length - 1));

    let name = format!("\n{}", "x".repeat(64 * 1024 - 1));
    assert_eq!(
        run(&text(64 * 1024)).unknown_fields.get(&name),
        Some(json("1"))
    );
    let error = serde_json::from_str::<TaskRun>(&text(64 * 1024 + 1)).unwrap_err();
    assert!(error.to_string().starts_with("name of a field is too long"));
}

#[test]
fn a_reader_from_which_nothing_can_be_borrowed_gives_the_same() {
    let text = r#"{"x": {"a":  1}, "id": "a", "y": 2}"#;
    let read: TaskRun = serde_json::from_reader(text.as_bytes()).unwrap();

    assert_eq!(read, run(text));
}

#[test]
fn no_model_is_an_array_or_a_text() {
    for text in [r#"["a"]"#, r#""a""#, "5", "null"] {
        assert!(serde_json::from_str::<TaskRun>(text).is_err(), "{text}");
        assert!(serde_json::from_str::<StorageItem>(text).is_err(), "{text}");
    }
}
