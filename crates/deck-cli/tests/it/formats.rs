//! The formats for programs.

use std::io;
use std::sync::mpsc;

use serde_json::Value;

use crate::scene::deck;
use crate::scene::list;
use crate::scene::on_sandbox;
use crate::scene::on_server;
use crate::scene::read_one_line_of;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

#[test]
fn json_is_one_array_of_the_runs_that_ndjson_has_line_by_line() {
    let text = on_sandbox(&[
        "task-runs",
        "list",
        "--created-before",
        "2020-01-01T00:00:00Z",
        "-o",
        "json",
    ])
    .success();
    assert_eq!(text, "[]\n");
    let array = on_sandbox(&["task-runs", "list", "--all", "--output", "json"]).success();
    let Value::Array(from_array) = serde_json::from_str(&array).unwrap() else {
        panic!("no array: {array}");
    };
    let ids = |runs: &[Value]| runs.iter().map(|run| run["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&from_array), ids(&list(&["--all"])));
}

#[test]
fn runs_are_written_exactly_as_received() {
    let run =
        r#"{"id":"trun_1","status":"hibernating","n":12345678901234567890.10,"new":{"b":1,"a":2}}"#;
    let body = format!(r#"{{"data":[{run}],"has_more":false}}"#);
    let server = ScriptedServer::start([Response::new(200, body)]);
    assert_eq!(
        on_server(&server, &["task-runs", "list", "-o", "ndjson"]).success(),
        format!("{run}\n")
    );
}

#[test]
fn a_run_received_on_many_lines_is_written_on_one() {
    let body =
        "{\"data\": [\n  {\n    \"id\": \"trun_1\",\n    \"n\": 1.50\n  }\n], \"has_more\": false}";
    let server = ScriptedServer::start([Response::new(200, body)]);
    let text = on_server(&server, &["task-runs", "list", "-o", "ndjson"]).success();
    assert_eq!(text, "{\"id\":\"trun_1\",\"n\":1.50}\n");
}

#[test]
fn runs_that_do_not_look_like_runs_are_exported_too() {
    let server = ScriptedServer::start([Response::new(
        200,
        r#"{"data":[{"id":7},{"id":"trun_2"}],"has_more":false}"#,
    )]);
    let text = on_server(&server, &["task-runs", "list", "-o", "ndjson"]).success();
    assert_eq!(text, "{\"id\":7}\n{\"id\":\"trun_2\"}\n");
}

#[test]
fn what_arrived_before_a_failure_is_kept_in_ndjson_and_is_no_valid_json_array() {
    let page = || {
        Response::new(
            200,
            r#"{"data":[{"id":"trun_1"}],"has_more":true,"next_cursor":"c2"}"#,
        )
    };
    let failing = || ScriptedServer::start([page(), Response::new(500, "")]);

    let lines = on_server(&failing(), &["task-runs", "list", "--all", "-o", "ndjson"]);
    assert_eq!(
        (lines.stdout.as_str(), lines.code),
        ("{\"id\":\"trun_1\"}\n", Some(1))
    );

    let array = on_server(&failing(), &["task-runs", "list", "--all", "-o", "json"]);
    assert_eq!(array.code, Some(1));
    assert!(array.stdout.contains("trun_1"));
    assert!(
        serde_json::from_str::<Value>(&array.stdout).is_err(),
        "{}",
        array.stdout
    );
}

#[test]
fn lines_appear_before_the_next_page_is_there() {
    let (open, gate) = mpsc::channel();
    let page = r#"{"data":[{"id":"trun_1"}],"has_more":true,"next_cursor":"c2"}"#;
    let last = r#"{"data":[{"id":"trun_2"}],"has_more":false}"#;
    let server = ScriptedServer::start([
        Response::new(200, page),
        Response::new(200, last).held_by(gate),
    ]);
    let mut command = deck(&["task-runs", "list", "--all", "-o", "ndjson"]);
    command
        .args(["--base-url", &server.url()])
        .env("DECK_API_KEY", "sk_live_example");

    let (line, stdout, mut child) = read_one_line_of(command);
    open.send(()).unwrap();

    assert_eq!(line, "{\"id\":\"trun_1\"}\n");
    assert_eq!(io::read_to_string(stdout).unwrap(), "{\"id\":\"trun_2\"}\n");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let (line, stdout, child) = read_one_line_of(deck(&[
        "--sandbox",
        "task-runs",
        "list",
        "--all",
        "-o",
        "ndjson",
    ]));
    assert!(line.contains("trun_"), "{line}");
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &b""[..])
    );
}
