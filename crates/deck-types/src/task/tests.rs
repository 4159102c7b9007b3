use super::Task;
use super::status::TaskStatus;
use crate::json::Json;

#[track_caller]
fn task(text: &str) -> Task {
    serde_json::from_str(text).unwrap()
}

#[track_caller]
fn text(task: &Task) -> String {
    serde_json::to_string(task).unwrap()
}

#[test]
fn an_id_is_enough() {
    let mut expected = Task::fixture("task_1");
    expected.object = None;

    assert_eq!(task(r#"{"id": "task_1"}"#), expected);
}

#[test]
fn every_other_field_may_be_null() {
    let nulls = r#"{"id": "task_1", "object": null, "name": null, "status": null, "agent_id": null,
        "prompt": null, "extraction": null, "created_at": null, "updated_at": null, "request_id": null}"#;

    assert_eq!(task(nulls), task(r#"{"id": "task_1"}"#));
}

#[test]
fn a_task_without_id_is_refused() {
    assert!(serde_json::from_str::<Task>(r#"{"name": "Fetch bills"}"#).is_err());
}

#[test]
fn every_field_of_the_reference_page_is_read_and_written_back() {
    let received = concat!(
        r#"{"id":"task_1","object":"task","name":"Fetch bills","status":"live","agent_id":"agt_1","#,
        r#""prompt":"Fetch.","input_schema":{"maximum":1.10},"output_schema":null,"#,
        r#""storage":{"enabled":true},"extraction":false,"#,
        r#""created_at":"2026-11-01T00:00:00Z","updated_at":"yesterday","request_id":"req_1"}"#,
    );
    let task = task(received);

    assert_eq!(task.status, Some(TaskStatus::Live));
    assert!(task.output_schema.as_ref().is_some_and(Json::is_null));
    assert_eq!(text(&task), received);
}

#[test]
fn an_unknown_status_is_kept_and_told() {
    let received = r#"{"id":"task_1","status":"retired"}"#;
    let task = task(received);

    assert_eq!(
        task.unknown_words().collect::<Vec<_>>(),
        [("status", "retired")]
    );
    assert_eq!(text(&task), received);
    assert_eq!(Task::fixture("task_1").unknown_words().count(), 0);
}
