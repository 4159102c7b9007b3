//! Ten minutes of virtual time on the sandbox, with faults and an outage: what is told is what was visible.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::time::Duration;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::Error;
use deck_client::bytes::Bytes;
use deck_client::http::Request;
use deck_client::http::Response;
use deck_client::http::StatusCode;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_transport::Transport;
use deck_transport::TransportError;
use deck_types::ListTaskRuns;
use deck_types::TaskRun;
use deck_types::Timestamp;
use deck_types::WithRaw;
use serde_json::Value;

use super::super::change::Change;
use super::super::change::Mark;
use super::super::follow::FollowSettings;
use super::super::follow::Follower;
use super::super::teller::Teller;
use super::super::watching::WatchSettings;

const MINUTE: Duration = Duration::from_secs(60);

/// The statuses that each run had one after the other.
type Histories = BTreeMap<String, Vec<String>>;

/// Adds a status to the history of a run, if it is another one than before.
fn add(histories: &mut Histories, id: &str, status: &str) {
    let history = histories.entry(id.to_owned()).or_default();
    if history.last().is_none_or(|last| last != status) {
        history.push(status.to_owned());
    }
}

/// Writes down what every response shows.
#[derive(Clone)]
struct Seeing {
    sandbox: Sandbox,
    visible: Arc<Mutex<Histories>>,
}

impl Transport for Seeing {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        // The one request that asks for the server's time is for one run.
        let is_for_time = request
            .uri()
            .query()
            .is_some_and(|query| query.starts_with("limit=1&") || query == "limit=1");
        let response = self.sandbox.send(request).await?;
        if !is_for_time
            && response.status() == StatusCode::OK
            && let Ok(body) = serde_json::from_slice::<Value>(response.body())
        {
            let one = [body.clone()];
            let runs = body["data"].as_array().map_or(&one[..], Vec::as_slice);
            let mut visible = self.visible.lock().unwrap();
            for run in runs {
                add(
                    &mut visible,
                    run["id"].as_str().unwrap(),
                    run["status"].as_str().unwrap(),
                );
            }
        }
        Ok(response)
    }
}

#[derive(Clone, Default)]
struct Told {
    changes: Arc<Mutex<Vec<Change>>>,
    marks: Arc<Mutex<Vec<Mark>>>,
}

impl Teller for Told {
    fn change(&mut self, change: &Change, run: Option<&WithRaw<TaskRun>>) -> io::Result<()> {
        assert_eq!(run.and_then(|run| run.value().status.clone()), change.to);
        self.changes.lock().unwrap().push(change.clone());
        Ok(())
    }

    fn mark(&mut self, mark: &Mark, _: Option<&Error>) {
        self.marks.lock().unwrap().push(mark.clone());
    }

