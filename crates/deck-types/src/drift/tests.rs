//! Facts about what is found, and where.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::SchemaDrift;
use super::drift_kind::DriftKind;
use super::json_type::JsonType;
use crate::agent::Agent;
use crate::agent::agent_task::AgentTask;
use crate::credential::Credential;
use crate::deleted::Deleted;
use crate::event::Event;
use crate::event_destination::EventDestination;
use crate::event_destination::event_delivery::EventDelivery;
use crate::json::Json;
use crate::operation::Operation;
use crate::operation::body::read_body;
use crate::page::Page;
use crate::page::page_item::PageItem;
use crate::session::Session;
use crate::session::session_task_run::SessionTaskRun;
use crate::session_token::SessionToken;
use crate::source::Source;
use crate::storage::StorageItem;
use crate::task::Task;
use crate::task_run::TaskRun;
use crate::task_run::cancel_task_run::CancelTaskRun;
use crate::test_status::TestStatus;
use crate::unknown_fields::UnknownFields;
use crate::with_raw::WithRaw;

/// Returns the findings of a kind, each with its type and its count.
fn found(drift: &SchemaDrift, kind: DriftKind) -> Vec<String> {
    let of_kind = drift.iter().filter(|(finding, _)| finding.kind == kind);
    let shown = of_kind.map(|(finding, count)| match finding.json_type {
        Some(json_type) => format!("{} {json_type} {count}", finding.path),
        None => format!("{} {count}", finding.path),
    });
    shown.collect()
}

fn drift_of<T: DeserializeOwned>(text: &str) -> SchemaDrift {
    let (read, drift) = SchemaDrift::watch(|| read_body::<T>(text.as_bytes()));
    assert!(read.is_ok(), "{text}");
    drift
}

fn page_drift_of<T: PageItem>(text: &str) -> SchemaDrift {
    let (read, drift) = SchemaDrift::watch(|| Page::<T>::from_json(text.as_bytes()));
    assert!(read.is_ok(), "{text}");
    drift
}

#[track_caller]
fn finds_unknown_fields<T: DeserializeOwned>(text: &str, expected: &[&str]) {
    assert_eq!(
        found(&drift_of::<T>(text), DriftKind::UnknownField),
        expected
    );
}

#[track_caller]
fn finds_unknown_words<T: DeserializeOwned>(text: &str, expected: &[&str]) {
    assert_eq!(
        found(&drift_of::<T>(text), DriftKind::UnknownWord),
        expected
    );
}

#[track_caller]
fn finds_absent<T: DeserializeOwned>(text: &str, expected: &[&str]) {
    assert_eq!(
        found(&drift_of::<T>(text), DriftKind::AbsentField),
        expected
    );
}

