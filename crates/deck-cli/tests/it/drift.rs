//! `deck drift`.

use serde_json::Value;

use crate::scene::on_sandbox;
use crate::scene::on_server;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

/// A page of runs of tomorrow.
const PAGE: &str = r#"{"data": [
    {"id": "trun_1", "object": "task_run", "status": "dreaming", "result": null, "mood": "good"},
    {"id": "trun_2", "object": "task_run", "status": "queued", "result": null, "mood": "bad"},
    {"id": "trun_3", "object": "task_run", "status": "queued",
        "storage": [{"mood": {"level": 1}, "file_size": 7}], "output": {"mood": 1}},
    {"id": "trun_4", "object": "task_run", "status": "queued", "result": null, "runtime_ms": "long"}
], "has_more": false, "next_cursor": null, "request_id": "req_1"}"#;

#[track_caller]
fn after_page(flags: &[&str]) -> (String, String) {
    let server = ScriptedServer::start([Response::new(200, PAGE)]);
    let outcome = on_server(&server, &[&["drift"], flags].concat());
    assert_eq!(outcome.code, Some(8), "{outcome:?}");
    (outcome.stdout, outcome.stderr)
}

#[test]
fn the_sandbox_has_no_drift_in_any_format() {
    assert_eq!(on_sandbox(&["drift"]).success(), "");
    assert_eq!(on_sandbox(&["drift", "--all"]).success(), "");
    assert_eq!(
        on_sandbox(&["drift", "tasks", "--output", "ndjson"]).success(),
        ""
    );
    let report = on_sandbox(&["drift", "--limit", "7", "--output", "json"]).success();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report, serde_json::json!({"entries": [], "omitted": 0}));
}

#[test]
fn drift_is_a_table_of_places_and_a_failure_of_its_own() {
    let (report, reason) = after_page(&[]);
    let expected = "\
COUNT  KIND             OPERATION       PATH                    TYPE    REQUEST ID
    2  unknown field    GET /task-runs  $.data[].mood           string  req_1
    1  absent field     GET /task-runs  $.data[].result         -       req_1
    1  unreadable item  GET /task-runs  $.data[].runtime_ms     -       req_1
    1  unknown word     GET /task-runs  $.data[].status         string  req_1
    1  unknown field    GET /task-runs  $.data[].storage[].mood object  req_1
";
    let in_columns = |text: &str| -> Vec<Vec<String>> {
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
        text.lines().map(words).collect()
    };
    assert_eq!(in_columns(&report), in_columns(expected), "{report}");
    let expected = "\
error: the API differs from this version at 5 places
  help: what is unknown is kept and does no harm; a newer version of this program may know it
";
    assert_eq!(reason, expected);
}

#[test]
fn programs_get_one_object_or_a_line_for_each_place() {
    let report: Value = serde_json::from_str(&after_page(&["--output", "json"]).0).unwrap();
    let (lines, _) = after_page(&["--output", "ndjson"]);
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();

    assert_eq!(report["entries"], Value::from(lines.clone()));
    assert_eq!(
        lines[4],
        serde_json::json!({
            "operation": "GET /task-runs",
            "path": "$.data[].storage[].mood",
            "kind": "unknown_field",
            "json_type": "object",
            "count": 1,
            "request_id": "req_1",
        })
    );
}

#[test]
fn no_value_is_shown() {
    for format in ["table", "json", "ndjson"] {
        let (report, reason) = after_page(&["--output", format]);
        for value in ["dreaming", "good", "trun_", "long", "level"] {
            let reason = reason.replace(r#""level":"error""#, "");
            assert!(!format!("{report}{reason}").contains(value), "{report}");
        }
    }
}

#[test]
fn a_listing_that_breaks_off_fails_for_its_reason_after_what_was_found() {
    let first = PAGE.replace(
        r#""has_more": false, "next_cursor": null"#,
        r#""has_more": true, "next_cursor": "c""#,
    );
    let server = ScriptedServer::start([Response::new(200, first), Response::new(403, "{}")]);
    let outcome = on_server(&server, &["drift"]);

    assert_eq!(outcome.code, Some(4), "{outcome:?}");
    assert_eq!(outcome.stdout.lines().count(), 6);
    assert!(outcome.stderr.contains("403"), "{outcome:?}");
}

#[test]
fn no_items_are_no_proof_and_the_program_says_so() {
    let empty = r#"{"data": [], "has_more": false}"#;
    let server = ScriptedServer::start([Response::new(200, empty)]);
    let outcome = on_server(&server, &["drift", "events"]);

    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), ""));
    assert_eq!(
        outcome.stderr,
        "note: the listing has no items, so there was nothing to look at\n"
    );
    assert!(
        server.request_lines()[0].starts_with("GET /v2/events?"),
        "{:?}",
        server.request_lines()
    );
}

#[test]
fn every_listing_has_a_name_and_no_more_items_are_asked_for_than_the_limit() {
    let names = [
        "task-runs",
        "tasks",
        "agents",
        "sources",
        "credentials",
        "events",
        "event-destinations",
    ];
    for name in names {
        let page = r#"{"data": [], "has_more": false}"#;
        let server = ScriptedServer::start([Response::new(200, page)]);
        on_server(&server, &["drift", name, "--limit", "3"]);
        let expected = [format!("GET /v2/{name}?limit=3 HTTP/1.1")];
        assert_eq!(server.request_lines(), expected);
    }
}

#[test]
fn a_report_is_written_for_a_terminal_without_what_would_steer_it() {
    let page = r#"{"data": [{"id": "a", "object": "o", "status": "queued", "result": null, "\u001b[2J": 1}],
        "has_more": false}"#;
    let server = ScriptedServer::start([Response::new(200, page)]);
    let outcome = on_server(&server, &["drift"]);
    assert!(
        outcome.stdout.contains(r#"$.data[]["\u{1b}[2J"]"#),
        "{outcome:?}"
    );
}
