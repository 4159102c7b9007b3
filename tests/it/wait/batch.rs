//! A batch of a thousand runs under a limit of sessions, whose process is killed again and again.
//!
//! The process of the example `batch`, with a journal in memory and in virtual time: it is dropped every so
//! many requests, most often while one is under way, and started again with what its journal has. More runs
//! are to go on at a time than there are sessions.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use deck_client::ApiKey;
use deck_client::Client;
use deck_client::ClientEvent;
use deck_client::RetryDecision;
use deck_client::RetryReason;
use deck_client::SeededJitter;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::SANDBOX_BASE_URL;
use deck_sandbox::Sandbox;
use deck_sandbox::Script;
use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_types::Page;
use deck_types::RunTask;
use deck_types::Task;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use http::Request;

use super::play_until;

const RUNS: usize = 1_000;

const SESSIONS: usize = 20;

/// How many runs the process wants to go on at a time.
const AT_A_TIME: usize = 22;

/// How long a run takes.
const RUN_TIME: Duration = Duration::from_secs(40);

/// What survives the process.
#[derive(Default)]
struct Journal {
    starting: BTreeSet<usize>,
    started: BTreeMap<TaskRunId, usize>,
    ended: BTreeSet<usize>,
}

impl Journal {
    fn going_on(&self) -> Vec<TaskRunId> {
        let started = self.started.iter();
        let going_on = started.filter(|(_, line)| !self.ended.contains(line));
        going_on.map(|(id, _)| id.clone()).collect()
    }

    fn to_start(&self) -> Vec<usize> {
        let started: BTreeSet<usize> = self.started.values().copied().collect();
        (0..RUNS).filter(|line| !started.contains(line)).collect()
    }
}

struct World {
    clock: ManualClock,
    sandbox: Sandbox,
    journal: Mutex<Journal>,
}

impl World {
    fn new() -> Self {
        let clock = ManualClock::new();
        let late = Fault::delay(Duration::from_millis(300)).after_operation();
        let sandbox = Sandbox::builder()
            .with_tasks([Task::fixture("task_1")])
            .script("task_1", Script::stay_queued())
            .session_limit(SESSIONS)
            .faults(FaultPlan::new().always(late))
            .clock(clock.clone())
            .build();
        Self {
            clock,
            sandbox,
            journal: Mutex::default(),
        }
    }

    /// Starts and awaits what is left.
    async fn process(&self, client: &Client) {
        let to_start = self.journal.lock().unwrap().to_start();
        let mut to_start = to_start.into_iter();
        let going_on = self.journal.lock().unwrap().going_on();
        let mut ended = client.wait_all(going_on);
        loop {
            while ended.remaining().len() < AT_A_TIME {
                let Some(line) = to_start.next() else { break };
                ended.add_started(self.start(client, line).await);
            }
            let Some(run) = ended.next().await else {
                return;
            };
            let run = run.unwrap();
            assert_eq!(run.status, Some(TaskRunStatus::Completed));
            let mut journal = self.journal.lock().unwrap();
            let line = journal.started[&run.id];
            assert!(journal.ended.insert(line), "{line} ended twice");
        }
    }

    async fn start(&self, client: &Client, line: usize) -> TaskRun {
        let is_new = self.journal.lock().unwrap().starting.insert(line);
        let task = RunTask::new("task_1").input(&line).unwrap();
        let call = client.call(task);
        let call = call.idempotency_key(format!("batch-{line}").parse().unwrap());
        let call = call.queueing_for(Duration::from_secs(3_600));
        let call = if is_new { call } else { call.as_repeat() };
        let run = call.await.unwrap();
        let mut journal = self.journal.lock().unwrap();
        journal.started.insert(run.id.clone(), line);
        run
    }

    /// Lets runs complete, each in its time.
    async fn live(&self) {
        loop {
            self.clock.sleep(Duration::from_secs(1)).await;
            let request = Request::get(format!("{SANDBOX_BASE_URL}/task-runs?status=queued"))
                .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
                .body(Bytes::new())
                .unwrap();
            let page = self.sandbox.respond(&request);
            for run in Page::<TaskRun>::from_json(page.body()).unwrap().data {
                let created = run.created_at.unwrap().to_system_time().unwrap();
                if self.clock.system_time() >= created + RUN_TIME {
                    let completed = Some(TaskRunStatus::Completed);
                    self.sandbox.update(run.id, |run| run.status = completed);
                }
            }
        }
    }

    /// Plays a process until it ends, or to be killed after so many requests; returns whether it ended.
    fn play(&self, client: &Client, requests: u64) -> bool {
        let last = self.sandbox.traffic().requests + requests;
        let process = async {
            tokio::select! {
                biased;
                () = self.process(client) => {}
                () = self.live() => {}
            }
        };
        let is_enough = || self.sandbox.traffic().requests >= last;
        play_until(&self.clock, process, is_enough).is_some()
    }
}

fn check(requests_between_kills: u64) {
    let world = World::new();
    let queued = std::sync::Arc::new(AtomicUsize::new(0));
    let mut kills = 0;
    loop {
        let counter = queued.clone();
        let client = Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
            .with_transport(world.sandbox.clone())
            .with_clock(world.clock.clone())
            .with_jitter(SeededJitter::new(kills))
            .with_observer(move |event: &ClientEvent<'_>| {
                if let ClientEvent::AttemptEnded { attempt, .. } = event
                    && let Some(RetryDecision::Retry { reason, .. }) = attempt.retry
                    && reason == RetryReason::SessionLimit
                {
                    counter.fetch_add(1, Ordering::Relaxed);
                }
            });
        if world.play(&client.build().unwrap(), requests_between_kills) {
            break;
        }
        kills += 1;
        assert!(kills < 1_000, "it makes no progress");
    }
    let queued = queued.load(Ordering::Relaxed);
    println!("{kills} kills, {queued} waits for a session");
    assert!(kills > 1 && queued > 0);
    let line = |run: TaskRun| run.input.unwrap().parse::<usize>().unwrap();
    let mut lines: Vec<usize> = world.sandbox.runs().into_iter().map(line).collect();
    lines.sort_unstable();
    assert!(
        lines.into_iter().eq(0..RUNS),
        "a run is missing, or there twice"
    );
    assert_eq!(world.journal.lock().unwrap().ended.len(), RUNS);
}

#[test]
fn a_batch_that_is_killed_often_starts_each_run_once() {
    check(61);
}

#[test]
fn a_batch_that_is_killed_now_and_then_starts_each_run_once() {
    check(499);
}