#[test]
fn unknown_fields_are_found_in_every_model_and_the_models_inside_of_it() {
    finds_unknown_fields::<TaskRun>(
        r#"{"id":"a","x":1,"storage":[{"x":""},{"x":"","y":null}],"errors":[{"x":[]}]}"#,
        &[
            "$.errors[].x array 1",
            "$.storage[].x string 2",
            "$.storage[].y null 1",
            "$.x number 1",
        ],
    );
    finds_unknown_fields::<Task>(r#"{"id":"a","x":-1}"#, &["$.x number 1"]);
    finds_unknown_fields::<Agent>(
        r#"{"id":"a","tasks":[{"x":true}],"x":{}}"#,
        &["$.tasks[].x boolean 1", "$.x object 1"],
    );
    finds_unknown_fields::<Source>(
        r#"{"id":"a","website":{"x":false},"x":0}"#,
        &["$.website.x boolean 1", "$.x number 1"],
    );
    finds_unknown_fields::<Session>(
        r#"{"id":"a","task_runs":[{"x":0}],"x":0}"#,
        &["$.task_runs[].x number 1", "$.x number 1"],
    );
    finds_unknown_fields::<EventDestination>(
        r#"{"id":"a","webhook":{"x":0},"x":0}"#,
        &["$.webhook.x number 1", "$.x number 1"],
    );
    finds_unknown_fields::<Credential>(r#"{"id":"a","x":0}"#, &["$.x number 1"]);
    finds_unknown_fields::<SessionToken>(r#"{"id":"a","x":0}"#, &["$.x number 1"]);
    finds_unknown_fields::<StorageItem>(r#"{"id":"a","x":0}"#, &["$.x number 1"]);
    finds_unknown_fields::<Event>(r#"{"id":"a","x":0}"#, &["$.x number 1"]);
    finds_unknown_fields::<EventDelivery>(r#"{"id":"a","x":0}"#, &["$.x number 1"]);
    finds_unknown_fields::<Deleted>(r#"{"id":"a","x":0}"#, &["$.x number 1"]);
    finds_unknown_fields::<TestStatus>(r#"{"x":0}"#, &["$.x number 1"]);
}

#[test]
fn unknown_words_are_found_in_every_field_that_has_words() {
    finds_unknown_words::<TaskRun>(
        r#"{"id":"a","status":"x","result":"x","errors":[{"type":"x","code":"x"},{"type":"y"}]}"#,
        &[
            "$.errors[].code string 1",
            "$.errors[].type string 2",
            "$.result string 1",
            "$.status string 1",
        ],
    );
    finds_unknown_words::<Task>(r#"{"id":"a","status":"x"}"#, &["$.status string 1"]);
    finds_unknown_words::<Agent>(
        r#"{"id":"a","tasks":[{"status":"x"},{"status":"live"}]}"#,
        &["$.tasks[].status string 1"],
    );
    finds_unknown_words::<Source>(r#"{"id":"a","type":"x"}"#, &["$.type string 1"]);
    finds_unknown_words::<Credential>(
        r#"{"id":"a","status":"x","auth_method":"x"}"#,
        &["$.auth_method string 1", "$.status string 1"],
    );
    finds_unknown_words::<Session>(r#"{"id":"a","status":"x"}"#, &["$.status string 1"]);
    finds_unknown_words::<StorageItem>(r#"{"result":"x"}"#, &["$.result string 1"]);
    finds_unknown_words::<Event>(r#"{"id":"a","type":"x"}"#, &["$.type string 1"]);
    finds_unknown_words::<EventDestination>(
        r#"{"id":"a","status":"x","type":"x","events":["*","x"]}"#,
        &[
            "$.events[] string 1",
            "$.status string 1",
            "$.type string 1",
        ],
    );
    finds_unknown_words::<EventDelivery>(
        r#"{"status":"x","event_type":"x"}"#,
        &["$.event_type string 1", "$.status string 1"],
    );
}

#[test]
fn fields_that_are_documented_as_always_present_are_found_absent_and_null_is_present() {
    finds_absent::<TaskRun>(
        r#"{"id":"a","object":"task_run","status":null,"errors":[{"type":"auth"}]}"#,
        &[
            "$.errors[].code 1",
            "$.errors[].message 1",
            "$.request_id 1",
            "$.result 1",
        ],
    );
    finds_absent::<Deleted>(
        r#"{"id":"a"}"#,
        &["$.deleted 1", "$.object 1", "$.request_id 1"],
    );
    finds_absent::<EventDelivery>("{}", &[]);
}

/// Checks that the fields that are found absent are fields of the model: sent as nulls, they are neither
/// absent nor unknown.
#[track_caller]
fn expects_fields_of_its_own<T: DeserializeOwned>() {
    let id = r#"{"id":"a"}"#;
    let absent = drift_of::<T>(id);
    let names = absent
        .iter()
        .filter_map(|(finding, _)| finding.path.strip_prefix("$."));
    let members: Vec<_> = names.map(|name| format!(r#","{name}":null"#)).collect();
    let all = format!(r#"{{"id":"a"{}}}"#, members.concat());
    assert!(!members.is_empty());
    assert_eq!(drift_of::<T>(&all), SchemaDrift::default(), "{all}");
}

#[test]
fn every_field_that_is_expected_is_one_of_its_model() {
    expects_fields_of_its_own::<Agent>();
    expects_fields_of_its_own::<Credential>();
    expects_fields_of_its_own::<Deleted>();
    expects_fields_of_its_own::<Event>();
    expects_fields_of_its_own::<EventDestination>();
    expects_fields_of_its_own::<Session>();
    expects_fields_of_its_own::<SessionToken>();
    expects_fields_of_its_own::<Source>();
    expects_fields_of_its_own::<StorageItem>();
    expects_fields_of_its_own::<Task>();
    expects_fields_of_its_own::<TaskRun>();
    expects_fields_of_its_own::<AgentTask>();
    expects_fields_of_its_own::<SessionTaskRun>();
}

#[test]
fn the_id_of_the_response_is_expected_in_a_response_of_one_model_only() {
    let page = r#"{"data": [{"id":"a","object":"task_run","status":"queued","result":null}]}"#;
    assert!(page_drift_of::<TaskRun>(page).is_empty());
}

#[test]
fn payloads_are_not_entered() {
    let run = r#"{"id":"a","object":"task_run","status":"queued","result":null,"request_id":"r",
        "input":{"status":"x","errors":[{"x":1}]},"output":{"x":1},"interaction":{"x":1},
        "artifacts":{"x":1}}"#;
    assert!(drift_of::<TaskRun>(run).is_empty());
    let event = r#"{"id":"a","object":"event","type":"*","created_at":null,"request_id":"r",
        "data":{"id":"b","object":"task_run","status":"x"}}"#;
    assert!(drift_of::<Event>(event).is_empty());
    assert!(drift_of::<Json>(run).is_empty());
}

#[test]
fn the_items_of_a_page_and_the_page_itself_are_watched() {
    let page = r#"{"data": [
        {"id":"a","object":"o","status":"x","result":null,"mood":1},
        {"id":"b","object":"o","status":"x","result":null,"storage":[{"mood":1}]}
    ], "has_more": false, "total": 2}"#;
    for drift in [
        page_drift_of::<TaskRun>(page),
        page_drift_of::<WithRaw<TaskRun>>(page),
    ] {
        assert_eq!(
            found(&drift, DriftKind::UnknownField),
            [
                "$.data[].mood number 1",
                "$.data[].storage[].mood number 1",
                "$.total number 1"
            ]
        );
        assert_eq!(
            found(&drift, DriftKind::UnknownWord),
            ["$.data[].status string 2"]
        );
        assert_eq!(found(&drift, DriftKind::AbsentField), [""; 0]);
    }
}

#[test]
fn what_is_read_again_item_by_item_is_found_once_and_what_cannot_be_read_by_its_place() {
    let page = r#"{"data": [
        {"id":"a","object":"o","status":"x","result":null,"mood":1},
        {"id":"b","mood":1,"storage":[{"id":"s"},{"file_size":[]}]},
        5
    ], "total": 2}"#;
    let drift = page_drift_of::<TaskRun>(page);
    let shown: Vec<_> = drift
        .iter()
        .map(|(finding, count)| {
            (
                finding.path.as_str(),
                finding.kind,
                finding.json_type,
                count,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("$.data[]", DriftKind::UnreadableItem, None, 1),
            (
                "$.data[].mood",
                DriftKind::UnknownField,
                Some(JsonType::Number),
                1
            ),
            (
                "$.data[].status",
                DriftKind::UnknownWord,
                Some(JsonType::String),
                1
            ),
            (
                "$.data[].storage[].file_size",
                DriftKind::UnreadableItem,
                None,
                1
            ),
            (
                "$.total",
                DriftKind::UnknownField,
                Some(JsonType::Number),
                1
            ),
        ]
    );
}

#[test]
fn a_body_that_cannot_be_read_leaves_nothing() {
    let (read, drift) = SchemaDrift::watch(|| read_body::<TaskRun>(br#"{"id":"a","x":1} more"#));
    assert!(read.is_err());
    assert!(drift.is_empty());

    let (read, drift) =
        SchemaDrift::watch(|| CancelTaskRun::read(br#"{"x":1,"storage":[{"x":1}]}"#));
    assert_eq!(read, Ok(None));
    assert!(drift.is_empty());
}

#[test]
fn models_inside_types_of_others_take_part() {
    #[derive(Deserialize)]
    struct Row {
        #[serde(flatten)]
        run: TaskRun,
        #[serde(flatten)]
        rest: UnknownFields,
    }
    #[derive(Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        Run(TaskRun),
    }

    let text =
        r#"{"kind":"Run","id":"a","object":"o","status":"x","result":null,"storage":[{"x":1}]}"#;
    let (read, drift) = SchemaDrift::watch(|| serde_json::from_str::<Row>(text));
    assert!(read.is_ok_and(|row| row.run.id == "a" && !row.rest.is_empty()));
    assert_eq!(found(&drift, DriftKind::UnknownWord), ["$.status string 1"]);
    assert_eq!(
        found(&drift, DriftKind::UnknownField),
        ["$.storage[].x number 1"]
    );

    let (read, drift) = SchemaDrift::watch(|| serde_json::from_str::<Tagged>(text));
    assert!(read.is_ok_and(|Tagged::Run(run)| run.id == "a"));
    assert_eq!(
        found(&drift, DriftKind::UnknownField),
        ["$.storage[].x number 1"]
    );
}

#[test]
fn a_watch_inside_a_watch_has_its_findings_alone_and_ends_with_a_panic_too() {
    let read = || read_body::<Source>(br#"{"id":"a","x":1}"#).map(|source| source.id);
    let (inner, outer) = SchemaDrift::watch(|| {
        let _ = std::panic::catch_unwind(|| SchemaDrift::watch(|| panic!("while reading")));
        SchemaDrift::watch(read).1
    });
    assert!(!inner.is_empty());
    assert!(outer.is_empty());
    assert!(read().is_ok());
    assert!(SchemaDrift::watch(|| ()).1.is_empty());
}

#[test]
fn a_hostile_response_makes_no_more_than_the_findings_that_are_kept() {
    let names = 0..SchemaDrift::MAX_FINDINGS + 44;
    let members: Vec<_> = names
        .map(|name| format!(r#""x{name}":1,"x{name}":2"#))
        .collect();
    let drift = drift_of::<EventDelivery>(&format!("{{{}}}", members.join(",")));

    assert_eq!(drift.iter().count(), SchemaDrift::MAX_FINDINGS);
    assert!(drift.iter().all(|(_, count)| count == 2));
    assert_eq!(drift.omitted(), 88);
    assert!(!drift.is_empty());
}

#[test]
fn long_and_odd_names_make_short_paths() {
    let long = "n".repeat(100_000);
    let text = format!(r#"{{"{long}":1,"a\n\"b":2,"":3,"é{long}":4}}"#);
    let drift = drift_of::<EventDelivery>(&text);

    let paths: Vec<_> = drift
        .iter()
        .map(|(finding, _)| finding.path.clone())
        .collect();
    let cut = "n".repeat(64);
    let cut_after_two_bytes = "n".repeat(62);
    assert_eq!(
        paths,
        [
            format!("$.{cut}…"),
            "$[\"\"]".to_owned(),
            "$[\"a\n\"b\"]".to_owned(),
            format!("$[\"é{cut_after_two_bytes}…\"]"),
        ]
    );
}

#[test]
fn the_place_of_what_cannot_be_read_is_bounded_and_has_no_indices() {
    #[derive(Deserialize)]
    struct Shelves(BTreeMap<String, Vec<u8>>);

    impl PageItem for Shelves {
        fn item_id(&self) -> Option<Cow<'_, str>> {
            self.0.keys().next().map(Cow::from)
        }
    }

    let long = "n".repeat(100_000);
    let page = format!(r#"{{"data":[{{"a":[1,2,""]}},{{"{long}":""}}]}}"#);
    let drift = page_drift_of::<Shelves>(&page);

    let paths: Vec<_> = drift
        .iter()
        .map(|(finding, _)| finding.path.as_str())
        .collect();
    let cut = "n".repeat(255);
    assert_eq!(paths, ["$.data[].a[]", &format!("$.data[].{cut}…")]);
}
