//! What goes wrong on the way to the API and back: exit code 1, a reason, and what to do.

use crate::scene::CANARY;
use crate::scene::deck;
use crate::scene::on_server;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

/// Gives the response to `deck task-runs list`, and expects the exit code, and standard error to hold all
/// these texts.
#[track_caller]
fn assert_fails_with(code: i32, response: Response, texts: &[&str]) {
    let server = ScriptedServer::start([response]);
    let stderr = on_server(&server, &["task-runs", "list"]).failure(code);
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
        4,
        Response::new(401, body),
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
    assert_fails_with(4, Response::new(401, ""), &["401", "check DECK_API_KEY"]);
}

#[test]
fn too_many_requests_tell_how_long_to_wait() {
    let response = Response::new(429, envelope("rate_limit", "rate_limit_exceeded"))
        .headers("retry-after: 7\r\n");
    assert_fails_with(1, response, &["429", "req_77", "wait 7 s"]);
}

#[test]
fn an_error_of_the_server_asks_for_patience() {
    assert_fails_with(
        1,
        Response::new(500, envelope("api", "api_error")),
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
        1,
        Response::new(502, ""),
        &["502", "tell Deck's support the time and the command"],
    );
}

#[test]
fn an_address_that_the_server_does_not_know_points_to_the_address() {
    assert_fails_with(
        5,
        Response::new(404, envelope("request", "endpoint_not_found")),
        &[
            "404",
            "check --base-url (http://127.0.0.1:",
            "/v2); or the ids in the flags, if there are any",
        ],
    );
}

#[test]
fn a_refused_parameter_points_to_the_flags() {
    assert_fails_with(
        1,
        Response::new(400, envelope("request", "status_invalid")),
        &["400", "req_77", "the values of the flags"],
    );
}

#[test]
fn a_page_of_somebody_else_is_quoted_and_points_to_the_address() {
    let html = "<html>\u{1b}[2J<title>Welcome</title></html>";
    assert_fails_with(
        5,
        Response::new(404, html),
        &["404", "<title>Welcome</title>", "check --base-url"],
    );
    assert_fails_with(
        1,
        Response::new(200, html),
        &["<title>Welcome</title>", "check --base-url"],
    );
}

#[test]
fn a_server_that_is_not_there_points_to_the_address() {
    let stderr = on_server(&ScriptedServer::nobody(), &["test"]).failure(6);
    assert!(stderr.contains("caused by"), "{stderr}");
    assert!(
        stderr.contains("check the network and --base-url (http://127.0.0.1:"),
        "{stderr}"
    );
}

#[test]
fn a_base_url_that_goes_on_behind_the_version_is_suspected_by_the_name_of_its_variable() {
    for arguments in [&["task-runs", "list"][..], &["test"]] {
        let body = envelope("request", "task_run_not_found");
        let server = ScriptedServer::start([Response::new(404, body)]);
        let url = format!("{}/task-runs", server.url());
        let mut command = deck(arguments);
        command
            .env("DECK_API_KEY", CANARY)
            .env("DECK_BASE_URL", &url);

        let stderr = run(command).failure(5);

        let expected = format!(
            "  help: check DECK_BASE_URL ({url}), which must end with the version, as in \
             https://api.deck.co/v2"
        );
        assert!(stderr.contains(&expected), "{stderr}");
        assert!(!stderr.contains("another organization"), "{stderr}");
    }
}

#[test]
fn a_base_url_that_ends_oddly_is_suspected_where_a_parameter_is_refused() {
    let body = envelope("request", "parameter_unknown");
    let server = ScriptedServer::start([Response::new(400, body)]);
    let url = format!("{}/task-runs", server.url());
    let mut command = deck(&["task-runs", "list", "--base-url", &url]);
    command.env("DECK_API_KEY", CANARY);

    let stderr = run(command).failure(1);

    let expected = format!("; or check --base-url ({url}), which must end with the version");
    assert!(stderr.contains(&expected), "{stderr}");
}

#[test]
fn a_proxy_that_is_not_there_is_told_with_the_variable_that_sets_it() {
    let proxy = ScriptedServer::nobody().url();
    let mut command = deck(&["test", "--max-retries", "0"]);
    command
        .env("DECK_API_KEY", CANARY)
        .env("all_proxy", proxy.trim_end_matches("/v2"));

    let stderr = run(command).failure(6);

    assert!(stderr.contains("the proxy http://127.0.0.1:"), "{stderr}");
    assert!(
        stderr.contains("help: check the network and the proxy that all_proxy sets\n"),
        "{stderr}"
    );
}

#[test]
fn a_refusal_that_may_not_be_of_the_api_points_to_the_responder_too() {
    assert_fails_with(
        4,
        Response::new(403, "<html>Forbidden</html>"),
        &[
            "ask who administers your organization; or check --base-url (http://127.0.0.1:",
            ") and any proxy or gateway in between",
        ],
    );
}

#[test]
fn a_listing_that_goes_in_circles_is_ended() {
    let page = |id: &str| {
        Response::new(
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
    let server = ScriptedServer::start([Response::new(200, body)]);
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
