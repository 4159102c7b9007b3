//! Waits, as a person at a terminal sees them.

use rexpect::session::PtySession;
use rexpect::session::spawn_command;

use crate::scene::CANARY;
use crate::scene::deck;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

/// How long a line is waited for, in milliseconds, before the test fails.
const PATIENCE: u64 = 60_000;

/// Starts the program at a terminal, on a server that responds like this first.
fn at_terminal(server: &ScriptedServer, flags: &[&str]) -> PtySession {
    let mut command = deck(flags);
    command
        .args(["--base-url", &server.url()])
        .env("DECK_API_KEY", CANARY);
    spawn_command(command, Some(PATIENCE)).unwrap()
}

/// Expects the program to tell what matches this before it waits, and ends it without waiting. The seconds
/// vary, since waits are spread.
#[track_caller]
fn assert_told(responses: Vec<Response>, flags: &[&str], pattern: &str) {
    let server = ScriptedServer::start(responses);
    let mut session = at_terminal(&server, flags);
    let before = session.exp_regex(pattern);
    assert!(before.is_ok(), "{before:?}");
    session.process_mut().exit().unwrap();
}

fn too_many(headers: &'static str) -> Vec<Response> {
    vec![Response::new(429, "").headers(headers)]
}

#[test]
fn a_wait_that_the_api_asks_for_is_announced() {
    assert_told(
        too_many("retry-after: 7\r\n"),
        &["test"],
        r"^waiting \d+ s: the API asked for it \(status 429\)\r\n",
    );
}

#[test]
fn a_wait_for_a_server_in_trouble_is_announced() {
    assert_told(
        vec![Response::new(503, "").headers("retry-after: 9\r\n")],
        &["test"],
        r"^waiting \d+ s: the API asked for it \(status 503\)\r\n",
    );
}

#[test]
fn a_wait_for_the_rate_limit_is_announced() {
    let page = r#"{"data":[{"id":"trun_1"}],"has_more":true,"next_cursor":"c2"}"#;
    assert_told(
        vec![Response::new(200, page)],
        &["runs", "list", "--all", "--rate-limit", "1/1h"],
        r"waiting \d+ s: more requests would break the rate limit\r\n",
    );
}

#[test]
fn a_wait_is_an_object_where_the_output_is_json() {
    assert_told(
        too_many("retry-after: 7\r\n"),
        &["test", "-o", "json"],
        r#"^\{"level":"wait","message":"waiting \d+ s: the API asked for it \(status 429\)"\}"#,
    );
}

#[test]
fn a_short_wait_is_not_announced() {
    let responses = vec![
        Response::new(429, "").headers("retry-after: 1\r\n"),
        Response::new(200, r#"{"status":"ready"}"#),
    ];
    let server = ScriptedServer::start(responses);
    let mut session = at_terminal(&server, &["test"]);
    let text = session.exp_eof().unwrap();
    assert!(
        text.contains("ready") && !text.contains("waiting"),
        "{text}"
    );
}
