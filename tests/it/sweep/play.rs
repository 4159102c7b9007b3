//! A scenario, played and judged.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;

use deck_client::Error;
use deck_client::SweepItems;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::NarrowedCursors;
use deck_sandbox::RateLimit;
use deck_sandbox::Sandbox;
use deck_sandbox::TimeBounds;
use deck_transport::ManualClock;
use deck_types::ListTaskRuns;
use deck_types::PageSize;
use deck_types::SweepCheckpoint;
use deck_types::SweepMode;
use deck_types::TimeRange;
use http::StatusCode;
use proptest::test_runner::TestCaseError;

use super::scenario::Scenario;
use super::scenario::Step;
use super::stage;
use super::stage::Queries;
use super::stage::instant;

/// Plays `scenario` to its end and compares what was delivered.
pub(super) async fn play(scenario: &Scenario) -> Result<(), TestCaseError> {
    let played = Play::new(scenario).play().await;
    played.map(|_| ()).map_err(TestCaseError::fail)
}

/// Plays `scenario` twice and compares what was asked for.
pub(super) async fn play_twice(scenario: &Scenario) -> Result<(), TestCaseError> {
    let first = Play::new(scenario)
        .play()
        .await
        .map_err(TestCaseError::fail)?;
    let second = Play::new(scenario)
        .play()
        .await
        .map_err(TestCaseError::fail)?;
    if first != second {
        return Err(TestCaseError::fail(
            "the second time other requests were sent",
        ));
    }
    Ok(())
}

struct Play<'a> {
    scenario: &'a Scenario,
    sandbox: Sandbox,
    clock: ManualClock,
    items: SweepItems,
    queries: Vec<Queries>,
    /// When the runs were created that there are or were, by their ids.
    created: BTreeMap<String, i64>,
    /// Runs that have been there since the beginning.
    steady: BTreeSet<String>,
    delivered: BTreeSet<String>,
    errors: usize,
}

impl<'a> Play<'a> {
    /// More errors than any scenario with faults has.
    const MOST_ERRORS: usize = 20_000;

    fn new(scenario: &'a Scenario) -> Self {
        let clock = stage::clock();
        let server = &scenario.server;
        let runs = scenario.created.iter().enumerate();
        let sandbox = Sandbox::builder()
            .with_runs(runs.map(|(number, created)| stage::run(number, *created)))
            .order(server.order)
            .paging(server.paging)
            .time_bounds(server.bounds)
            .bound_precision(Duration::from_millis(server.precision))
            .narrowed_cursors(server.narrowed_cursors)
            .visible_after(Duration::from_secs(server.visible_after))
            .faults(faults(scenario))
            .rate_limit(RateLimit::none())
            .clock(clock.clone())
            .build();
        let created = scenario.created.iter().enumerate();
        let created: BTreeMap<_, _> = created
            .map(|(number, created)| (format!("trun_{number}"), *created))
            .collect();
        let (client, queries) = stage::client(&sandbox, &clock, scenario.sweep.limit);
        let sweep = &scenario.sweep;
        let listing = ListTaskRuns::new().page_size(PageSize::clamp(sweep.page_size));
        let range = TimeRange::new(sweep.since.map(instant), sweep.until.map(instant));
        let items = client
            .list(listing)
            .with_max_errors(u32::MAX)
            .sweep(range)
            .with_max_in_flight(sweep.max_in_flight)
            .with_share(sweep.share)
            .items();
        Self {
            scenario,
            sandbox,
            clock,
            items,
            queries: vec![queries],
            steady: created.keys().cloned().collect(),
            created,
            delivered: BTreeSet::new(),
            errors: 0,
        }
    }

