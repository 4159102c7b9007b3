//! What goes wrong on the way to the API and back: exit code 1, a reason, and what to do.

use crate::scene::CANARY;
use crate::scene::on_server;
use crate::scripted_server::Answer;
use crate::scripted_server::ScriptedServer;

/// Gives the answer to `deck task-runs list` and expects standard error to hold all these texts.
#[track_caller]
fn assert_fails_with(answer: Answer, texts: &[&str]) {
    let server = ScriptedServer::start([answer]);
    let stderr = on_server(&server, &["task-runs", "list"]).failure(1);
    for text in texts {
        assert!(stderr.contains(text), "{text:?} is not in: {stderr}");
    }
    assert!(stderr.starts_with("error: GET /task-runs "), "{stderr}");
    assert!(!stderr.contains(CANARY), "{stderr}");
}

fn envelope(problem_type: &str, code: &str) -> String {
    format!(
        r#"{{"errors":[{{"type":"{problem_type}","code":"{code}","message":"Because"}}],
            "request_id":"req_77"}}"#
    )
}

#[test]
fn a_refused_key_points_to_the_variable() {
    let body = envelope("request", "api_key_invalid");
    assert_fails_with(
        Answer::new(401, body),
        &[
            "401",
            "req_77",
            "request/api_key_invalid: Because",
            "check DECK_API_KEY",
        ],
    );
}

#[test]
fn a_refused_key_without_any_words_points_to_the_variable_too() {
    assert_fails_with(Answer::new(401, ""), &["401", "check DECK_API_KEY"]);
}

#[test]
fn too_many_requests_tell_how_long_to_wait() {
    let answer = Answer::new(429, envelope("rate_limit", "rate_limit_exceeded"))
        .headers("retry-after: 7\r\n");
    assert_fails_with(answer, &["429", "req_77", "wait 7 s"]);
}

#[test]
fn an_error_of_the_server_asks_for_patience() {
    assert_fails_with(
        Answer::new(500, envelope("api", "api_error")),
        &[
            "500",
            "try again in a while",
            "give the request id req_77 to",
        ],
    );
}

#[test]
fn where_there_is_no_request_id_none_is_asked_for() {
    assert_fails_with(
        Answer::new(502, ""),
        &["502", "tell Deck's support the time and the command"],
    );
}

#[test]
fn an_address_that_the_server_does_not_know_points_to_the_address() {
    assert_fails_with(
        Answer::new(404, envelope("request", "endpoint_not_found")),
        &["404", "check --base-url", "needs the version"],
    );
}

#[test]
fn a_refused_parameter_points_to_the_flags() {
    assert_fails_with(
        Answer::new(400, envelope("request", "status_invalid")),
        &["400", "req_77", "the values of the flags"],
    );
}

#[test]
fn a_page_of_somebody_else_is_quoted_and_points_to_the_address() {
    let html = "<html>\u{1b}[2J<title>Welcome</title></html>";
    assert_fails_with(
        Answer::new(404, html),
        &["404", "<title>Welcome</title>", "check --base-url"],
    );
    assert_fails_with(
        Answer::new(200, html),
        &["<title>Welcome</title>", "check --base-url"],
    );
}

#[test]
fn a_server_that_is_not_there_points_to_the_address() {
    let stderr = on_server(&ScriptedServer::nobody(), &["test"]).failure(1);
    assert!(stderr.contains("caused by"), "{stderr}");
    assert!(
        stderr.contains("check the network and --base-url"),
        "{stderr}"
    );
}

#[test]
fn a_listing_that_goes_in_circles_is_ended() {
    let page = |id: &str| {
        Answer::new(
            200,
            format!(r#"{{"data":[{{"id":"{id}"}}],"has_more":true,"next_cursor":"again"}}"#),
        )
    };
    let server = ScriptedServer::start([page("trun_1"), page("trun_2"), page("trun_3")]);
    let outcome = on_server(&server, &["task-runs", "list", "--all", "-o", "ndjson"]);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    let stderr = &outcome.stderr;
    assert!(
        stderr.contains("what is shown is right but not all"),
        "{stderr}"
    );
    assert!(stderr.contains("--all --after=trun_"), "{stderr}");
}

#[test]
fn a_run_that_cannot_be_read_is_reported_and_the_others_are_shown() {
    let body = r#"{"data":[{"id":"trun_1"},{"id":"trun_2","runtime_ms":[]},{"id":"trun_3"}],
        "has_more":false,"request_id":"req_77"}"#;
    let server = ScriptedServer::start([Answer::new(200, body)]);
    let outcome = on_server(&server, &["task-runs", "list"]);
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome.stdout.contains("trun_1") && outcome.stdout.contains("trun_3"),
        "{outcome:?}"
    );
    assert!(
        outcome.stderr.contains("warning: ") && outcome.stderr.contains("req_77"),
        "{outcome:?}"
    );
    assert!(
        outcome
            .stderr
            .contains("error: 1 run could not be read and is not shown"),
        "{outcome:?}"
    );
}
