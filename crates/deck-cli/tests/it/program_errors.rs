//! What programs are told on standard error: one object on each line.

use serde_json::Value;
use serde_json::json;

use crate::scene::CANARY;
use crate::scene::Outcome;
use crate::scene::deck;
use crate::scene::on_sandbox;
use crate::scene::on_server;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

/// Returns the objects on standard error; every line must be one, and plain text.
#[track_caller]
fn objects(outcome: &Outcome) -> Vec<Value> {
    let steers = |letter: char| letter.is_control() && letter != '\n';
    assert!(!outcome.stderr.contains(steers), "{outcome:?}");
    let lines = outcome.stderr.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Returns the error of a run that must have failed with this exit code and nothing else on standard error.
#[track_caller]
fn error(code: i32, outcome: &Outcome) -> Value {
    assert_eq!(outcome.code, Some(code), "{outcome:?}");
    let [error] = objects(outcome).try_into().unwrap();
    error
}

#[track_caller]
fn error_of(code: i32, response: Response) -> Value {
    let server = ScriptedServer::start([response]);
    error(code, &on_server(&server, &["test", "-o", "json"]))
}

#[test]
fn a_refusal_has_its_code_its_request_id_and_the_next_step() {
    let body = r#"{"errors":[{"type":"request","code":"api_key_invalid","message":"Because"}],
        "request_id":"req_77"}"#;
    let error = error_of(4, Response::new(401, body));
    assert_eq!(error["level"], "error");
    assert_eq!(error["code"], "key");
    assert_eq!(error["request_id"], "req_77");
    assert_eq!(error["retryable"], false);
    assert!(error["message"].as_str().unwrap().contains("Because"));
    assert!(error["next"].as_str().unwrap().contains("DECK_API_KEY"));
}

#[test]
fn what_passes_by_itself_is_retryable() {
    let error = error_of(1, Response::new(429, "").headers("retry-after: 7\r\n"));
    assert_eq!(error["code"], "rate_limited");
    assert_eq!(error["retryable"], true);
    assert!(error["next"].as_str().unwrap().starts_with("wait 7 s"));
}

#[test]
fn a_server_that_is_not_there_is_retryable_and_has_no_request_id() {
    let outcome = on_server(&ScriptedServer::nobody(), &["test", "-o", "ndjson"]);
    let error = error(6, &outcome);
    assert_eq!(error["code"], "unreachable");
    assert_eq!(error["retryable"], true);
    assert_eq!(error["request_id"], Value::Null);
    assert!(!error["details"].as_array().unwrap().is_empty());
}

#[test]
fn text_of_a_server_steers_nothing_even_when_it_is_decoded() {
    let error = error_of(
        1,
        Response::new(200, "<html>\u{1b}[2J\u{9b}2J\u{202e}</html>"),
    );
    let text = error.to_string();
    assert!(text.contains("u{1b}") && text.contains("u{202e}"), "{text}");
    assert!(!text.contains("\\u001b"), "{text}");
}

#[test]
fn a_command_line_that_is_wrong_is_an_object_too() {
    for flag in [
        &["-o", "json"][..],
        &["-ojson"],
        &["--output", "json"],
        &["--output=ndjson"],
        &["-vojson"],
    ] {
        let words = [&["task-runs", "list", "--statsu", "failed"], flag].concat();
        let error = error(2, &run(deck(&words)));
        assert_eq!(
            error,
            json!({
                "level": "error",
                "code": "usage",
                "message": "unexpected argument '--statsu' found",
                "request_id": null,
                "retryable": false,
                "next": "a similar argument exists: '--status'",
            })
        );
    }
}

#[test]
fn a_command_line_without_a_tip_points_to_the_help_of_the_command() {
    let words = ["task-runs", "get", "-o", "json"];
    let error = error(2, &run(deck(&words)));
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("<ID>"), "{message}");
    assert_eq!(error["next"], "deck task-runs get --help");
}

#[test]
fn a_command_that_is_missing_is_said_to_be() {
    for (words, next) in [
        (&["-o", "json"][..], "deck --help"),
        (&["task-runs", "-o", "json"], "deck task-runs --help"),
    ] {
        let error = error(2, &run(deck(words)));
        assert_eq!(error["message"], "a command is missing");
        assert_eq!(error["next"], next);
    }
}

#[test]
fn a_word_that_is_not_known_is_refused_with_the_one_that_is_meant() {
    let words = ["task-runs", "list", "--status", "faild", "-o", "json"];
    let error = error(2, &run(deck(&words)));
    let next = error["next"].as_str().unwrap();
    assert!(
        next.contains("'failed'") && next.contains("--allow-unknown"),
        "{next}"
    );
}

#[test]
fn a_missing_key_is_an_object() {
    let error = error(4, &run(deck(&["test", "-o", "json"])));
    assert_eq!(error["code"], "key");
}

#[test]
fn a_note_is_an_object_with_its_level() {
    let outcome = on_sandbox(&["task-runs", "list", "-o", "json"]);
    assert_eq!(outcome.code, Some(0));
    let [note] = objects(&outcome).try_into().unwrap();
    assert_eq!(note["level"], "note");
    assert!(
        note["message"].as_str().unwrap().contains("--all"),
        "{note}"
    );
}

#[test]
fn a_listing_that_breaks_off_has_the_command_that_goes_on() {
    let page = r#"{"data":[{"id":"trun_1"}],"has_more":true,"next_cursor":"c2"}"#;
    let server = ScriptedServer::start([Response::new(200, page), Response::new(503, "")]);
    let outcome = on_server(&server, &["task-runs", "list", "--all", "-o", "ndjson"]);
    let error = error(1, &outcome);
    assert_eq!(error["code"], "server_error");
    let next = error["next"].as_str().unwrap();
    assert!(
        next.starts_with("deck task-runs list ") && next.ends_with("--after=trun_1"),
        "{next}"
    );
}

#[test]
fn the_key_is_in_no_object() {
    let body = format!(r#"{{"errors":[{{"message":"no {CANARY}"}}],"request_id":"{CANARY}"}}"#);
    let server = ScriptedServer::start([Response::new(401, body)]);
    let outcome = on_server(&server, &["test", "-o", "json", "-vv"]);
    assert!(!format!("{outcome:?}").contains("canary"), "{outcome:?}");
}

#[test]
fn a_reader_that_went_away_is_no_error() {
    let mut command = deck(&["--sandbox", "task-runs", "list", "--all", "-o", "ndjson"]);
    let mut child = command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}
