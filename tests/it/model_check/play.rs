//! A scenario, acted out by the client against the sandbox in process.

use std::cell::RefCell;
use std::num::NonZeroU32;
use std::time::Duration;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::Error;
use deck_client::Items;
use deck_client::ListCall;
use deck_client::PaginationError;
use deck_client::RateLimiter;
use deck_client::RetryBudget;
use deck_client::RetryDecision;
use deck_client::RetryPolicy;
use deck_client::SeededJitter;
use deck_sandbox::DeletedAnchor;
use deck_sandbox::FaultPlan;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::SANDBOX_BASE_URL;
use deck_sandbox::Sandbox;
use deck_sandbox::UnknownWords;
use deck_transport::ManualClock;
use deck_types::Listing;
use deck_types::PageItem;
use deck_types::PageSize;
use deck_types::ResumeToken;
use proptest::test_runner::TestCaseError;

use super::Conditions;
use super::Reference;
use super::Scenario;
use super::scenario::Start;
use super::scenario::Step;
use super::scenario::SubjectName;
use super::world::World;
use crate::subject::Reports;
use crate::subject::Subject;
use crate::subject::TaskRuns;
use crate::subject::Tasks;
use crate::support::Bounded;

/// More items than any scenario has runs; a listing that goes on for longer goes in circles.
const ENOUGH: usize = 1_000;

/// What a caller waits before it goes on after an error.
const BREATH: Duration = Duration::from_secs(1);

/// Plays `scenario` to its end under `conditions` and compares what was delivered.
pub(crate) async fn play(
    scenario: &Scenario,
    conditions: &Conditions,
) -> Result<(), TestCaseError> {
    let played = match scenario.subject {
        SubjectName::TaskRuns => Stage::<TaskRuns>::new(scenario, conditions).play().await,
        SubjectName::Tasks => Stage::<Tasks>::new(scenario, conditions).play().await,
        SubjectName::Reports => Stage::<Reports>::new(scenario, conditions).play().await,
    };
    played.map_err(TestCaseError::fail)
}

type Item<S> = <<S as Subject>::Listing as Listing>::Item;

struct Stage<'a, S: Subject> {
    scenario: &'a Scenario,
    conditions: &'a Conditions,
    clock: ManualClock,
    world: RefCell<World<S>>,
    meanwhile: RefCell<std::slice::Iter<'a, Step>>,
    items: Items<Item<S>>,
    errors: usize,
    has_ended: bool,
}

impl<'a, S: Subject> Stage<'a, S> {
    fn new(scenario: &'a Scenario, conditions: &'a Conditions) -> Stage<'a, S> {
        let clock = ManualClock::new();
        let sandbox = S::prepare(Sandbox::builder())
            .order(scenario.order)
            .paging(scenario.era.paging)
            .deleted_anchor(scenario.deleted_anchor)
            .faults(conditions.faults.clone())
            .rate_limit(conditions.rate_limit)
            .unknown_words(UnknownWords::Accepted)
            .clock(clock.clone())
            .build();
        let reference = Reference::new(scenario.filter.clone(), scenario.order);
        let mut world = World::<S>::new(sandbox, reference, &scenario.seeds);
        let client = connect(&world.sandbox, &clock, conditions);
        let anchor = match scenario.start {
            Start::Beginning => None,
            Start::After(number) | Start::Before(number) => world.reference.pick(number),
        };
        let items = begin::<S>(scenario, &client, &mut world.reference, anchor.as_deref());
        let refuses_deleted =
            scenario.deleted_anchor == DeletedAnchor::Refused && S::Listing::HAS_ID_POSITIONS;
        if refuses_deleted || conditions.patience.is_some() {
            // Whoever is refused a position steps back, and meets what was inserted behind it meanwhile.
            world.reference.tolerate_disorder();
        }
        if refuses_deleted {
            world.keep(anchor);
        }
        Stage {
            scenario,
            conditions,
            clock,
            world: RefCell::new(world),
            meanwhile: RefCell::new(conditions.meanwhile.iter()),
            items,
            errors: 0,
            has_ended: false,
        }
    }

    async fn play(mut self) -> Result<(), String> {
        for step in &self.scenario.steps {
            self.step(step).await?;
        }
        self.finish().await
    }

    async fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Next(count) => {
                for _ in 0..*count {
                    self.next().await?;
                }
            }
            Step::Resume => self.resume()?,
            change => self.world.borrow_mut().change(change),
        }
        Ok(())
    }

    async fn next(&mut self) -> Result<(), String> {
        let next = self.items.next();
        match while_time_passes(&self.clock, &self.world, &self.meanwhile, next).await {
            Some(Ok(item)) => {
                let id = item.item_id().ok_or("an item without an id")?;
                self.world.borrow_mut().reference.deliver(&id)
            }
            Some(Err(error)) => self.bear(&error),
            None => {
                self.has_ended = true;
                Ok(())
            }
        }
    }

    /// Takes an error as it comes, up to the end of patience.
    fn bear(&mut self, error: &Error) -> Result<(), String> {
        let Some(patience) = self.conditions.patience else {
            return Err(format!("{error}: {:?}", error.problems()));
        };
        check_error(error, S::Listing::NAME, self.conditions)?;
        self.errors += 1;
        self.clock.advance(BREATH);
        if self.errors == patience + 1 {
            self.world.borrow().sandbox.set_faults(FaultPlan::new());
            return self.resume();
        }
        // A permanent error has ended the stream; a token goes on.
        if error.is_retryable() || error.is_decode() {
            return Ok(());
        }
        self.resume()
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
        let mut world = self.world.borrow_mut();
        let client = connect(&world.sandbox, &self.clock, self.conditions);
        self.items = list(self.scenario, &client, S::Listing::default()).resume(&token);
        world.reference.stop();
        Ok(())
    }

    async fn finish(&mut self) -> Result<(), String> {
        self.has_ended = false;
        for _ in 0..ENOUGH {
            self.next().await?;
            if self.has_ended {
                return self.world.borrow().reference.end();
            }
        }
        Err("the listing does not end".to_owned())
    }
}

