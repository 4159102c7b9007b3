//! The line for each request of `deck sandbox`, as programs get it; on a terminal it is another one.

use std::io;
use std::process::Stdio;

use serde_json::Value;

use crate::sandbox_server::Server;
use crate::scene::deck;

/// Returns what the server wrote to standard error while these were listed.
fn log_of(flags: &[&str], listed: &[&str]) -> String {
    let mut command = deck(&["sandbox"]);
    command.stderr(Stdio::piped());
    let mut server = Server::start_with(command, flags);
    server.list(listed);
    let stderr = server.child.stderr.take().unwrap();
    drop(server);
    io::read_to_string(stderr).unwrap()
}

#[test]
fn a_line_has_time_status_duration_method_and_the_exact_query() {
    let log = log_of(&["--log"], &["--limit", "2", "--agent-id", "a b"]);

    let request: Value = serde_json::from_str(&log).unwrap();
    assert_eq!(request["level"], "request");
    assert_eq!(
        (&request["status"], &request["method"]),
        (&200.into(), &"GET".into())
    );
    let target = request["target"].as_str().unwrap();
    assert!(target.starts_with("/v2/task-runs?"), "{target}");
    assert!(
        target.contains("agent_id=a%20b") && target.contains("limit="),
        "{target}"
    );
    assert!(request["time"].as_str().unwrap().ends_with('Z'), "{log}");
    assert!(
        request["elapsed_ms"].is_u64() && request["fault"].is_null(),
        "{log}"
    );
}

#[test]
fn a_fault_of_the_connection_is_named() {
    let log = log_of(&["--log", "--fault", "1:reset-body"], &[]);

    let first = log.lines().next().unwrap();
    assert!(first.contains(r#""fault":"reset-body""#), "{log}");
}

#[test]
fn a_pipe_gets_no_lines_unless_they_are_asked_for() {
    assert_eq!(log_of(&[], &[]), "");
    assert_eq!(log_of(&["--quiet"], &[]), "");
}

#[test]
fn a_log_that_nobody_reads_holds_nothing_up() {
    let mut command = deck(&["sandbox"]);
    command.stderr(Stdio::piped());
    let server = Server::start_with(command, &["--log", "--rate-limit", "none"]);
    // More than a pipe holds.
    let long = "x".repeat(7_000);
    for _ in 0..40 {
        server.list(&["--agent-id", &long]);
    }
    assert_eq!(server.list(&[]).code, Some(0));
}
