//! A running `deck sandbox`, and files for it.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::Child;
use std::process::ChildStdin;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

use crate::scene::Outcome;
use crate::scene::deck;
use crate::scene::run;

/// A running `deck sandbox`, which ends with the test.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) stdin: Option<ChildStdin>,
    pub(crate) base_url: String,
    pub(crate) api_key: String,
    pub(crate) control_url: String,
    pub(crate) control_token: String,
}

impl Server {
    pub(crate) fn start(arguments: &[&str]) -> Server {
        Server::start_with(deck(&["sandbox"]), arguments)
    }

    /// Starts a command that is `deck sandbox`.
    pub(crate) fn start_with(mut command: Command, arguments: &[&str]) -> Server {
        command
            .args(["--output", "ndjson", "--until-stdin-closes"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let address: Value = serde_json::from_str(&line).unwrap();
        let text = |key: &str| address[key].as_str().unwrap().to_owned();
        Server {
            stdin: child.stdin.take(),
            child,
            base_url: text("base_url"),
            api_key: text("api_key"),
            control_url: text("control_url"),
            control_token: text("control_token"),
        }
    }

    /// Runs the program against the sandbox, without retries, so that each request is one position of the
    /// plan.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Outcome {
        let mut command = deck(&["--base-url", &self.base_url, "--max-retries", "0"]);
        command.args(arguments).env("DECK_API_KEY", &self.api_key);
        run(command)
    }

    pub(crate) fn list(&self, flags: &[&str]) -> Outcome {
        self.ask(&[&["task-runs", "list", "--output", "ndjson"], flags].concat())
    }

    /// Sends the signal that a system sends to what it wants to end.
    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: &str) {
        let mut kill = Command::new("/bin/sh");
        kill.args(["-c", &format!("kill -{signal} {}", self.child.id())]);
        assert!(kill.status().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}

/// A file that ends with the test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str, text: &str) -> Scratch {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&path, text).unwrap();
        Scratch(path)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