/// Waits for `future`. When it waits, the next thing happens to the world, and the clock moves on.
async fn while_time_passes<S: Subject, F: Future>(
    clock: &ManualClock,
    world: &RefCell<World<S>>,
    meanwhile: &RefCell<std::slice::Iter<'_, Step>>,
    future: F,
) -> F::Output {
    let time = async {
        for _ in 0..MOST_MOVES {
            if clock.sleepers() > 0 {
                if let Some(step) = meanwhile.borrow_mut().next() {
                    world.borrow_mut().change(step);
                }
                clock.advance_to_next_deadline();
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        biased;
        output = future => output,
        () = time => panic!("the listing does not end"),
    }
}

/// How often the clock moves while one element is waited for, which is far more than any listing needs.
const MOST_MOVES: usize = 100_000;

/// Checks that an error says what it was about, and why each attempt was not the last one but for the last.
fn check_error(error: &Error, name: &str, conditions: &Conditions) -> Result<(), String> {
    let is_of_a_kind = error.status().is_some() || error.is_transport() || error.is_timeout();
    // A continuation that is refused may be one that the server has forgotten.
    let is_refused_continuation = matches!(
        error.pagination(),
        None | Some(PaginationError::ContinuationRefused | PaginationError::AnchorsGone { .. })
    );
    if !is_of_a_kind || error.is_invalid_request() || !is_refused_continuation {
        return Err(format!("no error to be expected: {error:?}"));
    }
    let message = error.to_string();
    let said = message.strip_prefix(name);
    if said.is_none_or(|said| !said.starts_with(' ')) {
        return Err(format!("an error without its operation: {message}"));
    }
    let Some((last, earlier)) = error.attempts().split_last() else {
        return Ok(());
    };
    let is_retried = |decision| matches!(decision, Some(RetryDecision::Retry { .. }));
    let is_consistent =
        !is_retried(last.retry) && earlier.iter().all(|attempt| is_retried(attempt.retry));
    if !is_consistent || earlier.len() > conditions.max_retries as usize {
        return Err(format!("the log of the attempts is wrong: {error:?}"));
    }
    Ok(())
}

/// Creates a client that shares nothing with any other but the sandbox and the time.
fn connect(sandbox: &Sandbox, clock: &ManualClock, conditions: &Conditions) -> Client {
    let limiter = if conditions.is_rate_limited_by_the_client {
        RateLimiter::new(CLIENT_LIMIT, Duration::from_secs(10))
    } else {
        RateLimiter::unlimited()
    };
    Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
        .with_base_url(SANDBOX_BASE_URL)
        .with_transport(Bounded::new(sandbox.clone()))
        .with_clock(clock.clone())
        .with_jitter(SeededJitter::new(conditions.jitter_seed))
        .with_retry_policy(RetryPolicy::new().with_max_retries(conditions.max_retries))
        .with_retry_budget(RetryBudget::new(conditions.retry_budget))
        .with_call_timeout(conditions.call_timeout)
        .with_rate_limiter(limiter)
        .build()
        .unwrap()
}

/// Less than most scenarios ask for.
const CLIENT_LIMIT: NonZeroU32 = NonZeroU32::new(4).unwrap();

fn begin<S: Subject>(
    scenario: &Scenario,
    client: &Client,
    reference: &mut Reference,
    anchor: Option<&str>,
) -> Items<Item<S>> {
    let mut listing = S::listing(&scenario.filter);
    listing.set_page_size(Some(PageSize::clamp(scenario.page_size)));
    let listing = list(scenario, client, listing);
    reference.begin(anchor, anchor.is_some() && scenario.start.is_backward());
    match (scenario.start, anchor) {
        (Start::After(_), Some(anchor)) => listing.after(anchor).items(),
        (Start::Before(_), Some(anchor)) => listing.before(anchor).items(),
        _ => listing.items(),
    }
}

fn list<L: Listing>(scenario: &Scenario, client: &Client, listing: L) -> ListCall<L> {
    client
        .list(listing)
        .with_continuation(scenario.era.continuation)
        .with_max_errors(u32::MAX)
}
