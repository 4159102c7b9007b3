//! The line for each request of `deck sandbox`.

use std::io;
use std::process::Stdio;

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

    let words: Vec<_> = log.split_whitespace().collect();
    let [time, status, duration, method, target] = words[..] else {
        panic!("{log}");
    };
    assert!(time.len() == 20 && time.ends_with('Z'), "{log}");
    assert!(duration.ends_with('s'), "{log}");
    let target = (status, method, target);
    assert_eq!(
        target,
        ("200", "GET", "/v2/task-runs?limit=2&agent_id=a%20b")
    );
}

#[test]
fn a_fault_of_the_connection_is_named() {
    let log = log_of(&["--log", "--fault", "1:reset-body"], &[]);

    assert!(
        log.ends_with("  GET /v2/task-runs?limit=21  reset-body\n"),
        "{log}"
    );
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
    // More than a pipe holds and than waits for it.
    let long = "x".repeat(7_000);
    for _ in 0..40 {
        server.list(&["--agent-id", &long]);
    }
    assert_eq!(server.list(&[]).code, Some(0));
}
