//! `deck task-runs get`.

use serde_json::Value;

use crate::scene::list;
use crate::scene::on_sandbox;
use crate::scene::on_server;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

#[test]
fn a_run_that_was_listed_can_be_shown() {
    let runs = list(&["--limit", "1", "--status", "completed"]);
    let id = runs[0]["id"].as_str().unwrap();
    let text = on_sandbox(&["task-runs", "get", id]).success();
    assert!(
        text.starts_with(&format!("id          {id}\nstatus      completed\n")),
        "{text}"
    );
}

#[test]
fn json_is_the_response_as_received() {
    let body = "{\"id\":\"trun_1\",\"n\":1.50,\"new\":[]}";
    let server = || ScriptedServer::start([Response::new(200, body)]);
    let pretty = on_server(&server(), &["task-runs", "get", "trun_1", "-o", "json"]).success();
    assert_eq!(
        pretty,
        "{\n  \"id\": \"trun_1\",\n  \"n\": 1.50,\n  \"new\": []\n}\n"
    );
    let line = on_server(&server(), &["task-runs", "get", "trun_1", "-o", "ndjson"]).success();
    assert_eq!(line, format!("{body}\n"));
}

#[test]
fn a_filter_of_jq_is_shown_what_the_api_sent() {
    let body = "{\"id\":\"trun_1\",\"n\":1.50}";
    let server = || ScriptedServer::start([Response::new(200, body)]);
    let arguments = ["task-runs", "get", "trun_1", "--jq", ".id, .n"];
    assert_eq!(on_server(&server(), &arguments).success(), "trun_1\n1.50\n");
    let failing = ["task-runs", "get", "trun_1", "--jq", ".id.a"];
    let stderr = on_server(&server(), &failing).failure(2);
    assert!(stderr.contains("--jq fails on trun_1"), "{stderr}");
}

#[test]
fn sections_are_asked_for_in_one_parameter() {
    let server = ScriptedServer::start([Response::new(200, r#"{"id":"trun_1"}"#)]);
    on_server(
        &server,
        &[
            "task-runs",
            "get",
            "trun_1",
            "--include",
            "input,output",
            "--include",
            "storage",
        ],
    )
    .success();
    assert_eq!(
        server.request_lines(),
        ["GET /v2/task-runs/trun_1?include=input%2Cstorage HTTP/1.1"]
    );
}

#[test]
fn a_section_that_looks_like_a_slip_is_passed_on_with_a_warning() {
    let get = |word: &str| {
        let server = ScriptedServer::start([Response::new(200, r#"{"id":"trun_1"}"#)]);
        let outcome = on_server(&server, &["runs", "get", "trun_1", "--include", word]);
        (server.request_lines().join(""), outcome.stderr)
    };
    let (request, stderr) = get("outpt");
    assert!(request.contains("include=outpt"), "{request}");
    assert!(
        stderr.contains("warning: outpt of --include is passed on as it is; did you mean output?"),
        "{stderr}"
    );
    for word in ["screenshots", "recording"] {
        assert_eq!(get(word).1, "");
    }
}

#[test]
fn an_id_stays_within_its_place_in_the_address() {
    let server = ScriptedServer::start([Response::new(200, r#"{"id":"x"}"#)]);
    on_server(&server, &["task-runs", "get", "../test?a=b"]).success();
    assert_eq!(
        server.request_lines(),
        ["GET /v2/task-runs/..%2Ftest%3Fa%3Db HTTP/1.1"]
    );
}

#[test]
fn an_unknown_id_fails_with_the_request_id_and_advice() {
    let text = on_sandbox(&["task-runs", "get", "trun_unknown"]).failure(5);
    assert!(text.contains("404") && text.contains("req_"), "{text}");
    assert!(
        text.contains("check the id") && !text.contains("--base-url"),
        "{text}"
    );
    assert!(
        text.contains("it may belong to another organization"),
        "{text}"
    );
}

#[test]
fn a_listed_run_and_the_same_run_alone_agree() {
    let listed = list(&["--limit", "1"]).remove(0);
    let id = listed["id"].as_str().unwrap();
    let alone: Value =
        serde_json::from_str(&on_sandbox(&["task-runs", "get", id, "-o", "json"]).success())
            .unwrap();
    assert_eq!(
        (&alone["id"], &alone["agent_id"], &alone["status"]),
        (&listed["id"], &listed["agent_id"], &listed["status"])
    );
}
