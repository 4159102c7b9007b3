use super::Event;
use super::subject::Subject;
use crate::agent::Agent;
use crate::credential::Credential;
use crate::json::Json;
use crate::session::Session;
use crate::source::Source;
use crate::storage::StorageItem;
use crate::task::Task;
use crate::task_run::TaskRun;

fn event(event_type: &str, data: &str) -> Event {
    let mut event = Event::fixture("evt_1");
    event.event_type = Some(event_type.into());
    event.data = Some(Json::from_text(data).unwrap());
    event
}

#[track_caller]
fn check_other(event_type: &str, data: &str) {
    let expected = Subject::Other(Json::from_text(data).unwrap());
    assert_eq!(event(event_type, data).subject(), expected);
}

#[test]
fn the_object_tells_the_kind_of_subject_and_the_type_where_there_is_none() {
    let without_object = |mut run: TaskRun| {
        run.object = None;
        run
    };
    for (event_type, data, expected) in [
        (
            "x",
            r#"{"id":"trun_1","object":"task_run"}"#,
            Subject::TaskRun(TaskRun::fixture("trun_1").into()),
        ),
        (
            "task_run.failed",
            r#"{"id":"trun_1"}"#,
            Subject::TaskRun(without_object(TaskRun::fixture("trun_1")).into()),
        ),
        (
            "task_run.failed",
            r#"{"id":"trun_1","object":""}"#,
            Subject::TaskRun(without_object(TaskRun::fixture("trun_1")).into()),
        ),
        (
            "task_run.failed",
            r#"{"id":"task_1","object":"task"}"#,
            Subject::Task(Task::fixture("task_1").into()),
        ),
        (
            "x",
            r#"{"id":"cred_1","object":"credential"}"#,
            Subject::Credential(Credential::fixture("cred_1").into()),
        ),
        (
            "x",
            r#"{"id":"sess_1","object":"session"}"#,
            Subject::Session(Session::fixture("sess_1").into()),
        ),
        (
            "x",
            r#"{"id":"agt_1","object":"agent"}"#,
            Subject::Agent(Agent::fixture("agt_1").into()),
        ),
        (
            "x",
            r#"{"id":"src_1","object":"source"}"#,
            Subject::Source(Source::fixture("src_1").into()),
        ),
        (
            "x",
            r#"{"id":"stor_1","object":"storage"}"#,
            Subject::StorageItem(StorageItem::fixture("stor_1").into()),
        ),
    ] {
        assert_eq!(event(event_type, data).subject(), expected, "{data}");
    }
}

#[test]
fn an_empty_string_reads_as_null_in_the_data_of_an_event_only() {
    let data = r#"{"id":"trun_1","object":"task_run","workflow_id":"","created_at":""}"#;
    let expected = Subject::TaskRun(TaskRun::fixture("trun_1").into());

    assert_eq!(event("task_run.queued", data).subject(), expected);
    let elsewhere: TaskRun = serde_json::from_str(data).unwrap();
    assert_eq!(elsewhere.workflow_id, Some("".into()));
}

#[test]
fn what_is_of_another_kind_or_cannot_be_read_is_kept_to_the_byte() {
    check_other("user.created", r#"{"id": "user_1",  "object": "user"}"#);
    check_other("task_run.failed", r#"{"id": "",  "object": "task_run"}"#);
    check_other("task_run.failed", r#"{"id": "trun_1", "runtime_ms": []}"#);
    check_other("task_run.failed", "[1, 2]");
    check_other("task_run.failed", "null");
    check_other("", r#"{"id": "x"}"#);
}

#[test]
fn an_event_without_data_is_about_null() {
    let null = Subject::Other(Json::from_text("null").unwrap());

    assert_eq!(Event::fixture("evt_1").subject(), null);
}

#[test]
fn an_id_is_enough_and_every_other_field_may_be_null() {
    let nulls =
        r#"{"id": "evt_1", "object": null, "type": null, "created_at": null, "request_id": null}"#;
    let mut expected = Event::fixture("evt_1");
    expected.object = None;

    assert_eq!(serde_json::from_str(nulls).ok(), Some(expected));
    assert!(serde_json::from_str::<Event>("{}").is_err());
}

#[test]
fn bytes_that_are_no_text_are_an_error_that_tells_the_place() {
    let error = Event::from_json(b"{\"id\":\n \"evt_\xff\"}").unwrap_err();

    assert_eq!(
        error.to_string(),
        "byte 13 is not UTF-8 at $ (line 2, column 7)"
    );
}

#[test]
fn a_list_of_the_values_of_an_event_is_no_event() {
    assert!(Event::from_json(br#"["evt_1"]"#).is_err());
    assert!(Event::from_json(br#"{"id":"evt_1"}{}"#).is_err());
    assert!(Event::from_json(b"").is_err());
}
