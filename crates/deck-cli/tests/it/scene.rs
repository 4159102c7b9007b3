//! Running the program and looking at what it did.

use std::io::BufRead;
use std::io::BufReader;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

use crate::scripted_server::ScriptedServer;

/// A key that may be nowhere in any output.
pub(crate) const CANARY: &str = "sk_live_canary_a8f1c3";

/// What one run of the program did.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

impl Outcome {
    /// Returns standard output of a run that must have succeeded without a word on standard error.
    #[track_caller]
    pub(crate) fn success(self) -> String {
        assert_eq!(
            (self.code, self.stderr.as_str()),
            (Some(0), ""),
            "standard output: {}",
            self.stdout
        );
        self.stdout
    }

    /// Returns standard error of a run that must have failed like this without a word on standard
    /// output.
    #[track_caller]
    pub(crate) fn failure(self, code: i32) -> String {
        assert_eq!(
            (self.code, self.stdout.as_str()),
            (Some(code), ""),
            "standard error: {}",
            self.stderr
        );
        self.stderr
    }

    /// Returns the lines of standard output, each parsed as JSON.
    #[track_caller]
    pub(crate) fn json_lines(self) -> Vec<Value> {
        self.success()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// Returns the program with these arguments and an environment that has no influence.
pub(crate) fn deck(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deck"));
    command
        .args(arguments)
        .env_clear()
        .env("HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/home"))
        .stdin(Stdio::null());
    command
}

/// Runs the program.
#[track_caller]
pub(crate) fn run(mut command: Command) -> Outcome {
    let output = command.output().unwrap();
    Outcome {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    }
}

/// Runs the program on its own sandbox.
#[track_caller]
pub(crate) fn on_sandbox(arguments: &[&str]) -> Outcome {
    let mut command = deck(&["--sandbox"]);
    command.args(arguments);
    run(command)
}

/// Lists on the sandbox as lines of JSON.
#[track_caller]
pub(crate) fn list(flags: &[&str]) -> Vec<Value> {
    let mut arguments = vec!["task-runs", "list", "--output", "ndjson"];
    arguments.extend(flags);
    on_sandbox(&arguments).json_lines()
}

/// Runs the program, with the canary as its key, on a server that responds by script. Nothing is asked for
/// twice.
#[track_caller]
pub(crate) fn on_server(server: &ScriptedServer, arguments: &[&str]) -> Outcome {
    let mut command = deck(arguments);
    command
        .args(["--base-url", &server.url(), "--max-retries", "0"])
        .env("DECK_API_KEY", CANARY);
    run(command)
}

/// Starts the program, and reads the first line of its output.
#[track_caller]
pub(crate) fn read_one_line_of(mut command: Command) -> (String, BufReader<ChildStdout>, Child) {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::with_capacity(1, child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    (line, stdout, child)
}
