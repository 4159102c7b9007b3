//! The examples that run tasks and wait for them.

use std::collections::HashSet;
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use deck_client::types::Json;
use deck_client::types::Task;
use deck_client::types::TaskRun;
use deck_client::types::TaskRunId;
use deck_client::types::TaskRunStatus;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::RateLimit;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;
use deck_tests::folder::Folder;

use super::blocking;
use super::example;
use super::text;

/// The number of lines of the batch that is killed.
fn batch_size() -> usize {
    let set = std::env::var("DECK_BATCH_RUNS").map(|text| text.parse().unwrap());
    set.unwrap_or(80)
}

/// Lets all runs that wait for an agent complete.
fn complete_queued(sandbox: &Sandbox) {
    for run in sandbox.runs() {
        if run.status == Some(TaskRunStatus::Queued) {
            sandbox.update(run.id, |run| run.status = Some(TaskRunStatus::Completed));
        }
    }
}

/// The sandbox of a batch, and the runs of which the batch has told that it knows them.
struct BatchScene {
    sandbox: Sandbox,
    url: String,
    inputs: PathBuf,
    known: HashSet<TaskRunId>,
}

impl BatchScene {
    /// Runs the batch until it has told of `lines` things, and kills it when the run after that has been
    /// started and it has not heard of it; to the end, if it tells of fewer. Runs complete as soon as it
    /// tells that one was started. Returns whether it came to the end.
    fn play_until(&mut self, lines: usize) -> bool {
        complete_queued(&self.sandbox);
        let mut batch = example("batch");
        batch
            .args(["task_1", "bills-2026-10", "40"])
            .arg(&self.inputs)
            .env("DECK_API_KEY", SANDBOX_API_KEY)
            .env("DECK_BASE_URL", &self.url)
            .stdout(Stdio::piped());
        let mut child = batch.spawn().unwrap();
        let told = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut count = 0;
        for line in told.take(lines) {
            count += 1;
            if let Some((_, id)) = line.unwrap().split_once(" started ") {
                self.known.insert(id.into());
                complete_queued(&self.sandbox);
            }
        }
        if count == lines {
            while self.sandbox.len() == self.known.len() {
                std::thread::yield_now();
            }
            child.kill().unwrap();
        }
        child.wait().unwrap().success()
    }
}

#[tokio::test]
async fn a_batch_that_is_killed_again_and_again_starts_each_run_once() {
    let count = batch_size();
    let folder = Folder::new().unwrap();
    let inputs = folder.path().join("bills.ndjson");
    let lines: Vec<String> = (0..count)
        .map(|number| format!(r#"{{"bill":{number}}}"#))
        .collect();
    fs::write(&inputs, lines.join("\n")).unwrap();
    let late = Fault::delay(Duration::from_millis(20)).after_operation();
    let sandbox = Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .session_limit(40)
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
        for lines in [1, 7, 20] {
            assert!(!scene.play_until(lines));
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
    assert_eq!(ended.count(), count);
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

/// Waits until the one run of the sandbox is in this state; the process of an example moves it there.
fn await_status(sandbox: &Sandbox, status: &TaskRunStatus) -> TaskRunId {
    loop {
        let run = sandbox.runs().into_iter().next();
        if let Some(run) = run.filter(|run| run.status.as_ref() == Some(status)) {
            return run.id;
        }
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn a_run_that_asks_is_replied_to_from_the_terminal() {
    let sandbox = Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .build();
    let server = SandboxServer::start(sandbox.clone()).await.unwrap();
    let (url, world) = (server.url(), sandbox.clone());

    let output = blocking(move || {
        let mut command = example("run_and_wait");
        command
            .args(["task_1", "bill-7", r#"{"month":"2026-10"}"#])
            .env("DECK_API_KEY", SANDBOX_API_KEY)
            .env("DECK_BASE_URL", url);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut told = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut typed = child.stdin.take().unwrap();

        let id = await_status(&world, &TaskRunStatus::Queued);
        let prompt = r#"{"message":"We sent a code.","fields":[{"name":"code","label":"Code"}]}"#;
        world.update(id, |run| {
            run.status = Some(TaskRunStatus::InteractionRequired);
            run.interaction = Some(Json::from_text(prompt).unwrap());
        });
        assert_eq!(told.next().unwrap().unwrap(), "We sent a code.");
        assert_eq!(told.next().unwrap().unwrap(), "Code:");
        typed.write_all(b"123456\n").unwrap();

        let id = await_status(&world, &TaskRunStatus::Running);
        world.update(id, |run| {
            run.status = Some(TaskRunStatus::Completed);
            run.output = Some(Json::from_text(r#"{"paid":true}"#).unwrap());
        });
        let last = told.next().unwrap().unwrap();
        assert!(child.wait().unwrap().success());
        last
    })
    .await;

    assert_eq!(output, r#"{"paid":true}"#);
    assert_eq!(sandbox.len(), 1);
}

#[tokio::test]
async fn a_run_whose_prompt_nobody_replies_to_is_canceled() {
    let sandbox = Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .build();
    let server = SandboxServer::start(sandbox.clone()).await.unwrap();
    let (url, world) = (server.url(), sandbox.clone());

    let output = blocking(move || {
        let mut command = example("run_and_wait");
        command
            .args(["task_1", "bill-7", "{}"])
            .env("DECK_API_KEY", SANDBOX_API_KEY)
            .env("DECK_BASE_URL", url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        let id = await_status(&world, &TaskRunStatus::Queued);
        world.update(id, |run| {
            run.status = Some(TaskRunStatus::InteractionRequired);
            run.interaction = Some(Json::from_text(r#"{"fields":[{"name":"code"}]}"#).unwrap());
        });
        let id = await_status(&world, &TaskRunStatus::cancelling());
        world.update(id, |run| run.status = Some(TaskRunStatus::Canceled));
        child.wait_with_output().unwrap()
    })
    .await;

    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("Canceled"));
}
