//! `deck api`.

use crate::living::Living;
use crate::scene::CANARY;
use crate::scene::deck;
use crate::scene::on_server;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

#[test]
fn the_body_is_written_to_the_byte() {
    for body in ["{ \"n\": 1.50 }\n", "no json at all", "", "\u{1b}[2J"] {
        let server = ScriptedServer::start([Response::new(200, body)]);
        assert_eq!(
            on_server(&server, &["api", "get", "event-types"]).success(),
            body
        );
        assert_eq!(server.request_lines(), ["GET /v2/event-types HTTP/1.1"]);
    }
}

#[test]
fn json_is_indented_on_request() {
    let server = ScriptedServer::start([Response::new(200, r#"{"n":1.50}"#)]);

    let text = on_server(&server, &["api", "GET", "/x", "-o", "json"]).success();

    assert_eq!(text, "{\n  \"n\": 1.50\n}\n");
}

#[test]
fn parameters_stand_behind_the_path_or_in_flags_and_are_escaped() {
    let server = ScriptedServer::start([Response::new(200, "{}")]);

    let words = [
        "api",
        "GET",
        "/events?type=a%26b",
        "--query",
        "type=c d",
        "--query",
        "x=1=2",
    ];
    on_server(&server, &words).success();

    assert_eq!(
        server.request_lines(),
        ["GET /v2/events?type=a%26b&type=c%20d&x=1%3D2 HTTP/1.1"]
    );
}

#[test]
fn it_writes_and_the_status_is_shown_on_request() {
    let living = Living::start();

    let outcome = living.ask(&[
        "api",
        "POST",
        "agents",
        "--json",
        r#"{"name": "Bills"}"#,
        "-i",
    ]);

    assert_eq!(outcome.code, Some(0));
    let agent: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(agent["name"], "Bills");
    assert!(
        outcome.stderr.starts_with("status 201\nrequest id req_"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_write_that_may_have_happened_has_the_command_that_repeats_it() {
    let living = Living::with_faults("1:status=500,after-operation");
    let words = ["api", "POST", "/agents", "--json", r#"{"name": "Bills"}"#];

    let stderr = living.ask(&words).failure(1);

    assert!(
        stderr.contains("it is not known whether the request was carried out"),
        "{stderr}"
    );
    let flag = stderr
        .split_whitespace()
        .find(|word| word.starts_with("--idempotency-key="))
        .unwrap();
    living.ask(&[&words[..], &[flag]].concat()).success();
    let agents = living.ask(&["agents", "list", "-o", "ndjson"]).json_lines();
    assert_eq!(agents.len(), 1);
}

#[test]
fn the_key_goes_to_no_other_address() {
    for path in [
        "https://evil.test/v2/agents",
        "//evil.test/agents",
        "http://127.0.0.1:1/v2/x",
    ] {
        let mut command = deck(&["api", "GET", path]);
        command.env("DECK_API_KEY", CANARY);
        let stderr = run(command).failure(2);
        assert!(stderr.contains("the key goes nowhere else"), "{stderr}");
    }
}

#[test]
fn a_path_that_leads_out_of_the_base_url_is_refused() {
    let server = ScriptedServer::start([]);

    for path in ["/../admin", "/agents/%2e%2e/x", "/a b"] {
        on_server(&server, &["api", "GET", path]).failure(2);
    }
}

#[test]
fn a_refusal_is_an_error_with_its_code() {
    let living = Living::start();

    let stderr = living
        .ask(&["api", "DELETE", "/agents/agt_none"])
        .failure(5);

    assert!(!stderr.contains("idempotency-key"), "{stderr}");
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_failure() {
    let long = format!("[{}0]", "0,".repeat(500_000));
    let server = ScriptedServer::start([Response::new(200, long)]);
    let mut command = deck(&[
        "api",
        "GET",
        "/x",
        "-o",
        "json",
        "--base-url",
        &server.url(),
    ]);
    command.env("DECK_API_KEY", CANARY);

    let (_, stdout, child) = crate::scene::read_one_line_of(command);
    drop(stdout);

    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn where_a_path_leads_nowhere_it_is_the_first_to_be_checked() {
    let refusal =
        r#"{"error":{"type":"request","code":"endpoint_not_found","message":"Nothing."}}"#;
    let server = ScriptedServer::start([Response::new(404, refusal)]);

    let stderr = on_server(&server, &["api", "GET", "/nope"]).failure(5);

    assert!(
        stderr.contains("help: check the path; or --base-url (http://127.0.0.1:"),
        "{stderr}"
    );
}