    /// Returns all queries.
    async fn play(mut self) -> Result<Vec<String>, String> {
        let mut steps = self.scenario.steps.clone();
        steps.sort_by_key(|(after, _)| *after);
        let mut steps = steps.into_iter().peekable();
        let mut count = 0;
        loop {
            while let Some((_, step)) = steps.next_if(|(after, _)| *after <= count) {
                self.step(&step)?;
            }
            match self.items.next().await {
                Some(Ok(run)) => self.deliver(run.id.as_str())?,
                Some(Err(error)) => self.bear(&error)?,
                None => break,
            }
            count += 1;
        }
        self.judge()
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Insert(created) => {
                let number = self.created.len();
                self.created.insert(format!("trun_{number}"), *created);
                self.sandbox.insert(stage::run(number, *created));
            }
            Step::Delete(index) => {
                let ids: Vec<&String> = self.created.keys().collect();
                if !ids.is_empty() {
                    let id = (*index.get(&ids)).clone();
                    self.sandbox.delete(id.as_str());
                    self.steady.remove(&id);
                }
            }
            Step::Restart(page_size) => self.restart(*page_size)?,
        }
        Ok(())
    }

    fn restart(&mut self, page_size: u32) -> Result<(), String> {
        let checkpoint = self.items.checkpoint().map_err(|error| error.to_string())?;
        let checkpoint: SweepCheckpoint = checkpoint
            .to_string()
            .parse()
            .map_err(|error| format!("{error}"))?;
        let sweep = &self.scenario.sweep;
        let (client, queries) = stage::client(&self.sandbox, &self.clock, sweep.limit);
        self.queries.push(queries);
        let listing = ListTaskRuns::new().page_size(PageSize::clamp(page_size));
        self.items = client
            .list(listing)
            .with_max_errors(u32::MAX)
            .sweep(..)
            .with_max_in_flight(sweep.max_in_flight)
            .with_share(sweep.share)
            .resume(&checkpoint);
        Ok(())
    }

    fn deliver(&mut self, id: &str) -> Result<(), String> {
        let range = self.items.range();
        let created = self.created.get(id).ok_or("a run that never was")?;
        let created = instant(*created).unix_nanoseconds().unwrap();
        let bound = |bound: Option<&deck_types::Timestamp>| {
            bound.map(|bound| bound.unix_nanoseconds().unwrap())
        };
        let is_inside = bound(range.since()).is_none_or(|since| since <= created)
            && bound(range.until()).is_none_or(|until| created < until);
        if !is_inside {
            return Err(format!("{id} is outside of {range}"));
        }
        if !self.delivered.insert(id.to_owned()) {
            return Err(format!("{id} was delivered twice"));
        }
        Ok(())
    }

    fn bear(&mut self, error: &Error) -> Result<(), String> {
        self.errors += 1;
        let is_expected =
            self.scenario.server.faults > 0 && (error.is_retryable() || error.is_decode());
        if !is_expected || error.range().is_none() || self.errors > Self::MOST_ERRORS {
            return Err(format!("no error to be expected: {error:?}"));
        }
        Ok(())
    }

    fn judge(self) -> Result<Vec<String>, String> {
        let range = self.items.range();
        let until = range
            .until()
            .ok_or("the end is still open")?
            .unix_nanoseconds()
            .unwrap();
        let since = range.since().map(|since| since.unix_nanoseconds().unwrap());
        let is_inside = |id: &&String| {
            let created = instant(self.created[*id]).unix_nanoseconds().unwrap();
            since.is_none_or(|since| since <= created) && created < until
        };
        let missing = self
            .steady
            .iter()
            .filter(is_inside)
            .find(|id| !self.delivered.contains(*id));
        if let Some(missing) = missing {
            return Err(format!("{missing} was not delivered"));
        }
        let server = &self.scenario.server;
        let is_plain = server.bounds != TimeBounds::Ignored
            && server.narrowed_cursors == NarrowedCursors::Accepted;
        if is_plain && self.items.mode() != SweepMode::InParts {
            return Err(format!("read as {:?}", self.items.mode()));
        }
        let queries = self
            .queries
            .iter()
            .flat_map(|queries| queries.lock().unwrap().clone());
        Ok(queries.collect())
    }
}

fn faults(scenario: &Scenario) -> FaultPlan {
    let server = &scenario.server;
    let faults = [
        Fault::status(StatusCode::INTERNAL_SERVER_ERROR),
        Fault::status(StatusCode::SERVICE_UNAVAILABLE),
        Fault::refused(),
        Fault::reset(),
        Fault::truncated_body(),
    ];
    let latency = Duration::from_millis(server.latency);
    FaultPlan::new()
        .seed(server.seed)
        .randomly(f64::from(server.faults) / 100.0, faults)
        .always(Fault::delay(latency))
}
