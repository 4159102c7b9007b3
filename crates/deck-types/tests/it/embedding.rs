//! Models and payloads inside of an embedder's own serde types.

use std::collections::BTreeMap;

use deck_types::Agent;
use deck_types::Credential;
use deck_types::Deleted;
use deck_types::Event;
use deck_types::EventDelivery;
use deck_types::EventDestination;
use deck_types::Interaction;
use deck_types::Json;
use deck_types::Problem;
use deck_types::Session;
use deck_types::SessionToken;
use deck_types::Source;
use deck_types::StorageItem;
use deck_types::Task;
use deck_types::TaskRun;
use deck_types::TestStatus;
use deck_types::UnknownFields;
use deck_types::WithRaw;
use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A run with every kind of field, as this crate writes it.
const RUN: &str = concat!(
    r#"{"id":"trun_1","status":"meditating","runtime_ms":5,"input":{"b":1,"a":null,"b":[]},"output":null,"#,
    r#""storage":[{"id":"stor_1","file_size":7,"extraction":[1.5,true,"é\n"],"kept":0}],"artifacts":-3,"#,
    r#""errors":[{"type":"auth","message":"no","hint":{}}],"interaction":{"fields":[{"name":"code"}]},"#,
    r#""created_at":"2026-11-01T00:00:00Z","mood":{"x":"good","y":18446744073709551615}}"#,
);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
enum Adjacent<T> {
    Is(T),
    IsNot,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Internal<T> {
    Is(T),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged<T> {
    Number(u64),
    Is(T),
    Anything(Json),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Flat<T> {
    received_at: u64,
    #[serde(flatten)]
    inner: T,
    #[serde(flatten)]
    rest: UnknownFields,
}

#[track_caller]
fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

/// Reads a model in each place that serde has for it, and writes it back from there.
#[track_caller]
fn check<T: DeserializeOwned + Serialize + std::fmt::Debug + PartialEq>(text: &str) {
    let model: T = read(text);
    let anew = serde_json::to_string(&model).unwrap();
    assert_eq!(anew, text, "the text is as it is written");

    let data_first = format!(r#"{{"data":{text},"type":"Is"}}"#);
    assert_eq!(read::<Adjacent<T>>(&data_first), Adjacent::Is(read(text)));
    let tag_last = format!(r#"{},"kind":"Is"}}"#, &text[..text.len() - 1]);
    let internal: Internal<T> = read(&tag_last);
    assert_eq!(internal, Internal::Is(read(text)));
    assert_eq!(
        read::<Internal<T>>(&serde_json::to_string(&internal).unwrap()),
        internal
    );
    let untagged: Untagged<T> = read(text);
    assert_eq!(untagged, Untagged::Is(read(text)));
    assert_eq!(serde_json::to_string(&untagged).unwrap(), text);
    assert_eq!(read::<Vec<Untagged<T>>>(&format!("[{text},7]")).len(), 2);
    let value: serde_json::Value = read(text);
    serde_json::from_value::<T>(value).unwrap();
}

#[test]
fn every_model_is_read_in_every_kind_of_enum() {
    check::<TaskRun>(RUN);
    check::<Task>(r#"{"id":"task_1","input_schema":{"type":"object"},"storage":null,"new":1}"#);
    check::<StorageItem>(r#"{"id":"stor_1","file_size":7,"extraction":{"a":[]},"new":"x"}"#);
    check::<Agent>(r#"{"id":"agt_1","tasks":[{"id":"task_1","new":1}],"new":1}"#);
    check::<Source>(r#"{"id":"src_1","website":{"url":"a","new":1},"new":1}"#);
    check::<Credential>(r#"{"id":"cred_1","auth_credentials":{"a":[1]},"new":1}"#);
    check::<Session>(r#"{"id":"sess_1","runtime_ms":7,"task_runs":[{"new":1}],"new":1}"#);
    check::<SessionToken>(r#"{"id":"tok_1","token":"tk_1","new":1}"#);
    check::<Event>(r#"{"id":"evt_1","data":{"a":[1]},"new":1}"#);
    check::<EventDestination>(
        r#"{"id":"evtd_1","events":["*"],"webhook":{"url":"a","new":1},"aws_s3":{"a":1},"new":1}"#,
    );
    check::<EventDelivery>(r#"{"event_id":"evt_1","attempts":1,"new":1}"#);
    check::<Deleted>(r#"{"id":"agt_1","deleted":true,"new":1}"#);
    check::<Problem>(r#"{"type":"auth","code":"auth_invalid","new":{"a":1}}"#);
    check::<Interaction>(r#"{"message":"?","fields":[{"name":"code","new":[]}],"new":1}"#);
    check::<TestStatus>(r#"{"status":"ready","new":false}"#);
}

#[test]
fn a_model_with_its_text_is_read_in_every_kind_of_enum() {
    let adjacent: Adjacent<WithRaw<TaskRun>> = read(&format!(r#"{{"data":{RUN},"type":"Is"}}"#));
    let Internal::<WithRaw<TaskRun>>::Is(internal) =
        read(&format!(r#"{},"kind":"Is"}}"#, &RUN[..RUN.len() - 1]));

    let expected: WithRaw<TaskRun> = read(RUN);
    assert_eq!(internal, expected);
    assert_eq!(adjacent, Adjacent::Is(expected));
}

#[test]
fn a_flattened_model_takes_its_fields_and_leaves_the_rest_to_its_neighbours() {
    let text = format!(r#"{{"received_at":7,{}"#, &RUN[1..]);
    let flat: Flat<TaskRun> = read(&text);

    assert!(flat.inner.unknown_fields.is_empty());
    assert_eq!(flat.rest, read::<TaskRun>(RUN).unknown_fields);
    let mut inner: TaskRun = read(RUN);
    inner.unknown_fields = UnknownFields::new();
    assert_eq!(flat.inner, inner);
    assert_eq!(serde_json::to_string(&flat).unwrap(), text);
}

#[test]
fn a_flattened_model_that_cannot_be_read_is_an_error_and_an_optional_one_is_none() {
    let text = r#"{"received_at":7,"id":"trun_1","runtime_ms":true,"new":1}"#;
    assert!(serde_json::from_str::<Flat<TaskRun>>(text).is_err());

    let flat: Flat<Option<TaskRun>> = read(text);
    assert_eq!(flat.inner, None);
    assert_eq!(serde_json::to_string(&flat.rest).unwrap(), r#"{"new":1}"#);
}

/// An object whose text no writer but a copier makes.
const EXACT: &str = r#"{"a": 1.10,"b":[1,  2],"a":12345678901234567890123}"#;

#[track_caller]
fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn a_payload_that_is_an_object_is_written_beside_a_tag_and_neighbours() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Beside<T> {
        received_at: u64,
        #[serde(flatten)]
        inner: T,
    }

    let beside = |inner: Json| Beside {
        received_at: 7,
        inner,
    };
    let exact = || Json::from_text(EXACT).unwrap();
    let fields = r#""a":1.10,"b":[1,  2],"a":12345678901234567890123}"#;
    assert_eq!(
        written(&beside(exact())),
        format!(r#"{{"received_at":7,{fields}"#)
    );
    assert_eq!(
        written(&Internal::Is(exact())),
        format!(r#"{{"kind":"Is",{fields}"#)
    );
    let nested = Beside {
        received_at: 6,
        inner: beside(exact()),
    };
    assert_eq!(
        written(&nested),
        format!(r#"{{"received_at":6,"received_at":7,{fields}"#)
    );

    let text = r#"{"received_at":7,"a":{"b":1},"c":[]}"#;
    let row: Beside<Json> = read(text);
    assert_eq!(row.inner.as_str(), r#"{"a":{"b":1},"c":[]}"#);
    assert_eq!(written(&row), text);
    assert_eq!(
        serde_json::to_value(&row).unwrap(),
        read::<serde_json::Value>(text)
    );

    let tagged = r#"{"kind":"Is","id":"trun_1","mood":"good"}"#;
    assert_eq!(written(&read::<Internal<WithRaw<TaskRun>>>(tagged)), tagged);
}

#[test]
fn a_payload_that_is_no_object_is_refused_beside_a_tag_and_neighbours() {
    for text in ["5", "null", "[]", r#""trun_1""#, "true"] {
        let json = Json::from_text(text).unwrap();
        let flat = Flat {
            received_at: 7,
            inner: json.clone(),
            rest: UnknownFields::new(),
        };
        let refused = serde_json::to_string(&flat).unwrap_err().to_string();
        assert!(
            refused.contains("no object cannot be written flattened"),
            "{refused}"
        );
        assert!(
            serde_json::to_string(&Internal::Is(json.clone())).is_err(),
            "{text}"
        );
        assert!(serde_json::to_string(&BTreeMap::from([(text, json.clone())])).is_ok());
        assert!(serde_json::to_string(&std::collections::HashMap::from([(json, 1)])).is_err());
    }
}

#[test]
fn payloads_flattened_into_a_map_are_read() {
    #[derive(Deserialize)]
    struct Row {
        id: u64,
        #[serde(flatten)]
        rest: BTreeMap<String, Json>,
    }

    let row: Row = read(r#"{"id": 1, "a": [1,  2], "b": {"c": null}}"#);
    assert_eq!(row.id, 1);
    assert_eq!(row.rest["a"].as_str(), "[1,2]");
    assert_eq!(row.rest["b"].as_str(), r#"{"c":null}"#);
}

#[test]
fn the_exact_text_is_kept_where_serde_does_not_buffer() {
    let text = r#"{"type": "Is", "data": [1.10,  12345678901234567890123]}"#;
    let Adjacent::Is(json) = read::<Adjacent<Json>>(text) else {
        unreachable!("the tag says what it is")
    };

    assert_eq!(json.as_str(), "[1.10,  12345678901234567890123]");
}

#[test]
fn where_serde_buffers_a_payload_is_written_anew() {
    for (sent, anew) in [
        (
            r#"{"a": 1, "b": {"a": [ ]}, "a": 2}"#,
            r#"{"a":1,"b":{"a":[]},"a":2}"#,
        ),
        (
            "[ -1, 0, 18446744073709551615, true, null ]",
            "[-1,0,18446744073709551615,true,null]",
        ),
        ("12345678901234567890123", "1.2345678901234568e+22"),
        ("1.10", "1.1"),
        (r#""\u00e9\u0001\/""#, r#""é\u0001/""#),
        ("{ }", "{}"),
    ] {
        let text = format!(r#"{{"data": {sent}, "type": "Is"}}"#);
        let expected = Json::from_text(anew).unwrap();
        assert_eq!(
            read::<Adjacent<Json>>(&text),
            Adjacent::Is(expected),
            "{sent}"
        );
    }
}

#[test]
fn a_mark_of_the_json_reader_in_a_buffered_payload_is_a_key_like_any_other() {
    let payload = r#"{"$serde_json::private::RawValue":"not json"}"#;
    let text = format!(r#"{{"data":{payload},"type":"Is"}}"#);

    let expected = Json::from_text(payload).unwrap();
    assert_eq!(read::<Adjacent<Json>>(&text), Adjacent::Is(expected));
}

#[test]
fn what_is_no_model_leads_to_the_next_variant() {
    for text in [r#"{"id":7}"#, r#"["trun_1"]"#, r#""trun_1""#] {
        let expected = Json::from_text(text).unwrap();
        assert_eq!(
            read::<Untagged<TaskRun>>(text),
            Untagged::Anything(expected)
        );
    }
}
