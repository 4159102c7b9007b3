//! Runs that go through the states as Deck documents them, in a sandbox under a bad network.
//!
//! A run is queued, runs, asks, asks again in the same words where the source refuses what was sent, fails
//! where nothing was sent in time, waits for a review, and ends. Whatever it does, and whatever happens to
//! requests:
//!
//! - the wait ends with the run as the sandbox has it;
//! - no prompt is asked twice, and where the network is good, each is asked.
//!
//! ```text
//! DECK_WAIT_CASES=100000 cargo test --release -p deck-tests wait::lifecycle
//! DECK_WAIT_SEED=17 cargo test -p deck-tests wait::lifecycle
//! ```

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::IdempotencyKey;
use deck_client::Reply;
use deck_client::SeededJitter;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_types::Json;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use http::StatusCode;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::play;
use crate::seeded_check::SeededCheck;

/// What happens to one run.
#[derive(Clone, Debug)]
struct Life {
    queued: u64,
    episodes: Vec<Episode>,
    end: &'static str,
    /// How long a person needs for a reply.
    thinking: u64,
    /// How probable it is that something happens to a request.
    trouble: f64,
    seed: u64,
}

#[derive(Clone, Debug)]
enum Episode {
    Runs {
        seconds: u64,
    },
    /// Asks, and again in the same words after each of so many replies; for so long each time.
    Asks {
        words: &'static str,
        refusals: usize,
        patience: u64,
    },
    Review {
        seconds: u64,
    },
}

fn lives() -> impl Strategy<Value = Life> {
    let words = prop::sample::select(vec!["Code?", "Name?"]);
    let episode = prop_oneof![
        (0..600_u64).prop_map(|seconds| Episode::Runs { seconds }),
        (words, 0..3_usize, 60..300_u64).prop_map(|(words, refusals, patience)| Episode::Asks {
            words,
            refusals,
            patience,
        }),
        (0..300_u64).prop_map(|seconds| Episode::Review { seconds }),
    ];
    let end = prop::sample::select(vec!["completed", "failed", "canceled"]);
    let trouble = prop::sample::select(vec![0.0, 0.2, 0.5]);
    let rest = (end, 0..200_u64, trouble, any::<u64>());
    (0..300_u64, vec(episode, 0..5), rest).prop_map(|(queued, episodes, rest)| {
        let (end, thinking, trouble, seed) = rest;
        Life {
            queued,
            episodes,
            end,
            thinking,
            trouble,
            seed,
        }
    })
}

/// A sandbox with one run that lives.
#[derive(Clone)]
struct World {
    clock: ManualClock,
    sandbox: Sandbox,
    /// The prompts that the run has shown.
    shown: Arc<Mutex<Vec<Prompted>>>,
}

/// The words of a prompt and its time.
type Prompted = (String, Timestamp);

impl World {
    fn new(life: &Life) -> Self {
        let clock = ManualClock::new();
        let transient = [
            Fault::status(StatusCode::SERVICE_UNAVAILABLE),
            Fault::html(StatusCode::BAD_GATEWAY),
            Fault::reset(),
            Fault::reset().after_operation(),
            Fault::truncated_body(),
            Fault::delay(Duration::from_secs(20)),
        ];
        let faults = FaultPlan::new().seed(life.seed);
        let mut run = TaskRun::fixture("trun_1");
        run.status = Some(TaskRunStatus::Queued);
        let sandbox = Sandbox::builder()
            .with_runs([run])
            .faults(faults.randomly(life.trouble, transient))
            .clock(clock.clone())
            .build();
        Self {
            clock,
            sandbox,
            shown: Arc::default(),
        }
    }

    fn client(&self, seed: u64) -> Client {
        let number = Mutex::new(0_u128);
        let source = move || {
            let mut number = number.lock().unwrap();
            *number += 1;
            IdempotencyKey::from_random_bits(number.to_be_bytes())
        };
        Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
            .with_transport(self.sandbox.clone())
            .with_clock(self.clock.clone())
            .with_jitter(SeededJitter::new(seed))
            .with_key_source(source)
            .build()
            .unwrap()
    }