    fn warn(&mut self, error: &dyn std::error::Error) {
        panic!("{error}");
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Numbers that look random.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// A company that runs tasks for ten minutes.
struct Company {
    sandbox: Sandbox,
    clock: ManualClock,
    numbers: Numbers,
    truth: Histories,
    going_on: Vec<String>,
}

impl Company {
    fn new(sandbox: Sandbox, clock: ManualClock, seed: u64) -> Self {
        let mut company = Self {
            clock,
            numbers: Numbers(seed),
            truth: Histories::new(),
            going_on: Vec::new(),
            sandbox,
        };
        for run in company.sandbox.runs() {
            let status = run.status.unwrap();
            add(&mut company.truth, run.id.as_str(), status.as_str());
            if status.is_terminal() == Some(false) {
                company.going_on.push(run.id.to_string());
            }
        }
        company
    }

    /// Works through ten minutes with faults, one of them an outage, and some time without.
    async fn act(&mut self, seed: u64) {
        let sandbox = self.sandbox.clone();
        self.clock.sleep(Duration::from_secs(10)).await;
        sandbox.set_faults(faults(seed));
        self.work(4 * MINUTE).await;
        sandbox.set_faults(FaultPlan::new().always(Fault::refused()));
        self.work(MINUTE).await;
        sandbox.set_faults(faults(seed + 1));
        self.work(5 * MINUTE).await;
        sandbox.set_faults(FaultPlan::new());
        self.clock.sleep(2 * MINUTE).await;
    }

    async fn work(&mut self, end: Duration) {
        let began = self.clock.now();
        while self.clock.now() - began < end {
            let pause = Duration::from_millis(100 + self.numbers.below(2_000));
            self.clock.sleep(pause).await;
            if self.numbers.below(3) == 0 {
                self.start_run();
            }
            self.go_on();
        }
    }

    fn start_run(&mut self) {
        let id = format!("trun_new_{}", self.truth.len());
        let mut run = TaskRun::fixture(id.as_str());
        run.status = Some("queued".into());
        run.created_at = Timestamp::try_from(self.clock.system_time()).ok();
        run.updated_at.clone_from(&run.created_at);
        self.sandbox.insert(run);
        add(&mut self.truth, &id, "queued");
        self.going_on.push(id);
    }

    /// Lets a run take its next step.
    fn go_on(&mut self) {
        if self.going_on.is_empty() {
            return;
        }
        let place = usize::try_from(self.numbers.below(self.going_on.len() as u64)).unwrap();
        let id = self.going_on[place].clone();
        let last = self.truth[&id].last().unwrap().clone();
        let choices: &[&str] = match last.as_str() {
            "queued" => &["running", "running", "cancelling"],
            "running" => &[
                "interaction_required",
                "review_required",
                "completed",
                "failed",
                "cancelling",
            ],
            "cancelling" => &["canceled"],
            _ => &["running", "failed"],
        };
        let next = choices[usize::try_from(self.numbers.below(choices.len() as u64)).unwrap()];
        let now = Timestamp::try_from(self.clock.system_time()).ok();
        self.sandbox.update(id.as_str(), |run| {
            run.status = Some(next.into());
            run.updated_at = now;
        });
        add(&mut self.truth, &id, next);
        if ["completed", "failed", "canceled"].contains(&next) {
            self.going_on.remove(place);
        }
    }
}

fn faults(seed: u64) -> FaultPlan {
    let faults = [
        Fault::status(StatusCode::SERVICE_UNAVAILABLE),
        Fault::status(StatusCode::TOO_MANY_REQUESTS),
        Fault::html(StatusCode::BAD_GATEWAY),
        Fault::refused(),
        Fault::reset(),
        Fault::truncated_body(),
        Fault::delay(Duration::from_millis(700)),
    ];
    FaultPlan::new().seed(seed).randomly(0.3, faults)
}

/// What the company did, what was visible of it, and what was told.
struct Story {
    truth: Histories,
    visible: Histories,
    changes: Vec<Change>,
    marks: Vec<Mark>,
    requests: u64,
}

fn settings() -> FollowSettings {
    FollowSettings {
        listing: ListTaskRuns::new(),
        watch: WatchSettings {
            told: ListTaskRuns::new(),
            settle: Duration::from_secs(120),
            since: None,
        },
        share: "25%".parse().unwrap(),
        until_idle: false,
    }
}

async fn ten_minutes(seed: u64) -> Story {
    let start: Timestamp = "2026-11-02T12:00:00Z".parse().unwrap();
    let clock = ManualClock::at(start.to_system_time().unwrap()).auto_advancing();
    let sandbox = Sandbox::builder()
        .seed(seed)
        .runs(30)
        .visible_after(Duration::from_secs(5 * (seed % 4)))
        .clock(clock.clone())
        .build();
    let seeing = Seeing {
        sandbox: sandbox.clone(),
        visible: Arc::default(),
    };
    let client = Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
        .with_transport(seeing.clone())
        .with_clock(clock.clone())
        .build()
        .unwrap();
    let told = Told::default();
    let follower = Follower::start(&client, clock.clone(), settings(), told.clone());
    let mut follower = follower.await.unwrap();
    let mut company = Company::new(sandbox.clone(), clock, seed);
    tokio::select! {
        result = follower.run() => panic!("watching ended: {result:?}"),
        () = company.act(seed) => {}
    }
    let visible = seeing.visible.lock().unwrap().clone();
    let changes = told.changes.lock().unwrap().clone();
    let marks = told.marks.lock().unwrap().clone();
    Story {
        truth: company.truth,
        visible,
        changes,
        marks,
        requests: sandbox.traffic().requests,
    }
}

impl Story {
    /// Returns what was told of each run, as the history that it makes.
    fn told(&self) -> Histories {
        let mut told = Histories::new();
        for change in &self.changes {
            let id = change.id.as_str();
            let from = change.from.as_ref().map(ToString::to_string);
            match told.get(id).and_then(|history| history.last()) {
                Some(last) => assert_eq!(from.as_ref(), Some(last), "{id} goes on where it was"),
                None if id.starts_with("trun_new_") => assert_eq!(from, None, "{id} is new"),
                None => add(
                    &mut told,
                    id,
                    &from.expect("what was there before is not new"),
                ),
            }
            add(&mut told, id, change.to.as_ref().unwrap().as_str());
        }
        told
    }
}

/// Returns whether all of `part` is in `whole`, in this order.
fn is_in_order(part: &[String], whole: &[String]) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|status| whole.any(|other| other == status))
}

