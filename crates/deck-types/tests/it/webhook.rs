//! A receiver that reads runs, stores them and writes them on.

use std::borrow::Cow;

use deck_types::Json;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::Problem;
use deck_types::TaskRun;
use deck_types::TaskRunFile;
use deck_types::TaskRunId;
use deck_types::WithRaw;
use serde::Deserialize;

/// A run as this receiver wants it: stricter than the crate, with a payload of its own.
#[derive(Debug, PartialEq, Deserialize)]
struct Invoice {
    id: TaskRunId,
    output: Total,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Total {
    cents: u32,
}

impl PageItem for Invoice {
    fn item_id(&self) -> Option<Cow<'_, str>> {
        Some(self.id.as_str().into())
    }
}

#[test]
fn a_page_of_a_type_of_ones_own_tells_which_items_do_not_fit() {
    let body = br#"{"data": [
        {"id": "trun_1", "output": {"cents": 5}},
        {"id": "trun_2", "output": {"cents": -5}}
    ]}"#;
    let page = Page::<Invoice>::from_json(body).unwrap();

    assert_eq!(
        page.data,
        [Invoice {
            id: "trun_1".into(),
            output: Total { cents: 5 }
        }]
    );
    assert_eq!(page.rejected[0].path, "$.output.cents");
    assert_eq!(page.last_id(), Some("trun_2".into()));
}

#[test]
fn a_payload_is_read_into_a_type_of_ones_own() {
    let run: TaskRun = serde_json::from_str(r#"{"id": "trun_1", "output": {"cents": 5}}"#).unwrap();

    assert_eq!(
        run.output.as_ref().map(Json::parse),
        Some(Ok(Total { cents: 5 }))
    );
}

#[test]
fn the_raw_text_of_a_run_is_what_is_written_on() {
    let received = r#"{"mood": "good",  "id": "trun_1", "output": 1.10}"#;
    let run: WithRaw<TaskRun> = serde_json::from_str(received).unwrap();

    assert_eq!(run.value().id, "trun_1");
    assert_eq!(serde_json::to_string(&run).unwrap(), received);
}

#[test]
fn a_fixture_is_written_and_read_back() {
    let mut run = TaskRun::fixture("trun_1");
    run.status = Some("failed".into());
    run.result = Some("failure".into());
    run.output = Some(Json::encode(&[1, 2]).unwrap());
    run.storage = Some(vec![TaskRunFile::fixture("stor_1")]);
    run.errors = vec![Problem::fixture("task", "timeout")];
    run.created_at = Some("2026-11-01T00:00:00Z".parse().unwrap());

    let written = serde_json::to_string(&Page::fixture(vec![run.clone()])).unwrap();
    let page = Page::<TaskRun>::from_json(written.as_bytes()).unwrap();

    assert_eq!(page, Page::fixture(vec![run]));
}

#[test]
fn the_types_go_anywhere() {
    fn goes_anywhere<T: Send + Sync + 'static>() {}

    goes_anywhere::<Page<WithRaw<TaskRun>>>();
    goes_anywhere::<deck_types::BodyError>();
    goes_anywhere::<deck_types::RejectedItem>();
    goes_anywhere::<deck_types::JsonError>();
    goes_anywhere::<deck_types::TimestampError>();
    goes_anywhere::<deck_types::ErrorResponse>();
}