    /// Lets the run live to its end.
    async fn live(&self, life: &Life) {
        self.sleep(life.queued).await;
        for episode in &life.episodes {
            match episode {
                Episode::Runs { seconds } => {
                    self.enter("running");
                    self.sleep(*seconds).await;
                }
                Episode::Review { seconds } => {
                    self.enter("review_required");
                    self.sleep(*seconds).await;
                }
                Episode::Asks {
                    words,
                    refusals,
                    patience,
                } => {
                    for _ in 0..=*refusals {
                        if !self.ask(words, *patience).await {
                            return self.enter("failed");
                        }
                        self.sleep(2).await;
                    }
                }
            }
        }
        if life.end == "canceled" {
            self.enter("cancelling");
            self.sleep(3).await;
        }
        self.enter(life.end);
    }

    /// Asks, and returns whether that was replied to in time.
    async fn ask(&self, words: &str, patience: u64) -> bool {
        self.change(|run| {
            let prompt = serde_json::json!({ "message": words, "fields": [{ "name": "code" }] });
            run.status = Some(TaskRunStatus::InteractionRequired);
            run.interaction = Some(Json::encode(&prompt).unwrap());
        });
        let time = self.sandbox.runs()[0].updated_at.clone().unwrap();
        self.shown.lock().unwrap().push((words.to_owned(), time));
        for _ in 0..patience {
            self.sleep(1).await;
            if self.sandbox.runs()[0].status != Some(TaskRunStatus::InteractionRequired) {
                return true;
            }
        }
        false
    }

    fn enter(&self, status: &str) {
        self.change(|run| {
            run.status = Some(status.into());
            run.interaction = None;
        });
    }

    fn change(&self, change: impl FnOnce(&mut TaskRun)) {
        let now = Timestamp::try_from(self.clock.system_time()).ok();
        self.sandbox.update("trun_1", |run| {
            change(run);
            run.updated_at = now;
        });
    }

    async fn sleep(&self, seconds: u64) {
        self.clock.sleep(Duration::from_secs(seconds)).await;
    }
}

fn check(life: &Life) -> Result<(), TestCaseError> {
    let world = World::new(life);
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (noted, clock, thinking) = (asked.clone(), world.clock.clone(), life.thinking);
    let client = world.client(life.seed);
    let wait = client.wait("trun_1").through_review();
    let wait = wait.with_timeout(Duration::from_secs(86_400));
    let wait = wait.on_interaction(move |prompt| {
        let words = prompt.interaction.message.clone().unwrap();
        let time = prompt.run.updated_at.clone().unwrap();
        noted.lock().unwrap().push((words, time));
        let clock = clock.clone();
        async move {
            clock.sleep(Duration::from_secs(thinking)).await;
            Ok(Reply::Submit(prompt.submission().field("code", "7")?))
        }
    });
    let wait = wait.into_future();
    let (result, ()) = play(&world.clock, async { tokio::join!(wait, world.live(life)) });

    let run = result.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
    let there = &world.sandbox.runs()[0];
    prop_assert_eq!(&run.status, &there.status);
    prop_assert_eq!(&run.updated_at, &there.updated_at);
    let (asked, shown) = (asked.lock().unwrap(), world.shown.lock().unwrap());
    for (index, prompt) in asked.iter().enumerate() {
        prop_assert!(shown.contains(prompt));
        prop_assert!(
            !asked[..index].contains(prompt),
            "{:?} was asked twice",
            prompt
        );
    }
    if life.trouble == 0.0 {
        prop_assert_eq!(&*asked, &*shown);
    }
    Ok(())
}

#[test]
fn every_life_of_a_run_is_waited_for_to_its_end() {
    let lives_to_check = SeededCheck {
        name: "wait::lifecycle",
        cases_variable: "DECK_WAIT_CASES",
        seed_variable: "DECK_WAIT_SEED",
        default_cases: 500,
    };
    lives_to_check.run(&lives(), async |life| check(&life));
}
