//! A thousand runs at a time.

use std::collections::BTreeMap;
use std::time::Duration;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::SeededJitter;
use deck_client::WaitAll;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::RateLimit;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxBuilder;
use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::Timestamp;
use http::StatusCode;

use super::play;

const RUNS: u64 = 1_000;

/// How many runs of others go on all the time.
const OTHERS: u64 = 150;

/// When the last of the runs ends, in seconds.
const DURATION: u64 = 900;

fn run(number: u64) -> TaskRun {
    let mut run = TaskRun::fixture(format!("trun_{number}"));
    run.status = Some("running".into());
    let created = std::time::UNIX_EPOCH + Duration::from_secs(number);
    run.created_at = Timestamp::try_from(created).ok();
    run
}

/// Returns when a run ends and how, spread as evenly as can be.
fn end(number: u64) -> (u64, &'static str) {
    let ends = ["completed", "failed", "canceled"];
    (number * 7_919 % DURATION, ends[number as usize % 3])
}

struct World {
    clock: ManualClock,
    sandbox: Sandbox,
}

impl World {
    fn new(change: impl FnOnce(SandboxBuilder) -> SandboxBuilder) -> Self {
        let clock = ManualClock::new();
        let builder = Sandbox::builder().with_runs((0..RUNS + OTHERS).map(run));
        let sandbox = change(builder.clock(clock.clone())).build();
        Self { clock, sandbox }
    }

    fn wait_all(&self) -> WaitAll {
        let client = Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
            .with_transport(self.sandbox.clone())
            .with_clock(self.clock.clone())
            .with_jitter(SeededJitter::new(7))
            .build()
            .unwrap();
        client.wait_all((0..RUNS).map(|number| format!("trun_{number}")))
    }

    /// Lets the runs end, each in its second.
    async fn live(&self) {
        for second in 0..DURATION {
            for number in (0..RUNS).filter(|number| end(*number).0 == second) {
                let id = format!("trun_{number}");
                let status = end(number).1;
                self.sandbox
                    .update(id, |run| run.status = Some(status.into()));
            }
            self.clock.sleep(Duration::from_secs(1)).await;
        }
    }

    /// Waits for all runs, and checks that each is given once, as it ended, and how soon.
    fn check(&self, latest: u64) {
        let mut runs = self.wait_all();
        let started = self.clock.now();
        let mut given = BTreeMap::new();
        let wait = async {
            while let Some(run) = runs.next().await {
                let run = run.unwrap();
                let after = (self.clock.now() - started).as_secs();
                assert!(given.insert(run.id.clone(), after).is_none());
                let number: u64 = run.id.as_str()[5..].parse().unwrap();
                let (second, status) = end(number);
                assert_eq!(run.status.unwrap().as_str(), status);
                assert!(
                    after <= second + latest,
                    "{number} ended at {second}, not {after}"
                );
            }
        };
        play(&self.clock, async { tokio::join!(wait, self.live()) });
        let expected: BTreeMap<TaskRunId, ()> = (0..RUNS)
            .map(|number| (format!("trun_{number}").into(), ()))
            .collect();
        assert!(given.keys().eq(expected.keys()));
    }
}

#[test]
fn a_thousand_runs_cost_one_look_each_and_a_listing_a_round() {
    let world = World::new(|sandbox| sandbox);
    world.check(40);
    let requests = world.sandbox.traffic().requests;
    println!("{requests} requests");
    // Looking at each by itself every 1 to 30 seconds takes more than 20,000.
    assert!(
        (RUNS..RUNS + 2 * DURATION).contains(&requests),
        "{requests}"
    );
}

#[test]
fn a_thousand_runs_are_waited_for_where_nothing_is_listed() {
    let world = World::new(|sandbox| {
        let refused = Fault::status(StatusCode::BAD_REQUEST);
        sandbox.faults(FaultPlan::new().at(1, refused))
    });
    world.check(120);
}

#[test]
fn a_thousand_runs_are_waited_for_under_a_bad_network() {
    let world = World::new(|sandbox| {
        let faults = [
            Fault::status(StatusCode::SERVICE_UNAVAILABLE),
            Fault::reset(),
            Fault::truncated_body(),
            Fault::bad_items(3),
        ];
        sandbox
            .rate_limit(RateLimit::default())
            .faults(FaultPlan::new().seed(3).randomly(0.2, faults))
    });
    world.check(240);
}
