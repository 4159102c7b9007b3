//! A listing that ends before its end: what is shown, and the command that shows the others.

use std::process::Command;

use crate::scene::CANARY;
use crate::scene::deck;
use crate::scene::on_server;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

/// Returns a page of these runs, with more behind it.
fn page(ids: &[&str]) -> Response {
    let runs: Vec<_> = ids
        .iter()
        .map(|id| serde_json::json!({ "id": id }))
        .collect();
    let page = serde_json::json!({ "data": runs, "has_more": true, "next_cursor": "c2" });
    Response::new(200, page.to_string())
}

/// Lists with these flags from a server that gives one page and then fails, and returns the last line of
/// standard error.
#[track_caller]
fn last_line(ids: &[&str], flags: &[&str]) -> String {
    let server = ScriptedServer::start([page(ids), Response::new(503, "")]);
    let outcome = on_server(&server, &[&["task-runs", "list"], flags].concat());
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    let line = outcome.stderr.lines().last().unwrap();
    line.replace(&server.url(), "URL")
}

#[test]
fn the_same_flags_go_on_behind_the_last_run_that_is_shown() {
    let flags = [
        "--status",
        "failed",
        "--status",
        "canceled",
        "--created-after",
        "2026-11-01T00:00:00Z",
        "--page-size",
        "2",
        "--all",
        "--rate-limit",
        "50/1s",
    ];
    assert_eq!(
        last_line(&["trun_1", "trun_2"], &flags),
        "    deck task-runs list --base-url=URL --max-retries=0 --rate-limit=50/1s --status=failed \
         --status=canceled --created-after=2026-11-01T00:00:00Z --page-size=2 --all --after=trun_2"
    );
}

#[test]
fn as_many_are_asked_for_as_are_missing() {
    let line = last_line(&["trun_1", "trun_2"], &["--limit", "5"]);
    assert!(line.ends_with(" --limit=3 --after=trun_2"), "{line}");
}

#[test]
fn a_listing_that_goes_backward_goes_on_backward() {
    let line = last_line(&["trun_2", "trun_1"], &["--all", "--before", "trun_3"]);
    assert!(line.contains(" --all --before=trun_"), "{line}");
}

#[test]
fn words_that_the_shell_would_take_apart_are_quoted() {
    let line = last_line(
        &["trun_1", "a'b; $(id)"],
        &["--agent-id", "my agent", "--all"],
    );
    let expected = r" '--agent-id=my agent' --all '--after=a'\''b; $(id)'";
    assert!(line.ends_with(expected), "{line}");
}

/// The command that was told shows what is missing: it is run as it stands.
#[cfg(unix)]
#[test]
fn the_command_can_be_copied() {
    let line = last_line(&["trun_1", "a'b; $(id)"], &["--all"]);
    let server = ScriptedServer::start([Response::new(200, r#"{"data":[],"has_more":false}"#)]);
    let program = deck(&[]).get_program().to_string_lossy().into_owned();
    let line = line.trim().replace("URL", &server.url());
    let line = line.replacen("deck", &format!("'{program}'"), 1);

    let mut command = Command::new("/bin/sh");
    command.args(["-c", &line]).env("DECK_API_KEY", CANARY);

    assert_eq!(run(command).code, Some(0));
    let expected = "starting_after=a%27b%3B%20%24%28id%29 ";
    let request = server.request_lines().remove(0);
    assert!(request.contains(expected), "{request}");
}

#[test]
fn where_nothing_is_shown_there_is_nothing_to_go_on_from() {
    let server = ScriptedServer::start([Response::new(503, "")]);
    let stderr = on_server(&server, &["task-runs", "list"]).failure(1);
    assert!(
        !stderr.contains("shown") && !stderr.contains("--after"),
        "{stderr}"
    );
}

#[test]
fn a_broken_rule_of_paging_is_told_without_runs_that_are_shown() {
    let empty = r#"{"data":[],"has_more":true,"next_cursor":"again"}"#;
    let pages = [empty, empty, empty].map(|page| Response::new(200, page));
    let server = ScriptedServer::start(pages);
    let stderr = on_server(&server, &["task-runs", "list", "--all"]).failure(1);
    assert!(!stderr.contains("shown"), "{stderr}");
    assert!(stderr.contains("tell Deck's support the time"), "{stderr}");
}
