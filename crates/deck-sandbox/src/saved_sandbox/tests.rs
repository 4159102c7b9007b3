use std::time::Duration;
use std::time::SystemTime;

use bytes::Bytes;
use deck_transport::ManualClock;
use deck_types::Json;
use deck_types::TaskRunStatus;
use http::Request;

use super::*;
use crate::Collection;
use crate::NdjsonImport;
use crate::Prompt;
use crate::SANDBOX_API_KEY;
use crate::SANDBOX_BASE_URL;
use crate::Sandbox;
use crate::Script;

const SECOND: Duration = Duration::from_secs(1);

fn post(sandbox: &Sandbox, path: &str, key: &str, body: &'static str) -> (u16, Bytes) {
    let request = Request::post(format!("{SANDBOX_BASE_URL}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .body(Bytes::from_static(body.as_bytes()));
    let response = sandbox.respond(&request.unwrap());
    (response.status().as_u16(), response.body().clone())
}

fn saved(sandbox: &Sandbox) -> SavedSandbox {
    SavedSandbox::from_reader(text(sandbox).as_slice()).unwrap()
}

fn text(sandbox: &Sandbox) -> Vec<u8> {
    let mut text = Vec::new();
    sandbox.save(&mut text).unwrap();
    text
}

/// Returns a sandbox in which something of everything is there or under way, and the script of its tasks.
fn living() -> (Sandbox, Script) {
    let script = Script::new()
        .queued(2 * SECOND)
        .running(3 * SECOND)
        .ask(Prompt::mfa("123456"))
        .running(4 * SECOND)
        .file("bill.pdf", "application/pdf", 7)
        .complete(Json::from_text(r#"{"total": 1.10}"#).unwrap());
    let import = NdjsonImport::from_text(r#"{"id": "trun_mine",  "price": 1.10, "new": [ ]}"#);
    let sandbox = Sandbox::builder()
        .seed(3)
        .runs(30)
        .with_runs(import.runs)
        .default_script(script.clone())
        .build();
    let webhook = r#"{"name": "Bills", "webhook": {"url": "http://receiver.test/",
        "secret": "whsec_bmV3IHNlY3JldCBvZiBhIGRlc3RpbmF0aW9u"}}"#;
    assert_eq!(
        post(&sandbox, "/event-destinations", "hook", webhook).0,
        201
    );
    let task = sandbox.tasks()[0].id.clone();
    for key in ["one", "two", "three"] {
        assert_eq!(
            post(&sandbox, &format!("/tasks/{task}/run"), key, "{}").0,
            201
        );
        sandbox.advance(2 * SECOND);
    }
    (sandbox, script)
}

/// Does the rest of what happens, and returns what there is then.
fn rest(sandbox: &Sandbox) -> Vec<u8> {
    let asking = sandbox.runs().into_iter();
    let mut asking = asking.filter(|run| run.status == Some(TaskRunStatus::InteractionRequired));
    let path = format!("/task-runs/{}/interaction", asking.next().unwrap().id);
    let answer = r#"{"input": {"code": "123456"}}"#;
    post(sandbox, &path, "answer", answer);
    sandbox.advance(7 * SECOND);
    while let Some(attempt) = sandbox.take_delivery() {
        attempt.finish(Some(http::StatusCode::OK));
    }
    let task = sandbox.tasks()[0].id.clone();
    post(sandbox, &format!("/tasks/{task}/run"), "four", "{}");
    sandbox.advance(1_000 * SECOND);
    text(sandbox)
}

#[test]
fn what_happens_after_a_sandbox_was_saved_and_read_is_what_would_have_happened() {
    let (sandbox, script) = living();
    let builder = Sandbox::builder().default_script(script);
    let again = builder.saved(saved(&sandbox)).build();

    assert_eq!(text(&again), text(&sandbox));
    assert_eq!(rest(&again), rest(&sandbox));
}

#[test]
fn a_key_gives_the_response_it_gave_before_the_sandbox_was_saved() {
    let (sandbox, _) = living();
    let path = format!("/tasks/{}/run", sandbox.tasks()[0].id);
    let before = post(&sandbox, &path, "one", "{}");

    let again = Sandbox::builder().saved(saved(&sandbox)).build();

    assert_eq!(post(&again, &path, "one", "{}"), before);
    assert_eq!(post(&again, &path, "one", r#"{"input": {}}"#).0, 409);
}

#[test]
fn an_imported_run_keeps_its_bytes_and_the_secret_of_a_webhook_is_there() {
    let (sandbox, _) = living();
    let again = Sandbox::builder().saved(saved(&sandbox)).build();

    let text = String::from_utf8(text(&again)).unwrap();
    let line = r#"{"imported_task_run":{"id": "trun_mine",  "price": 1.10, "new": [ ]}}"#;
    assert!(text.lines().any(|it| it == line), "{text}");
    assert!(
        text.contains("whsec_bmV3IHNlY3JldCBvZiBhIGRlc3RpbmF0aW9u"),
        "{text}"
    );
}

#[test]
fn a_reset_leads_back_to_what_was_saved() {
    let (sandbox, _) = living();
    let again = Sandbox::builder().saved(saved(&sandbox)).build();
    let before = text(&again);
    again.advance(100 * SECOND);
    assert_ne!(text(&again), before);

    again.reset();

    assert_eq!(text(&again), before);
}

#[test]
fn time_does_not_go_back_when_the_sandbox_was_ahead_of_the_clock() {
    let start = SystemTime::UNIX_EPOCH + 1_000 * SECOND;
    let clock = ManualClock::at(start);
    let sandbox = Sandbox::builder().clock(clock.clone()).build();
    sandbox.advance(100 * SECOND);

    let file = saved(&sandbox);

    let again = Sandbox::builder()
        .clock(clock.clone())
        .saved(file.clone())
        .build();
    assert_eq!(saved(&again).head.time_of_day, start + 100 * SECOND);

    clock.advance(5 * SECOND);
    assert_eq!(saved(&again).head.time_of_day, start + 105 * SECOND);

    clock.advance(500 * SECOND);
    let later = Sandbox::builder().clock(clock).saved(file).build();
    assert_eq!(saved(&later).head.time_of_day, start + 505 * SECOND);
}

#[test]
fn the_builder_adds_to_what_was_saved() {
    let (sandbox, _) = living();
    let notes = Collection::new("/notes", [Json::from_text(r#"{"id": "note_1"}"#).unwrap()]);

    let again = Sandbox::builder()
        .seed(9)
        .saved(saved(&sandbox))
        .with_runs([deck_types::TaskRun::fixture("trun_mine")])
        .with_tasks([deck_types::Task::fixture("task_more")])
        .collection(notes.unwrap())
        .build();

    assert_eq!(again.len(), sandbox.len());
    assert_eq!(again.tasks().len(), sandbox.tasks().len() + 1);
    assert_eq!(again.objects("/notes").len(), 1);
}

#[track_caller]
fn check_refused(text: &str, expected: &str) {
    let error = SavedSandbox::from_reader(text.as_bytes()).unwrap_err();

    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn what_is_no_saved_sandbox_is_refused_with_the_number_of_the_entry() {
    let head = text(&Sandbox::new());
    let head = String::from_utf8(head).unwrap();
    let head = head.lines().next().unwrap();

    check_refused(
        "",
        "entry 1 is not one of a saved sandbox: there is nothing",
    );
    check_refused("{\"agent\":{\"id\":\"agt_1\"}}", "the first entry is not");
    check_refused(&format!("{head}\n{head}"), "entry 2 is not one");
    check_refused(&format!("{head}\n\n{{\"robot\":1}}"), "entry 2 is not one");
    check_refused(
        &format!("{head}\n{{\"imported_task_run\":{{}}}}"),
        "entry 2",
    );
    check_refused(&head.replace("\"version\":1", "\"version\":2"), "version 2");
    check_refused(&head[..head.len() - 3], "entry 1");
    check_refused("\u{0}\u{7}", "entry 1");
}

/// Replaces what stands behind each `member` in the text of a saved sandbox.
fn with(text: &str, member: &str, value: &str) -> String {
    let mut parts = text.split(member);
    let mut replaced = parts.next().unwrap().to_owned();
    for part in parts {
        let end = part.find([',', '}']).unwrap();
        replaced = replaced + member + value + &part[end..];
    }
    replaced
}

#[test]
fn numbers_that_no_sandbox_has_written_do_no_harm() {
    let (sandbox, script) = living();
    let text = String::from_utf8(text(&sandbox)).unwrap();
    let largest = u64::MAX.to_string();
    for member in [
        "\"secs\":",
        "\"secs_since_epoch\":",
        "\"next_sequence\":",
        "\"next_turn\":",
        "\"sequence\":",
        "\"turn\":",
        "\"started_runs\":",
        "\"seed\":",
        "\"attempts\":",
        "\"file_size\":",
    ] {
        for value in ["0", "7", &largest] {
            let changed = with(&text, member, value);
            let Ok(saved) = SavedSandbox::from_reader(changed.as_bytes()) else {
                continue;
            };
            let builder = Sandbox::builder().default_script(script.clone());
            let again = builder.saved(saved).build();
            let path = format!("/tasks/{}/run", sandbox.tasks()[0].id);
            post(&again, &path, "five", "{}");
            again.advance(1_000 * SECOND);
            while let Some(attempt) = again.take_delivery() {
                attempt.finish(None);
            }
            let _ = again.runs();
        }
    }
}
