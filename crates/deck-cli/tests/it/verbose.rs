//! The log of requests that `-v` asks for.

use serde_json::Value;

use crate::scene::CANARY;
use crate::scene::deck;
use crate::scene::on_server;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

const READY: &str = r#"{"status":"ready","request_id":"req_77"}"#;

#[test]
fn one_line_tells_method_address_status_id_time_and_attempt() {
    let page = r#"{"data":[],"has_more":false,"request_id":"req_77"}"#;
    let server = ScriptedServer::start([Response::new(200, page)]);
    let outcome = on_server(&server, &["runs", "list", "--status", "failed", "-v"]);
    let stderr = outcome.stderr;
    let [line] = stderr.lines().collect::<Vec<_>>().try_into().unwrap();
    let rest = line
        .strip_prefix("request: GET /v2/task-runs?limit=21&status=failed -> 200 req_77, ")
        .unwrap_or_else(|| panic!("{line}"));
    let (milliseconds, rest) = rest.split_once(' ').unwrap();
    assert!(milliseconds.parse::<u64>().is_ok(), "{line}");
    assert_eq!(rest, "ms, attempt 1");
}

#[test]
fn every_attempt_has_a_line_with_its_number() {
    let server = ScriptedServer::start([Response::new(503, ""), Response::new(200, READY)]);
    let url = server.url();
    let mut command = deck(&["test", "-v", "--base-url", &url, "--max-retries", "1"]);
    command.env("DECK_API_KEY", CANARY);
    let outcome = run(command);
    let lines: Vec<_> = outcome.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{outcome:?}");
    assert!(lines[0].contains("-> 503, ") && lines[0].ends_with("attempt 1"));
    assert!(lines[1].contains("-> 200 req_77, ") && lines[1].ends_with("attempt 2"));
}

#[test]
fn a_request_without_a_response_tells_why() {
    let stderr = on_server(&ScriptedServer::nobody(), &["test", "-v"]).failure(6);
    let line = stderr.lines().next().unwrap();
    let expected = "request: GET /v2/test -> the connection could not be made, ";
    assert!(line.starts_with(expected), "{stderr}");
}

#[test]
fn two_of_them_show_headers_without_the_key_and_no_body() {
    let response = Response::new(200, r#"{"status":"secret-body"}"#)
        .headers("x-steer: a\tb\u{9b}2J\r\nset-cookie: crumbs\r\n");
    let server = ScriptedServer::start([response]);
    let outcome = on_server(&server, &["test", "-vv"]);
    let stderr = &outcome.stderr;
    assert!(
        stderr.contains("\n  > authorization: [redacted]\n"),
        "{stderr}"
    );
    assert!(stderr.contains("\n  > user-agent: deck-cli/"), "{stderr}");
    assert!(stderr.contains("\n  < connection: close\n"), "{stderr}");
    assert!(
        stderr.contains("\n  < set-cookie: [redacted]\n"),
        "{stderr}"
    );
    assert!(
        !stderr.contains("secret-body") && !stderr.contains(['\t', '\u{9b}']),
        "{stderr}"
    );
    assert!(
        !stderr.contains("canary") && !stderr.contains("crumbs"),
        "{stderr}"
    );
}

#[test]
fn a_header_that_repeats_the_key_is_redacted() {
    let echo: &'static str = Box::leak(format!("x-echo: you sent {CANARY}\r\n").into_boxed_str());
    let server = ScriptedServer::start([Response::new(200, READY).headers(echo)]);
    let outcome = on_server(&server, &["test", "-vv"]);
    assert!(
        outcome.stderr.contains("\n  < x-echo: [redacted]\n"),
        "{outcome:?}"
    );
    assert!(!outcome.stderr.contains("canary"), "{outcome:?}");
}

#[test]
fn programs_get_an_object() {
    let server = ScriptedServer::start([Response::new(200, READY)]);
    let outcome = on_server(&server, &["test", "-vv", "-o", "json"]);
    let [line] = outcome
        .stderr
        .lines()
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    let entry: Value = serde_json::from_str(line).unwrap();
    assert_eq!(entry["level"], "request");
    assert_eq!(
        (&entry["method"], &entry["target"]),
        (&"GET".into(), &"/v2/test".into())
    );
    assert_eq!(
        (&entry["status"], &entry["attempt"]),
        (&200.into(), &1.into())
    );
    assert_eq!(entry["request_id"], "req_77");
    assert!(entry["elapsed_ms"].is_u64());
    let headers = entry["request_headers"].as_array().unwrap();
    let authorization = headers.iter().find(|header| header[0] == "authorization");
    assert_eq!(authorization.unwrap()[1], "[redacted]");
}

#[test]
fn without_the_flag_nothing_is_told() {
    let server = ScriptedServer::start([Response::new(200, READY)]);
    on_server(&server, &["test"]).success();
}
