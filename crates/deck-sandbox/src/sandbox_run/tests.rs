use deck_types::TaskRunStatus;

use super::*;

const LINE: &str = concat!(
    r#"{"z": [1 , 2],"status":"queued", "id":"trun_1","runtime_ms":"7","mood":{"a":1,"a":1.10},"mood":2,"#,
    r#""output":{"total": 1.10}}"#,
);

fn imported() -> SandboxRun {
    SandboxRun::read(LINE).unwrap()
}

#[track_caller]
fn check_changed(change: impl FnOnce(&mut TaskRun), expected: &str) {
    let mut run = imported().to_run();
    change(&mut run);

    let changed = imported().changed(run.clone());

    assert_eq!(changed.text().map(Json::as_str), Some(expected));
    assert_eq!(changed.to_run(), run);
}

#[test]
fn the_whole_run_is_decoded_from_the_text() {
    assert_eq!(imported().to_run(), TaskRun::from_item_text(LINE).unwrap());
    assert!(imported().to_run().output.is_some());
}

#[test]
fn payloads_are_held_once() {
    assert_eq!(imported().decoded().output, None);
}

#[test]
fn a_change_of_nothing_changes_no_byte() {
    check_changed(|_| {}, LINE);
}

#[test]
fn a_changed_member_is_replaced_and_a_removed_one_is_null() {
    check_changed(
        |run| {
            run.status = Some(TaskRunStatus::Canceled);
            run.runtime_ms = None;
        },
        &LINE
            .replace(r#""queued""#, r#""canceled""#)
            .replace(r#""7""#, "null"),
    );
}

#[test]
fn a_new_member_is_added() {
    check_changed(
        |run| run.object = Some("task_run".into()),
        &LINE.replace(r#"1.10}}"#, r#"1.10},"object":"task_run"}"#),
    );
}

#[test]
fn only_cancelling_has_two_spellings() {
    let text_in = |status: &str| {
        let line = LINE.replace("queued", status);
        let run = SandboxRun::read(&line).unwrap();
        let text = run.text_in(Some(Spelling::Canceling)).unwrap();
        text.as_str() == line
    };

    assert!(text_in("queued") && text_in("canceling"));
    assert!(!text_in("cancelling"));
}
