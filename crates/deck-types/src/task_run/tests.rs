use std::time::Duration;

use super::TaskRun;
use super::interaction::InteractionType;
use super::outcome::Outcome;
use super::status::CancellingSpelling;
use super::status::TaskRunStatus;
use crate::json::Json;
use crate::problem::problem_code::ProblemCode;
use crate::problem::problem_type::ProblemType;
use crate::timestamp::Timestamp;

#[track_caller]
fn run(text: &str) -> TaskRun {
    serde_json::from_str(text).unwrap()
}

#[track_caller]
fn text(run: &TaskRun) -> String {
    serde_json::to_string(run).unwrap()
}

#[test]
fn an_id_is_enough() {
    let run = run(r#"{"id": "trun_1"}"#);

    let mut expected = TaskRun::fixture("trun_1");
    expected.object = None;
    assert_eq!(run, expected);
}

#[test]
fn every_other_field_may_be_null() {
    let nulls = r#"{"id": "trun_1", "object": null, "status": null, "result": null, "task_id": null,
        "credential_id": null, "session_id": null, "workflow_id": null, "agent_id": null, "source_id": null,
        "runtime_ms": null, "storage": null, "errors": null, "interaction": null, "canceled_at": null,
        "created_at": null, "updated_at": null, "request_id": null}"#;

    assert_eq!(run(nulls), run(r#"{"id": "trun_1"}"#));
}

#[test]
fn a_run_without_id_is_refused() {
    let error = serde_json::from_str::<TaskRun>(r#"{"status": "queued"}"#).unwrap_err();

    assert!(
        error.to_string().starts_with("missing field `id`"),
        "{error}"
    );
}

#[test]
fn an_array_is_not_a_run() {
    assert!(serde_json::from_str::<TaskRun>(r#"["trun_1", "task_run", "queued"]"#).is_err());
}

#[test]
fn both_spellings_of_cancelling_are_one_status_and_survive() {
    let reference = run(r#"{"id":"trun_1","status":"cancelling"}"#);
    let other = run(r#"{"id":"trun_1","status":"canceling"}"#);

    assert_eq!(reference.status, Some(TaskRunStatus::cancelling()));
    assert_eq!(
        other.status,
        Some(TaskRunStatus::Cancelling(CancellingSpelling::Canceling))
    );
    assert!(
        reference
            .status
            .as_ref()
            .unwrap()
            .same_status(other.status.as_ref().unwrap())
    );
    assert_eq!(
        text(&reference),
        r#"{"id":"trun_1","status":"cancelling","errors":[]}"#
    );
    assert_eq!(
        text(&other),
        r#"{"id":"trun_1","status":"canceling","errors":[]}"#
    );
}

#[test]
fn an_unknown_status_is_kept_and_judged_neither_way() {
    let received = r#"{"id":"trun_1","status":"meditating","errors":[]}"#;
    let run = run(received);

    let status = run.status.as_ref().unwrap();
    assert_eq!(status.as_str(), "meditating");
    assert!(!status.is_known());
    assert_eq!((status.is_terminal(), status.is_paused()), (None, None));
    assert_eq!(text(&run), received);
}

#[test]
fn an_unknown_outcome_is_kept_apart_from_the_outcome_unknown() {
    let received = r#"{"id":"trun_1","result":"partial","errors":[]}"#;
    let run = run(received);

    assert_eq!(run.result.as_ref().map(Outcome::as_str), Some("partial"));
    assert_ne!(run.result, Some(Outcome::Unknown));
    assert_eq!(text(&run), received);
}

#[test]
fn unknown_problem_types_and_codes_are_kept() {
    let received = r#"{"id":"trun_1","errors":[{"type":"weather","code":"rain"}]}"#;
    let run = run(received);

    assert_eq!(
        run.errors[0]
            .problem_type
            .as_ref()
            .map(ProblemType::is_known),
        Some(false)
    );
    assert_eq!(
        run.errors[0].code.as_ref().map(ProblemCode::is_known),
        Some(false)
    );
    assert_eq!(text(&run), received);
}

#[test]
fn numbers_may_be_strings_of_digits() {
    let run = run(
        r#"{"id": "trun_1", "runtime_ms": "12453", "storage": [{"file_size": "18446744073709551615"}]}"#,
    );

    assert_eq!(run.runtime(), Some(Duration::from_millis(12_453)));
    assert_eq!(run.storage.unwrap()[0].file_size, Some(u64::MAX));
}

#[test]
fn strings_that_are_not_digits_are_no_numbers() {
    for bad in ["", "+1", "-1", "1e3", "1.0", " 1", "18446744073709551616"] {
        let text = format!(r#"{{"id": "trun_1", "runtime_ms": "{bad}"}}"#);
        assert!(
            serde_json::from_str::<TaskRun>(&text).is_err(),
            "{bad:?} was read as a number"
        );
    }
}

#[test]
fn payloads_are_any_json_value_to_the_last_digit() {
    for payload in [
        "null",
        "true",
        "1.10",
        "123456789012345678901234567890",
        r#""text""#,
        "[1, 2]",
        r#"{"b": 1, "a": 2, "b": 3}"#,
    ] {
        let received =
            format!(r#"{{"id":"trun_1","input":{payload},"output":{payload},"errors":[]}}"#);
        assert_eq!(text(&run(&received)), received);
    }
}

#[test]
fn an_absent_payload_differs_from_a_null_one() {
    assert_eq!(run(r#"{"id": "trun_1"}"#).output, None);
    assert!(
        run(r#"{"id": "trun_1", "output": null}"#)
            .output
            .unwrap()
            .is_null()
    );
}

#[test]
fn an_encrypted_payload_is_recognised() {
    let run = run(r#"{"id": "trun_1", "input": {"enc_": 1}, "output": "enc_Zm9v"}"#);

    assert_eq!(
        run.output.unwrap().encrypted_text().as_deref(),
        Some("enc_Zm9v")
    );
    assert_eq!(run.input.unwrap().encrypted_text(), None);
}

#[test]
fn a_date_that_is_none_does_not_lose_the_run() {
    let run = run(r#"{"id": "trun_1", "created_at": "yesterday"}"#);

    assert_eq!(
        run.created_at.as_ref().map(Timestamp::as_str),
        Some("yesterday")
    );
    assert!(run.created_at.unwrap().unix_nanoseconds().is_err());
}

#[test]
fn an_interaction_is_read_on_demand() {
    let run = run(r#"{"id": "trun_1",
            "interaction": {"type": "mfa", "message": "Code?", "fields": [{"name": "code"}]}}"#);

    let prompt = run.interaction_prompt().unwrap().unwrap();

    assert_eq!(prompt.interaction_type, Some(InteractionType::Mfa));
    assert_eq!(prompt.fields[0].name, "code");
}

#[test]
fn an_interaction_of_another_shape_stays_readable_as_text() {
    let run = run(r#"{"id": "trun_1", "interaction": "<unknown>"}"#);

    assert!(run.interaction_prompt().unwrap().is_err());
    assert_eq!(
        run.interaction.as_ref().map(Json::as_str),
        Some(r#""<unknown>""#)
    );
}

#[test]
fn the_known_statuses_say_whether_they_end_or_pause_a_run() {
    let ends = |word: &str| TaskRunStatus::from(word).is_terminal().unwrap();
    let pauses = |word: &str| TaskRunStatus::from(word).is_paused().unwrap();
    let words = [
        "queued",
        "running",
        "cancelling",
        "canceling",
        "interaction_required",
        "review_required",
        "pending",
    ];

    assert!(
        ["completed", "canceled", "failed"]
            .into_iter()
            .all(|word| ends(word) && !pauses(word))
    );
    assert!(words.into_iter().all(|word| !ends(word)));
    assert_eq!(
        words.map(pauses),
        [false, false, false, false, true, true, true]
    );
}
