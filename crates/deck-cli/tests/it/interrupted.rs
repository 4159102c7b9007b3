//! Ctrl-C in a listing, as the signal that a terminal sends.

use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::sync::mpsc::Sender;

use crate::scene::CANARY;
use crate::scene::deck;
use crate::scene::read_one_line_of;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

/// A listing whose first runs are written, and which waits for the second page.
struct Waiting {
    child: Child,
    first_line: String,
    stdout: BufReader<ChildStdout>,
    server: ScriptedServer,
    _gate: Sender<()>,
}

impl Waiting {
    /// Starts to list with these flags; the runs of the first page are these.
    fn start(runs: &str, flags: &[&str]) -> Self {
        let page = format!(r#"{{"data":[{runs}],"has_more":true,"next_cursor":"c2"}}"#);
        let (sender, gate) = mpsc::channel();
        let second = Response::new(200, "").held_by(gate);
        let server = ScriptedServer::start([Response::new(200, page), second]);
        let mut command = deck(&["task-runs", "list"]);
        command
            .args(["--base-url", &server.url(), "--max-retries", "0"])
            .args(flags)
            .env("DECK_API_KEY", CANARY);
        let (first_line, stdout, child) = read_one_line_of(command);
        Self {
            child,
            first_line,
            stdout,
            server,
            _gate: sender,
        }
    }

    fn interrupt(&self) {
        let mut kill = Command::new("/bin/sh");
        kill.args(["-c", &format!("kill -INT {}", self.child.id())]);
        assert!(kill.status().unwrap().success());
    }

    /// Waits for the end, and returns the exit code, what came behind the first line, and standard error.
    fn end(self) -> (Option<i32>, String, String) {
        let rest = io::read_to_string(self.stdout).unwrap();
        let output = self.child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let stderr = stderr.replace(&self.server.url(), "URL");
        (output.status.code(), rest, stderr)
    }
}

#[test]
fn it_tells_how_many_runs_are_shown_and_how_to_go_on() {
    let runs = r#"{"id":"trun_1"},{"id":"trun_2"}"#;
    let listing = Waiting::start(runs, &["--limit", "9", "--output", "ndjson"]);
    assert_eq!(listing.first_line, "{\"id\":\"trun_1\"}\n");

    listing.interrupt();

    let (code, rest, stderr) = listing.end();
    assert_eq!(code, Some(130));
    let expected = serde_json::json!({
        "level": "error",
        "code": "interrupted",
        "message": "interrupted",
        "request_id": null,
        "retryable": false,
        "next": "deck task-runs list --base-url=URL --max-retries=0 --output=ndjson --limit=7 --after=trun_2",
        "details": ["2 runs are shown"],
    });
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&stderr).unwrap(),
        expected
    );
    assert_eq!(rest, "{\"id\":\"trun_2\"}\n");
}

#[test]
fn it_leaves_an_array_unclosed() {
    let listing = Waiting::start(r#"{"id":"trun_1"}"#, &["--all", "--output", "json"]);

    listing.interrupt();

    let (code, rest, stderr) = listing.end();
    assert_eq!(code, Some(130));
    assert_eq!(rest, "  {\n    \"id\": \"trun_1\"\n  }\n");
    assert!(stderr.contains(" --all --after=trun_1\""), "{stderr}");
}

#[test]
fn it_ends_a_table_behind_whole_rows() {
    let runs: Vec<_> = (1..=100)
        .map(|number| format!(r#"{{"id":"trun_{number}"}}"#))
        .collect();
    let listing = Waiting::start(&runs.join(","), &["--all"]);

    listing.interrupt();

    let (code, rest, stderr) = listing.end();
    assert_eq!(code, Some(130));
    assert_eq!(rest.lines().count(), 100);
    assert!(rest.ends_with(" -\n"), "{rest}");
    assert!(stderr.contains("100 runs are shown"), "{stderr}");
}

/// The first interrupt cannot be seen while the program writes to a pipe that nobody reads.
#[test]
fn a_second_one_ends_a_program_whose_output_nobody_reads() {
    let long = "x".repeat(1_000_000);
    let runs = format!(r#"{{"id":"trun_1"}},{{"id":"trun_2","status":"{long}"}}"#);
    let mut listing = Waiting::start(&runs, &["--all", "--output", "ndjson"]);

    let interrupts = (0..10_000).find_map(|_| {
        listing.interrupt();
        listing.child.try_wait().unwrap()
    });

    assert_eq!(interrupts.and_then(|status| status.code()), Some(130));
    let mut stderr = String::new();
    let pipe = listing.child.stderr.as_mut().unwrap();
    pipe.read_to_string(&mut stderr).unwrap();
    assert_eq!(stderr, "");
}

#[test]
fn a_command_that_waits_for_its_only_response_tells_a_program_that_it_was_interrupted() {
    let (_sender, gate) = mpsc::channel();
    let server =
        ScriptedServer::start([Response::new(503, ""), Response::new(200, "").held_by(gate)]);
    let mut command = deck(&["test", "-v", "-o", "json", "--base-url", &server.url()]);
    command.env("DECK_API_KEY", CANARY).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    assert!(line.contains("503"), "{line}");

    let mut kill = Command::new("/bin/sh");
    kill.args(["-c", &format!("kill -INT {}", child.id())]);
    assert!(kill.status().unwrap().success());

    let rest = io::read_to_string(stderr).unwrap();
    assert!(rest.contains(r#""code":"interrupted""#), "{rest}");
    assert_eq!(child.wait().unwrap().code(), Some(130));
}
