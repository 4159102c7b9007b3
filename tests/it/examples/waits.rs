//! The examples that run tasks and wait for them.

use std::collections::HashSet;
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::PathBuf;
use std::process::Child;
use std::process::Stdio;
use std::time::Duration;

use deck_client::types::Json;
use deck_client::types::Task;
use deck_client::types::TaskRun;
use deck_client::types::TaskRunId;
use deck_client::types::TaskRunStatus;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::Prompt;
use deck_sandbox::RateLimit;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;
use deck_sandbox::Script;
use deck_tests::folder::Folder;

use super::blocking;
use super::example;
use super::text;

/// The number of lines of the batch that is killed.
const BATCH: usize = 1_000;

/// The number of its sessions.
const SESSIONS: &str = "100";

/// How many runs each process starts until it is killed. Those that it has to ask about first and those that
/// it starts are fewer than the requests which the rate limit allows within ten seconds.
const KILLED_AFTER: [usize; 13] = [1, 7, 85, 85, 85, 85, 85, 85, 85, 85, 85, 85, 85];

/// The sandbox of a batch, and the runs of which the batch has told or noted that it knows them.
struct BatchScene {
    sandbox: Sandbox,
    url: String,
    inputs: PathBuf,
    known: HashSet<TaskRunId>,
}

impl BatchScene {
    /// Runs the batch until it has told that it started `runs`, and kills it when another one has been
    /// started and it has not heard of it; to the end, if it starts fewer. Returns whether it came to the
    /// end.
    fn play_until(&mut self, runs: usize) -> bool {
        self.known.extend(self.in_journal());
        let mut batch = example("batch");
        batch
            .args(["task_1", "bills-2026-10", SESSIONS])
            .arg(&self.inputs)
            .env("DECK_API_KEY", SANDBOX_API_KEY)
            .env("DECK_BASE_URL", &self.url)
            .stdout(Stdio::piped());
        let mut child = batch.spawn().unwrap();
        let told = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut started = told.filter_map(|line| {
            let line = line.unwrap();
            line.split_once(" started ").map(|(_, id)| id.into())
        });
        // It goes on telling, so that the pipe stays open.
        let told: Vec<TaskRunId> = started.by_ref().take(runs).collect();
        let is_to_be_killed = told.len() == runs;
        self.known.extend(told);
        if is_to_be_killed {
            while self.sandbox.len() == self.known.len() {
                assert!(child.try_wait().unwrap().is_none());
                std::thread::yield_now();
            }
            child.kill().unwrap();
        }
        child.wait().unwrap().success()
    }

    /// Returns the runs that the batch noted before it could tell of them.
    fn in_journal(&self) -> Vec<TaskRunId> {
        let journal = self.inputs.with_extension("ndjson.journal");
        let text = fs::read_to_string(journal).unwrap_or_default();
        let ids = text.lines().filter_map(|line| line.split_once(" started "));
        ids.map(|(_, id)| id.into()).collect()
    }
}

#[tokio::test]
async fn a_batch_that_is_killed_again_and_again_starts_each_run_once() {
    let folder = Folder::new().unwrap();
    let inputs = folder.path().join("bills.ndjson");
    let lines: Vec<String> = (0..BATCH)
        .map(|number| format!(r#"{{"bill":{number}}}"#))
        .collect();
    fs::write(&inputs, lines.join("\n")).unwrap();
    let late = Fault::delay(Duration::from_millis(8)).after_operation();
    let sandbox = Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .default_script(Script::new())
        .session_limit(SESSIONS.parse().unwrap())
        .rate_limit(RateLimit::none())
        .faults(FaultPlan::new().always(late))
        .build();
    let server = SandboxServer::start(sandbox.clone()).await.unwrap();
    let mut scene = BatchScene {
        sandbox: sandbox.clone(),
        url: server.url(),
        inputs,
        known: HashSet::new(),
    };

    blocking(move || {
        for runs in KILLED_AFTER {
            assert!(!scene.play_until(runs));
        }
        assert!(scene.play_until(usize::MAX));
    })
    .await;

    let text = |run: TaskRun| run.input.unwrap().as_str().to_owned();
    let mut started: Vec<String> = sandbox.runs().into_iter().map(text).collect();
    started.sort_by_key(|input| (input.len(), input.clone()));
    assert_eq!(started, lines);
    let journal = fs::read_to_string(folder.path().join("bills.ndjson.journal")).unwrap();
    let ended = journal
        .lines()
        .filter(|line| line.ends_with("ended completed"));
    assert_eq!(ended.count(), BATCH);
}

#[test]
fn a_batch_leaves_a_line_to_a_person_whose_key_may_be_forgotten() {
    let folder = Folder::new().unwrap();
    let inputs = folder.path().join("bills.ndjson");
    fs::write(&inputs, "{}\n{}\n").unwrap();
    fs::write(
        folder.path().join("bills.ndjson.journal"),
        "1 starting 1\n1 sta",
    )
    .unwrap();
    let mut batch = example("batch");
    batch.args(["task_1", "bills", "1"]).arg(&inputs);
    let output = batch.env("DECK_API_KEY", SANDBOX_API_KEY).output().unwrap();

    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("line 1 may have a run"));
}

/// Returns a sandbox whose runs ask for a code and then pay the bill; the agent works sixty times as fast.
fn asking() -> Sandbox {
    let script = Script::new()
        .queued(Duration::from_secs(2))
        .running(Duration::from_secs(9))
        .ask(Prompt::mfa("123456"))
        .running(Duration::from_secs(4));
    Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .default_script(script.complete(Json::from_text(r#"{"paid":true}"#).unwrap()))
        .speed(60)
        .build()
}

/// Starts the example that runs a task and waits, with what is typed before.
fn run_and_wait(server: &SandboxServer, typed: &'static [u8]) -> Child {
    let mut command = example("run_and_wait");
    command
        .args(["task_1", "bill-7", r#"{"month":"2026-10"}"#])
        .env("DECK_API_KEY", SANDBOX_API_KEY)
        .env("DECK_BASE_URL", server.url())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed).unwrap();
    child
}

#[tokio::test]
async fn a_run_that_asks_is_replied_to_from_the_terminal() {
    let server = SandboxServer::start(asking()).await.unwrap();
    let child = run_and_wait(&server, b"000000\n123456\n");
    let output = blocking(move || child.wait_with_output().unwrap()).await;

    assert!(output.status.success(), "{}", text(&output.stderr));
    // The first code is wrong.
    let asked = "Enter the code that was sent to your phone.\nOne-time code:\n";
    let told = format!("{asked}{asked}{}\n", r#"{"paid":true}"#);
    assert_eq!(text(&output.stdout), told);
    let runs = server.sandbox().runs();
    assert_eq!(runs.len(), 1);
    assert_eq!(
        runs[0].input.as_ref().map(Json::as_str),
        Some(r#"{"month":"2026-10"}"#)
    );
}

#[tokio::test]
async fn a_run_whose_prompt_nobody_replies_to_is_canceled() {
    let server = SandboxServer::start(asking()).await.unwrap();
    let child = run_and_wait(&server, b"");
    let output = blocking(move || child.wait_with_output().unwrap()).await;

    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("Canceled"));
    assert_eq!(
        server.sandbox().runs()[0].status,
        Some(TaskRunStatus::Canceled)
    );
}
