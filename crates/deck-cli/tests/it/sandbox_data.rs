//! `deck sandbox --data`.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::thread;

use tempfile::TempDir;

use crate::sandbox_server::Scratch;
use crate::sandbox_server::Server;
use crate::scene::deck;
use crate::scene::run;

/// A folder with the file of a sandbox.
struct Data {
    folder: TempDir,
    path: String,
}

impl Data {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.json").to_str().unwrap().to_owned();
        Self { folder, path }
    }

    /// Makes a file with one run.
    fn with_one_run() -> Self {
        let data = Self::new();
        drop(data.start(&["--runs", "1"]));
        data
    }

    fn start(&self, arguments: &[&str]) -> Server {
        Server::start(&[&["--data", &self.path], arguments].concat())
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.path).unwrap()
    }

    /// Returns the names of the files in the folder.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }
}

#[test]
fn all_is_there_again_after_each_kind_of_end() {
    let data = Data::new();
    let file = Scratch::new("kept.ndjson", "{\"id\":  \"trun_mine\", \"x\": 1.10}\n");
    let mut first = data.start(&["--from-ndjson", file.path(), "--runs", "3"]);
    let listed = first.list(&["--all"]).success();
    assert_eq!(listed.lines().count(), 4);
    first.signal("TERM");
    assert_eq!(first.child.wait().unwrap().code(), Some(0));

    for signal in ["INT", "TERM"] {
        let mut next = data.start(&[]);
        assert_eq!(next.list(&["--all"]).success(), listed);
        next.signal(signal);
        assert_eq!(next.child.wait().unwrap().code(), Some(0));
    }

    assert_eq!(data.names(), ["data.json", "data.json.lock"]);
}

#[test]
fn it_is_saved_every_so_often_and_survives_a_kill() {
    let data = Data::new();
    let mut server = data.start(&["--runs", "2", "--save-every", "1s", "--speed", "manual"]);
    let before = data.text();

    run(control(&server, &["advance", "1h"])).success();
    while data.text() == before {
        thread::yield_now();
    }
    server.child.kill().unwrap();
    server.child.wait().unwrap();

    let next = data.start(&["--speed", "manual"]);
    assert_eq!(next.list(&["--all"]).json_lines().len(), 2);
}

fn control(server: &Server, words: &[&str]) -> Command {
    let mut command = deck(&["sandbox"]);
    command
        .args(words)
        .env("DECK_SANDBOX_CONTROL_URL", &server.control_url)
        .env("DECK_SANDBOX_CONTROL_TOKEN", &server.control_token);
    command
}

#[test]
fn flags_that_would_make_other_runs_are_told_to_have_no_effect() {
    let data = Data::with_one_run();
    let mut command = deck(&["sandbox"]);
    command.stderr(Stdio::piped());
    let mut server = Server::start_with(command, &["--data", &data.path, "--runs", "9"]);
    let stderr = server.child.stderr.take().unwrap();

    assert_eq!(server.list(&["--all"]).json_lines().len(), 1);
    drop(server);

    let note = io::read_to_string(stderr).unwrap();
    assert!(note.contains("without effect: --runs"), "{note}");
}

#[test]
fn a_broken_file_is_told_and_left_as_it_is() {
    for text in [
        "",
        "no sandbox",
        "{\"deck_sandbox\":{\"version\":1}}\n{\"agent\":\u{1b}[2J",
    ] {
        let data = Data::new();
        fs::write(&data.path, text).unwrap();

        let stderr = run(deck(&["sandbox", "--data", &data.path])).failure(2);

        assert!(stderr.contains("is not one of a saved sandbox"), "{stderr}");
        assert!(stderr.contains("it is left as it is"), "{stderr}");
        assert!(!stderr.contains('\u{1b}'), "{stderr}");
        assert_eq!(data.text(), text);
    }
}

#[test]
fn a_file_of_a_sandbox_that_runs_is_refused() {
    let data = Data::new();
    let _server = data.start(&[]);

    let stderr = run(deck(&["sandbox", "--data", &data.path])).failure(2);

    assert!(stderr.contains("is in use by another sandbox"), "{stderr}");
}

#[test]
fn a_folder_is_no_file_and_a_folder_that_is_not_there_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();

    let stderr = run(deck(&["sandbox", "--data", folder])).failure(2);
    assert!(stderr.contains("is a directory"), "{stderr}");

    let stderr = run(deck(&["sandbox", "--data", "/dev/null"])).failure(2);
    assert!(stderr.contains("it is no regular file"), "{stderr}");

    let stderr = run(deck(&["sandbox", "--data", "/nowhere/data.json"])).failure(2);
    assert!(
        stderr.contains("/nowhere/data.json.lock cannot be used"),
        "{stderr}"
    );
}

#[test]
fn a_full_disk_is_told_and_what_was_saved_stays() {
    let data = Data::with_one_run();
    let before = data.text();
    assert!(before.len() > 1024);
    let mut command = Command::new("/bin/sh");
    // The system refuses to write more than this many blocks, as it does on a full disk.
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_deck"), "sandbox"]);
    command.env_clear().env("HOME", data.folder.path());
    command.stderr(Stdio::piped());
    let mut server = Server::start_with(command, &["--data", &data.path]);

    server.signal("TERM");
    let mut stderr = server.child.stderr.take().unwrap();
    let code = server.child.wait().unwrap().code();
    let stderr = io::read_to_string(&mut stderr).unwrap();

    assert_eq!(code, Some(1), "{stderr}");
    assert!(stderr.contains("could not be saved"), "{stderr}");
    assert_eq!(data.text(), before);
    assert!(!Path::new(&format!("{}.tmp", data.path)).exists());
}
