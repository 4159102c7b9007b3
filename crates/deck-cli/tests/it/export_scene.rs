//! Exports from a sandbox in a process of its own, which is looked at through its control API.

use std::fs;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use tempfile::TempDir;

use crate::sandbox_server::Server;
use crate::scene::Outcome;
use crate::scene::deck;
use crate::scene::run;

/// A sandbox and a folder, which end with the test.
pub(crate) struct Scene {
    server: Server,
    folder: TempDir,
}

impl Scene {
    /// Starts a sandbox without a rate limit that has these runs.
    pub(crate) fn start(runs: &str, flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("source");
        fs::write(&source, runs).unwrap();
        let source = source.to_str().unwrap();
        let own = ["--rate-limit", "none", "--from-ndjson", source];
        Self {
            server: Server::start(&[&own[..], flags].concat()),
            folder,
        }
    }

    /// Returns the path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns what is in a file of the folder.
    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Returns the command that exports, started in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = deck(&["task-runs", "export"]);
        command
            .args(arguments)
            .args(["--base-url", &self.server.base_url])
            .env("DECK_API_KEY", &self.server.api_key)
            .current_dir(self.folder.path());
        command
    }

    /// Returns the base URL and the key.
    pub(crate) fn access(&self) -> (&str, &str) {
        (&self.server.base_url, &self.server.api_key)
    }

    /// Exports.
    pub(crate) fn export(&self, arguments: &[&str]) -> Outcome {
        run(self.command(arguments))
    }

    /// Sends a request to the control API, and returns the body of the response.
    #[track_caller]
    pub(crate) fn control(&self, request: &str, body: &str) -> String {
        let (method, path) = request.split_once(' ').unwrap();
        let url = self.server.control_url.strip_prefix("http://").unwrap();
        let (host, prefix) = url.split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        write!(
            stream,
            "{method} /{prefix}{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             authorization: Bearer {}\r\ncontent-length: {}\r\n\r\n{body}",
            self.server.control_token,
            body.len(),
        )
        .unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 2"), "{request}: {response}");
        body.to_owned()
    }

    /// Returns the exact text of every run that the sandbox has, if it was created before an instant of the
    /// same form; sorted.
    pub(crate) fn dump(&self, before: &str) -> Vec<String> {
        #[derive(Deserialize)]
        struct Snapshot {
            task_runs: Vec<Box<RawValue>>,
        }
        let snapshot: Snapshot = serde_json::from_str(&self.control("GET snapshot", "")).unwrap();
        let texts = snapshot.task_runs.iter().map(|run| run.get().to_owned());
        sorted(texts.filter(|text| created_at(text).as_str() < before))
    }
}

/// Returns so many runs of October, up to seven of them created at the same instant, as lines that no
/// encoder would write.
pub(crate) fn october(count: u32) -> String {
    let line = |number: u32| {
        let minute = number / 7 * 7 % (30 * 24 * 60);
        let (day, hour, minute) = (minute / (24 * 60) + 1, minute / 60 % 24, minute % 60);
        let ended = ["completed", "failed", "completed", "canceled"][number as usize % 4];
        let status = if number % 60 == 6 { "running" } else { ended };
        format!(
            "{{ \"id\" :\"trun_{number:05}\",\"status\":\"{status}\",  \"created_at\": \
             \"2026-10-{day:02}T{hour:02}:{minute:02}:00Z\",\"output\":{{\"n\": {number}.00, \
             \"t\":\"\\u00e9{}\"}} }}\n",
            "x".repeat(number as usize % 400)
        )
    };
    (0..count).map(line).collect()
}

/// Returns a run that is created far in the future.
pub(crate) fn late(number: u32) -> String {
    format!(
        r#"{{"id":"trun_late_{number}","status":"queued","created_at":"2099-01-01T00:00:00Z"}}"#
    )
}

/// Pauses between two looks at a program: to look all the time would take the processor from it.
#[expect(
    clippy::disallowed_methods,
    reason = "another process goes on by the time of the system"
)]
pub(crate) fn pause() {
    thread::sleep(Duration::from_micros(200));
}

/// Returns lines in order, to be compared without one.
pub(crate) fn sorted(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

/// Returns the lines of a text, sorted.
pub(crate) fn sorted_lines(text: &str) -> Vec<String> {
    sorted(text.lines().map(str::to_owned))
}

/// Returns what is in a file compressed by Zstandard.
#[track_caller]
pub(crate) fn decompressed(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    String::from_utf8(zstd::stream::decode_all(&bytes[..]).unwrap()).unwrap()
}

fn created_at(text: &str) -> String {
    let run: Value = serde_json::from_str(text).unwrap();
    run["created_at"].as_str().unwrap().to_owned()
}
