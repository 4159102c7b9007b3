//! `deck task-runs watch`.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;
use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_types::TaskRun;
use deck_types::Timestamp;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::scene::deck;
use crate::scene::on_sandbox;
use crate::scene::on_server;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

/// A sandbox on loopback, and the program that watches it.
struct Watch {
    sandbox: Sandbox,
    child: Child,
    stdout: BufReader<ChildStdout>,
    _server: SandboxServer,
    _runtime: Runtime,
}

impl Watch {
    /// Starts to watch a sandbox with one run, which is told first.
    fn start(flags: &[&str]) -> Self {
        let sandbox = Sandbox::new();
        sandbox.insert(run("trun_1", "queued"));
        let runtime = Runtime::new().unwrap();
        let server = runtime
            .block_on(SandboxServer::start(sandbox.clone()))
            .unwrap();
        let mut command = deck(&[
            "runs",
            "watch",
            "--since",
            "1h",
            "--base-url",
            &server.url(),
        ]);
        command.args(flags).env("DECK_API_KEY", SANDBOX_API_KEY);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            sandbox,
            stdout: BufReader::new(child.stdout.take().unwrap()),
            child,
            _server: server,
            _runtime: runtime,
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line
    }

    fn set_status(&self, status: &str) {
        self.sandbox
            .update("trun_1", |run| run.status = Some(status.into()));
    }

    /// Waits for the end, and returns the exit code and standard error.
    fn end(mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
        let output = self.child.wait_with_output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }
}

fn run(id: &str, status: &str) -> TaskRun {
    let mut run = TaskRun::fixture(id);
    run.status = Some(status.into());
    run.created_at = Timestamp::try_from(TokioClock.system_time() - Duration::from_secs(5)).ok();
    run
}

/// Returns a change without its time.
fn change(line: &str) -> String {
    let change: Value = serde_json::from_str(line).unwrap();
    assert!(
        change["time"]
            .as_str()
            .unwrap()
            .parse::<Timestamp>()
            .is_ok(),
        "{line}"
    );
    format!("{} {} {}", change["id"], change["from"], change["to"])
}

#[test]
fn changes_are_lines_of_json_until_no_run_goes_on() {
    let mut watch = Watch::start(&["--output", "ndjson", "--until-idle"]);
    assert_eq!(change(&watch.line()), r#""trun_1" null "queued""#);
    watch.set_status("running");
    assert_eq!(change(&watch.line()), r#""trun_1" "queued" "running""#);
    watch.sandbox.insert(run("trun_2", "completed"));
    assert_eq!(change(&watch.line()), r#""trun_2" null "completed""#);
    watch.set_status("failed");
    assert_eq!(change(&watch.line()), r#""trun_1" "running" "failed""#);
    assert_eq!(watch.end(), (Some(0), String::new()));
}

#[test]
fn ctrl_c_ends_it_and_tells_how_many_changes_were_shown() {
    let mut watch = Watch::start(&["--timezone", "UTC"]);
    assert!(
        watch
            .line()
            .contains("  trun_1                     new -> queued\n")
    );
    let mut kill = Command::new("/bin/sh");
    kill.args(["-c", &format!("kill -INT {}", watch.child.id())]);
    assert!(kill.status().unwrap().success());
    let (code, stderr) = watch.end();
    assert_eq!(
        (code, stderr.as_str()),
        (Some(130), "error: interrupted; 1 change was shown\n")
    );
}

#[test]
fn a_reader_that_goes_away_ends_it_at_the_next_change() {
    let mut watch = Watch::start(&["--output", "ndjson"]);
    watch.line();
    let Watch {
        sandbox,
        child,
        stdout,
        _server,
        _runtime,
    } = watch;
    drop(stdout);
    sandbox.update("trun_1", |run| run.status = Some("running".into()));
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

fn page(runs: &[TaskRun]) -> Response {
    let runs: Vec<Value> = runs
        .iter()
        .map(|run| serde_json::to_value(run).unwrap())
        .collect();
    Response::new(
        200,
        serde_json::json!({ "data": runs, "has_more": false }).to_string(),
    )
}

fn one(run: &TaskRun) -> Response {
    Response::new(200, serde_json::to_string(run).unwrap())
}

#[test]
fn an_outage_is_survived_and_marked() {
    let (running, failed) = (run("trun_1", "running"), run("trun_1", "failed"));
    let server = ScriptedServer::start([
        page(&[]),
        page(&[]),
        page(&[running]),
        Response::new(503, "down"),
        page(&[]),
        one(&run("trun_1", "queued")),
        page(&[]),
        one(&failed),
    ]);
    let flags = ["runs", "watch", "--output", "ndjson", "--until-idle"];
    let outcome = on_server(&server, &flags);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let changes: Vec<_> = outcome.stdout.lines().map(change).collect();
    assert_eq!(
        changes,
        [
            r#""trun_1" "running" "queued""#,
            r#""trun_1" "queued" "failed""#
        ]
    );
    let stderr: Vec<&str> = outcome.stderr.lines().collect();
    let [begin, end] = stderr[..] else {
        panic!("{stderr:?}")
    };
    assert!(
        begin.contains(r#""message":"changes from "#) && begin.contains("503"),
        "{begin}"
    );
    assert!(
        end.contains(r#""message":"everything has been seen again; "#),
        "{end}"
    );
}

#[test]
fn a_refused_key_ends_it_at_any_time() {
    let key = || Response::new(401, "");
    for responses in [
        vec![key()],
        vec![page(&[]), page(&[run("trun_1", "running")]), key()],
    ] {
        let server = ScriptedServer::start(responses);
        let stderr = on_server(&server, &["runs", "watch"]).failure(4);
        assert!(stderr.contains("401"), "{stderr}");
    }
}

#[test]
fn an_address_that_never_responds_is_not_waited_for() {
    let stderr = on_server(&ScriptedServer::nobody(), &["runs", "watch"]).failure(6);
    assert!(!stderr.contains("note:"), "{stderr}");
}

#[test]
fn an_api_that_does_not_list_by_these_statuses_is_asked_for_each_run() {
    let server = ScriptedServer::start([
        page(&[]),
        page(&[run("trun_1", "running")]),
        Response::new(
            400,
            r#"{"errors":[{"type":"request","code":"invalid","message":"no such status"}]}"#,
        ),
        page(&[]),
        one(&run("trun_1", "completed")),
    ]);
    let outcome = on_server(
        &server,
        &["runs", "watch", "--output", "ndjson", "--until-idle"],
    );
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert_eq!(change(&outcome.stdout), r#""trun_1" "running" "completed""#);
    assert!(
        outcome.stderr.contains(r#""level":"warning""#)
            && outcome.stderr.contains("no such status")
    );
    assert!(server.request_lines()[4].starts_with("GET /v2/task-runs/trun_1 "));
}

#[test]
fn formats_that_need_an_end_are_wrong_usage() {
    let stderr = on_sandbox(&["runs", "watch", "--output", "json"]).failure(2);
    assert!(stderr.contains("--output ndjson"), "{stderr}");
    on_sandbox(&["runs", "watch", "--with-run"]).failure(2);
    on_sandbox(&["runs", "watch", "--share", "0%"]).failure(2);
}
