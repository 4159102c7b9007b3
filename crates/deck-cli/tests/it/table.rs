//! The table of a listing.

use crate::scene::deck;
use crate::scene::on_sandbox;
use crate::scene::on_server;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

#[test]
fn the_first_command_of_the_readme_shows_twenty_runs_under_headings() {
    let table = on_sandbox(&["task-runs", "list"]).stdout;
    let headings: Vec<&str> = table.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(
        headings,
        [
            "ID", "STATUS", "OUTCOME", "AGENT", "SOURCE", "DURATION", "AGE", "ERROR"
        ]
    );
    assert_eq!(table.lines().count(), 1 + 20);
    assert!(
        table.lines().skip(1).all(|line| line.starts_with("trun_")),
        "{table}"
    );
}

#[test]
fn the_sandbox_has_the_same_runs_every_time() {
    let ids = || {
        let table = on_sandbox(&["task-runs", "list", "--limit", "30"]).success();
        table
            .lines()
            .map(|line| line.split_whitespace().next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(), ids());
}

#[test]
fn a_pipe_gets_whole_texts_and_no_escape_sequences() {
    let table = on_sandbox(&["task-runs", "list", "--all"]).success();
    assert!(!table.contains(['…', '\u{1b}']), "{table}");
}

#[test]
fn columns_sets_the_width_that_every_line_fits() {
    let mut command = deck(&["--sandbox", "task-runs", "list", "--all"]);
    command.env("COLUMNS", "60");
    let table = run(command).success();
    assert!(
        table.lines().all(|line| line.chars().count() <= 60),
        "{table}"
    );
    assert!(table.contains('…'), "{table}");
}

#[test]
fn a_listing_without_runs_is_no_output() {
    assert_eq!(
        on_sandbox(&["task-runs", "list", "--agent-id", "agt_nobody"]).success(),
        ""
    );
}

#[test]
fn text_of_the_server_cannot_steer_the_terminal() {
    let body = r#"{"data":[{"id":"trun_1\u001b[2J\n","status":"\u009b31m"}],"has_more":false}"#;
    let server = ScriptedServer::start([Response::new(200, body)]);
    let table = on_server(&server, &["task-runs", "list"]).success();
    assert!(table.contains(r"trun_1\u{1b}[2J\n"), "{table}");
    assert!(table.contains(r"\u{9b}31m"), "{table}");
    assert_eq!(table.lines().count(), 2);
}
