//! What is done to a running sandbox: `deck sandbox reset` and others.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::sandbox_server::Server;
use crate::scene::Outcome;
use crate::scene::deck;
use crate::scene::run;

/// A session of a user, in which sandboxes are found.
struct Session {
    folder: TempDir,
}

impl Session {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    fn start(&self, arguments: &[&str]) -> Server {
        let mut command = deck(&["sandbox"]);
        command.env("XDG_RUNTIME_DIR", self.folder.path());
        Server::start_with(command, arguments)
    }

    fn control(&self, words: &[&str]) -> Outcome {
        let mut command = deck(&["sandbox"]);
        command
            .args(words)
            .env("XDG_RUNTIME_DIR", self.folder.path());
        run(command)
    }

    fn files(&self) -> Vec<PathBuf> {
        let folder = self.folder.path().join("deck").join("sandboxes");
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}

fn port(server: &Server) -> String {
    let url = server.base_url.trim_end_matches("/v2");
    url.rsplit(':').next().unwrap().to_owned()
}

#[test]
fn it_is_found_without_flags_and_leads_back_to_the_start() {
    let session = Session::new();
    let server = session.start(&["--runs", "3", "--fault", "2:status=503"]);
    session.control(&["fault", "clear"]).success();

    let shown = session.control(&["reset"]).success();

    assert!(
        shown.starts_with("now      20") && shown.ends_with("elapsed  0ms\n"),
        "{shown}"
    );
    assert_eq!(server.list(&[]).code, Some(0));
    server.list(&[]).failure(1);
}

#[test]
fn time_passes_when_it_is_told_to() {
    let session = Session::new();
    let _server = session.start(&["--speed", "manual", "--now", "2026-11-01T00:00:00Z"]);

    let shown = session.control(&["advance", "1h 30m"]).success();

    assert_eq!(shown, "now      2026-11-01T01:30:00Z\nelapsed  1h 30m\n");
    session.control(&["advance", "soon"]).failure(2);
}

#[test]
fn faults_are_added_listed_and_cleared() {
    let session = Session::new();
    let server = session.start(&["--fault", "9:reset"]);

    let words = [
        "fault",
        "add",
        "1:status=503",
        "--delivery",
        "every-2:duplicate",
        "-o",
        "json",
    ];
    let shown = session.control(&words).success();
    let shown: Value = serde_json::from_str(&shown).unwrap();

    assert_eq!(shown["requests"], "9:reset; 1:status=503");
    assert_eq!(shown["deliveries"], "every-2:duplicate");
    server.list(&[]).failure(1);
    session.control(&["fault", "clear"]).success();
    let listed = session.control(&["fault", "list"]).success();
    assert_eq!(listed, "requests    none\ndeliveries  none\n");
    let refused = session.control(&["fault", "add", "3:statsu=5"]).failure(2);
    assert!(refused.contains("`statsu=5` is not a fault"), "{refused}");
}

#[test]
fn requests_are_listed_oldest_first() {
    let session = Session::new();
    let server = session.start(&[]);
    server.list(&["--limit", "1"]);
    server.ask(&["test"]);

    let table = session.control(&["requests"]).success();
    let words: Vec<_> = table.split_whitespace().collect();
    let expected = "NUMBER STATUS METHOD PATH 1 200 GET /v2/task-runs?limit=1 2 200 GET /v2/test";
    assert_eq!(words.join(" "), expected, "{table}");
    let unmatched = session
        .control(&["requests", "--unmatched", "-o", "ndjson"])
        .json_lines();
    assert!(unmatched.is_empty(), "{unmatched:?}");
}

#[test]
fn a_snapshot_goes_to_standard_output_or_to_a_file() {
    let session = Session::new();
    let _server = session.start(&["--runs", "2"]);
    let path = session.folder.path().join("snapshot.json");

    let shown = session.control(&["snapshot"]).success();
    session
        .control(&["snapshot", path.to_str().unwrap()])
        .success();

    let shown: Value = serde_json::from_str(&shown).unwrap();
    let written: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(shown["task_runs"].as_array().unwrap().len(), 2);
    assert_eq!(shown, written);
}

#[test]
fn its_file_goes_away_with_it() {
    let session = Session::new();
    let server = session.start(&[]);
    assert_eq!(session.files().len(), 1);

    drop(server);

    assert_eq!(session.files(), [""; 0].map(PathBuf::from));
    let stderr = session.control(&["reset"]).failure(6);
    assert!(
        stderr.starts_with("error: no sandbox of yours runs\n"),
        "{stderr}"
    );
}

#[test]
fn the_file_of_one_that_was_killed_is_told_and_removed() {
    let session = Session::new();
    let mut server = session.start(&[]);
    server.child.kill().unwrap();
    server.child.wait().unwrap();

    let stderr = session.control(&["reset"]).failure(6);

    assert!(
        stderr.contains("has ended;") && stderr.contains("is removed"),
        "{stderr}"
    );
    assert!(session.files().is_empty());
}

#[test]
fn several_are_told_apart_by_their_port() {
    let session = Session::new();
    let servers = [
        session.start(&["--runs", "1"]),
        session.start(&["--runs", "2"]),
    ];

    let stderr = session.control(&["reset"]).failure(2);
    assert!(
        stderr.contains("2 sandboxes run: ") && stderr.contains("--port"),
        "{stderr}"
    );

    let shown = session
        .control(&["snapshot", "--port", &port(&servers[1])])
        .success();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["task_runs"].as_array().unwrap().len(), 2);
    let stderr = session.control(&["reset", "--port", "1"]).failure(6);
    assert!(
        stderr.contains("no sandbox of yours runs at port 1"),
        "{stderr}"
    );
}

#[test]
fn flags_go_before_variables_and_these_before_what_is_found() {
    let elsewhere = Session::new();
    let server = elsewhere.start(&[]);
    let session = Session::new();
    let flags = [
        "--control-url",
        &server.control_url,
        "--control-token",
        &server.control_token,
    ];

    session
        .control(&[&["reset"], &flags[..]].concat())
        .success();
    let mut command = deck(&["sandbox", "reset"]);
    command
        .env("DECK_SANDBOX_CONTROL_URL", &server.control_url)
        .env("DECK_SANDBOX_CONTROL_TOKEN", "wrong");
    let stderr = run(command).failure(4);

    assert!(
        stderr.contains("does not accept the control token"),
        "{stderr}"
    );
    assert!(!stderr.contains("wrong"), "{stderr}");
    let stderr = session
        .control(&["reset", "--control-url", &server.control_url])
        .failure(2);
    assert!(stderr.contains("there is no token"), "{stderr}");
}

#[test]
fn a_token_is_sent_to_this_machine_only() {
    let session = Session::new();
    for url in [
        "http://example.com/_sandbox/",
        "https://127.0.0.1/_sandbox/",
        "nowhere",
        "\u{1b}[2J",
    ] {
        let words = ["reset", "--control-url", url, "--control-token", "0"];
        let stderr = session.control(&words).failure(2);
        assert!(stderr.contains("is no control URL"), "{stderr}");
        assert!(!stderr.contains('\u{1b}'), "{stderr}");
    }
}

#[test]
fn flags_of_the_server_mean_nothing_to_it() {
    let session = Session::new();
    session.control(&["--seed", "3", "reset"]).failure(2);
    session.control(&["reset", "--sandbox"]).failure(2);
}
