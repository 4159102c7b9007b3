//! How many runs are shown, and where a listing starts.

use serde_json::Value;

use crate::scene::list;
use crate::scene::on_sandbox;
use crate::scene::on_server;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

fn ids(runs: &[Value]) -> Vec<&str> {
    runs.iter().map(|run| run["id"].as_str().unwrap()).collect()
}

#[test]
fn twenty_runs_are_shown_unless_told_otherwise() {
    for format in ["table", "json", "ndjson"] {
        let outcome = on_sandbox(&["task-runs", "list", "--output", format]);
        let shown = outcome.stdout.matches("trun_").count();
        assert_eq!((outcome.code, shown), (Some(0), 20), "{format}");
        let message = "the listing ends at 20 runs, the default of --limit, and there are more; see them \
             with --limit N or --all";
        let expected = match format {
            "table" => format!("note: {message}\n"),
            _ => format!("{{\"level\":\"note\",\"message\":\"{message}\"}}\n"),
        };
        assert_eq!(outcome.stderr, expected);
    }
}

#[test]
fn a_limit_that_was_asked_for_is_no_news_in_a_pipe() {
    assert_eq!(list(&["--limit", "7"]).len(), 7);
    assert_eq!(list(&["--limit", "20"]).len(), 20);
}

#[test]
fn a_listing_that_is_complete_within_the_default_says_nothing() {
    let runs: Vec<_> = (1..=20)
        .map(|number| format!(r#"{{"id":"trun_{number}"}}"#))
        .collect();
    let body = format!(r#"{{"data":[{}],"has_more":false}}"#, runs.join(","));
    let server = ScriptedServer::start([Response::new(200, body)]);
    let lines = on_server(&server, &["task-runs", "list", "-o", "ndjson"]).json_lines();
    assert_eq!(lines.len(), 20);
    assert_eq!(
        server.request_lines(),
        ["GET /v2/task-runs?limit=21 HTTP/1.1"]
    );
}

#[test]
fn all_goes_on_to_the_end_and_shows_no_run_twice() {
    let runs = list(&["--all"]);
    let mut distinct = ids(&runs);
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), runs.len());
    assert!(
        runs.len() > 100,
        "{} runs do not need a second page",
        runs.len()
    );
}

#[test]
fn the_page_size_does_not_change_what_is_listed() {
    assert_eq!(
        ids(&list(&["--limit", "25", "--page-size", "4"])),
        ids(&list(&["--limit", "25"]))
    );
}

#[test]
fn no_more_is_asked_for_than_shown() {
    let server = ScriptedServer::start([Response::new(
        200,
        r#"{"data":[{"id":"trun_1"}],"has_more":true,"next_cursor":"c2"}"#,
    )]);
    on_server(&server, &["task-runs", "list", "--limit", "1"]).success();
    assert_eq!(
        server.request_lines(),
        ["GET /v2/task-runs?limit=1 HTTP/1.1"]
    );
}

#[test]
fn after_starts_behind_the_run() {
    let runs = list(&["--limit", "10"]);
    let all = ids(&runs);
    assert_eq!(ids(&list(&["--after", all[3], "--limit", "6"])), all[4..]);
}

#[test]
fn before_goes_backward_from_the_run() {
    let runs = list(&["--limit", "10"]);
    let all = ids(&runs);
    let expected: Vec<&str> = all[..6].iter().rev().copied().collect();
    assert_eq!(ids(&list(&["--before", all[6]])), expected);
}

#[test]
fn a_cursor_is_passed_on() {
    let server = ScriptedServer::start([Response::new(200, r#"{"data":[],"has_more":false}"#)]);
    on_server(&server, &["task-runs", "list", "--all", "--cursor", "a b"]).success();
    assert_eq!(
        server.request_lines(),
        ["GET /v2/task-runs?limit=100&cursor=a%20b HTTP/1.1"]
    );
}
