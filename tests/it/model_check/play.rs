//! The home of [`play`]: a scenario, acted out by the client against the sandbox in process.

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::Items;
use deck_client::RateLimiter;
use deck_client::TaskRunListing;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::SANDBOX_BASE_URL;
use deck_sandbox::Sandbox;
use deck_transport::ManualClock;
use deck_types::PageSize;
use deck_types::ResumeToken;
use deck_types::TaskRun;
use deck_types::Timestamp;
use proptest::test_runner::TestCaseError;

use super::Reference;
use super::Scenario;
use super::scenario::Seed;
use super::scenario::Start;
use super::scenario::Step;

/// More items than any scenario has runs; a listing that goes on for longer goes in circles.
const ENOUGH: usize = 1_000;

/// Plays `scenario` to its end and compares what was delivered.
pub(crate) async fn play(scenario: &Scenario) -> Result<(), TestCaseError> {
    let mut stage = Stage::new(scenario);
    for step in &scenario.steps {
        stage.step(step).await.map_err(TestCaseError::fail)?;
    }
    stage.finish().await.map_err(TestCaseError::fail)
}

struct Stage<'a> {
    scenario: &'a Scenario,
    sandbox: Sandbox,
    reference: Reference,
    items: Items,
    inserted: usize,
    has_ended: bool,
}

impl<'a> Stage<'a> {
    fn new(scenario: &'a Scenario) -> Stage<'a> {
        let sandbox = Sandbox::builder()
            .order(scenario.order)
            .paging(scenario.era.paging)
            .build();
        let mut reference = Reference::new(scenario.filter.clone(), scenario.order);
        for (number, seed) in scenario.seeds.iter().enumerate() {
            sandbox.insert(run(&id(number), seed));
            reference.put(&id(number), seed.clone());
        }
        let items = begin(scenario, &sandbox, &mut reference);
        Stage {
            inserted: scenario.seeds.len(),
            scenario,
            sandbox,
            reference,
            items,
            has_ended: false,
        }
    }

    async fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Next(count) => self.next(usize::from(*count)).await?,
            Step::Insert(count, seed) => (0..*count).for_each(|_| self.insert(seed)),
            Step::Delete(number) => self.delete(self.reference.pick(*number)),
            Step::SetStatus(number, status) => self.set_status(*number, status),
            Step::DeleteDelivered => {
                self.delete(self.reference.last_delivered().map(str::to_owned));
            }
            Step::Resume => self.resume()?,
        }
        Ok(())
    }

    async fn next(&mut self, count: usize) -> Result<(), String> {
        for _ in 0..count {
            match self.items.next().await {
                Some(Ok(run)) => self.reference.deliver(run.id.as_str())?,
                Some(Err(error)) => return Err(format!("{error}: {:?}", error.problems())),
                None => self.has_ended = true,
            }
        }
        Ok(())
    }

    fn insert(&mut self, seed: &Seed) {
        let id = id(self.inserted);
        self.inserted += 1;
        self.sandbox.insert(run(&id, seed));
        self.put(&id, seed.clone());
    }

    fn delete(&mut self, id: Option<String>) {
        if let Some(id) = id {
            self.sandbox.delete(id.as_str());
            self.reference.remove(&id);
        }
    }

    fn set_status(&mut self, number: u8, status: &'static str) {
        let Some(id) = self.reference.pick(number) else {
            return;
        };
        let seed = self
            .reference
            .seed(&id)
            .cloned()
            .map(|seed| Seed { status, ..seed });
        self.sandbox
            .update(id.as_str(), |run| run.status = Some(status.into()));
        seed.into_iter().for_each(|seed| self.put(&id, seed));
    }

    fn put(&mut self, id: &str, seed: Seed) {
        self.reference.put(id, seed);
    }

    fn resume(&mut self) -> Result<(), String> {
        let token = self
            .items
            .resume_token()
            .map_err(|error| error.to_string())?;
        let token = token
            .to_string()
            .parse::<ResumeToken>()
            .map_err(|error| error.to_string())?;
        self.items = listing(self.scenario, &self.sandbox).resume(&token);
        self.reference.stop();
        Ok(())
    }

    async fn finish(&mut self) -> Result<(), String> {
        self.next_until_the_end().await?;
        self.reference.end()
    }

    async fn next_until_the_end(&mut self) -> Result<(), String> {
        self.has_ended = false;
        for _ in 0..ENOUGH {
            self.next(1).await?;
            if self.has_ended {
                return Ok(());
            }
        }
        Err("the listing does not end".to_owned())
    }
}

fn begin(scenario: &Scenario, sandbox: &Sandbox, reference: &mut Reference) -> Items {
    let filter = &scenario.filter;
    let size = PageSize::clamp(scenario.page_size);
    let mut listing = listing(scenario, sandbox)
        .status(filter.statuses.iter().copied())
        .page_size(size);
    if let Some(agent) = filter.agent {
        listing = listing.agent_id(agent);
    }
    if let Some(after) = filter.after {
        listing = listing.created_after(time(after));
    }
    if let Some(before) = filter.before {
        listing = listing.created_before(time(before));
    }
    let anchor = match scenario.start {
        Start::Beginning => None,
        Start::After(number) | Start::Before(number) => reference.pick(number),
    };
    reference.begin(
        anchor.as_deref(),
        anchor.is_some() && scenario.start.is_backward(),
    );
    match (scenario.start, anchor) {
        (Start::After(_), Some(anchor)) => listing.after(anchor).items(),
        (Start::Before(_), Some(anchor)) => listing.before(anchor).items(),
        _ => listing.items(),
    }
}

/// Starts a listing of a client of its own.
fn listing(scenario: &Scenario, sandbox: &Sandbox) -> TaskRunListing {
    let key = ApiKey::new(SANDBOX_API_KEY).unwrap();
    let client = Client::builder(key)
        .with_base_url(SANDBOX_BASE_URL)
        .with_transport(sandbox.clone())
        .with_clock(ManualClock::new())
        .with_rate_limiter(RateLimiter::unlimited())
        .build()
        .unwrap();
    client
        .task_runs()
        .list()
        .with_continuation(scenario.era.continuation)
}

fn run(id: &str, seed: &Seed) -> TaskRun {
    let mut run = TaskRun::testing(id);
    run.created_at = Some(time(seed.second));
    run.status = Some(seed.status.into());
    run.agent_id = Some(seed.agent.into());
    run
}

fn time(second: u8) -> Timestamp {
    Timestamp::from_received(format!("2026-11-01T00:00:{second:02}Z"))
}

/// Ids in no order of time, so that ties show whether the order by id is kept.
fn id(number: usize) -> String {
    format!("trun_{:03}", number * 37 % 1_000)
}