/// The stories of some seeds, told once for all tests.
fn stories() -> &'static [Story] {
    static STORIES: OnceLock<Vec<Story>> = OnceLock::new();
    STORIES.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        (0..4)
            .map(|seed| runtime.block_on(ten_minutes(seed)))
            .collect()
    })
}

#[test]
fn every_change_that_was_visible_is_told_once_and_no_other() {
    for (seed, story) in stories().iter().enumerate() {
        let told = story.told();
        let mut changes = 0;
        for (id, visible) in &story.visible {
            let is_new = id.starts_with("trun_new_");
            let expected = is_new || visible.len() > 1;
            assert_eq!(
                told.get(id),
                expected.then_some(visible),
                "seed {seed}: {id}"
            );
            changes += visible.len() - usize::from(!is_new);
        }
        assert_eq!(story.changes.len(), changes, "seed {seed}");
        assert!(changes > 200, "seed {seed}: {changes} changes");
        for (id, history) in &told {
            let truth = &story.truth[id];
            assert!(
                is_in_order(history, truth),
                "seed {seed}: {id}: {history:?} of {truth:?}"
            );
        }
        for (id, truth) in &story.truth {
            let last = story.visible.get(id).and_then(|history| history.last());
            let is_old = !id.starts_with("trun_new_") && truth.len() == 1;
            assert!(is_old || last == truth.last(), "seed {seed}: {id} was lost");
        }
    }
}

#[test]
fn an_outage_is_marked_once_at_its_beginning_and_once_at_its_end() {
    for story in stories() {
        let mut is_open = None;
        let mut longest = 0;
        for mark in &story.marks {
            match (mark, is_open) {
                (Mark::GapBegins { from }, None) => is_open = Some(*from),
                (Mark::GapEnds { from, until }, Some(began)) if *from == began => {
                    longest = longest.max(until - from);
                    is_open = None;
                }
                _ => panic!("{:?}", story.marks),
            }
        }
        assert_eq!(is_open, None, "the last one has ended");
        assert!(longest >= 60 * 1_000_000_000, "{longest}");
    }
}

#[test]
fn no_more_than_the_share_of_the_rate_limit_is_used() {
    for story in stories() {
        let seconds = 12 * 60 + 10;
        // Five in a second, and what a call sends in its retries before the pace can count it.
        assert!(
            story.requests <= 5 * seconds + 20,
            "{} requests",
            story.requests
        );
        assert!(story.requests >= seconds / 2, "{} requests", story.requests);
    }
}
