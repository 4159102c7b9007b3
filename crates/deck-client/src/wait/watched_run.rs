//! A run that is waited for, with what was seen of it.

use std::time::Duration;
use std::time::Instant;

use deck_types::TaskRun;
use deck_types::TaskRunId;

use super::status_handler::StatusHandler;
use super::watch::Step;
use super::watch::Watch;
use super::watch::WatchRules;
use crate::Error;
use crate::error::run_facts::RunFacts;
use crate::error::wait_failure::WaitFailure;
use crate::key_scrubber::KeyScrubber;

/// A run that is waited for, with what was seen of it and what went wrong. No future and no clock.
#[derive(Debug)]
pub(super) struct WatchedRun {
    pub(super) id: TaskRunId,
    pub(super) watch: Watch,
    /// As it was last seen.
    pub(super) last: Option<TaskRun>,
    /// What the last look failed with.
    pub(super) last_error: Option<Error>,
    errors_in_row: u32,
    /// When a request of ours started the run, until it has been found since.
    started_by_us: Option<Instant>,
    status_handler: Option<StatusHandler>,
}

/// How many transient errors in a row a wait survives, each of them after all retries of its call.
pub(super) const MAX_ERRORS: u32 = 10;

/// How long a run that we have just started may be unknown to the API.
pub(super) const UNKNOWN_AT_FIRST: Duration = Duration::from_secs(10);

impl WatchedRun {
    /// Creates a run of which nothing was seen yet.
    pub(super) fn new(id: TaskRunId, rules: WatchRules, now: Instant) -> Self {
        Self {
            id,
            watch: Watch::new(rules, now),
            last: None,
            last_error: None,
            errors_in_row: 0,
            started_by_us: None,
            status_handler: None,
        }
    }

    /// Has the handler told of each new status.
    pub(super) fn telling(self, handler: Option<StatusHandler>) -> Self {
        Self {
            status_handler: handler,
            ..self
        }
    }

    /// Creates a run from the response to the request that started it.
    pub(super) fn started(run: TaskRun, rules: WatchRules, is_new: bool, now: Instant) -> Self {
        Self {
            started_by_us: is_new.then_some(now),
            last: Some(run.clone()),
            ..Self::new(run.id, rules, now)
        }
    }

    /// Notes a look at the run.
    pub(super) fn found(&mut self, run: TaskRun) {
        self.shown(run);
        self.started_by_us = None;
        self.errors_in_row = 0;
        self.last_error = None;
    }

    /// Notes what a response shows of the run.
    pub(super) fn shown(&mut self, run: TaskRun) {
        let is_new = self
            .last
            .as_ref()
            .is_none_or(|last| last.status != run.status);
        if let Some(handler) = self.status_handler.as_ref().filter(|_| is_new) {
            handler.tell(&run);
        }
        self.last = Some(run);
    }

    /// Decides what follows from what was last seen; a run of which nothing was seen is looked at.
    pub(super) fn observe(&mut self, now: Instant, fraction: f64) -> Step {
        match &self.last {
            Some(run) => self.watch.observe(run, now, fraction),
            None if self.watch.time_left(now).is_zero() => Step::TimedOut,
            None => Step::Poll(self.watch.wait(now, fraction)),
        }
    }

    /// Notes that a look failed, and returns when to look again.
    ///
    /// # Errors
    ///
    /// Gives the error back where it ends the wait.
    pub(super) fn failed(
        &mut self,
        error: Error,
        now: Instant,
        fraction: f64,
    ) -> Result<Duration, Error> {
        let wait = self.watch.wait(now, fraction);
        if error.is_not_found() && self.is_new(now) {
            self.last_error = Some(error);
            return Ok(Watch::SHORTEST.min(wait));
        }
        if !is_transient(&error) {
            return Err(error);
        }
        self.errors_in_row += 1;
        if self.errors_in_row > MAX_ERRORS {
            return Err(error);
        }
        let asked = error.retry_after().unwrap_or_default();
        self.last_error = Some(error);
        Ok(wait.max(asked).min(self.watch.time_left(now)))
    }

    /// Returns the error that ends the wait for the run with this failure.
    pub(super) fn failure(&self, failure: WaitFailure, scrubber: &KeyScrubber) -> Error {
        self.blame(Error::waiting(failure), scrubber)
    }

    /// Returns the error with what was last seen of the run.
    pub(super) fn blame(&self, error: Error, scrubber: &KeyScrubber) -> Error {
        let facts = RunFacts::new(self.id.clone(), self.last.clone(), scrubber);
        error.with_run(facts)
    }

    fn is_new(&self, now: Instant) -> bool {
        self.started_by_us
            .is_some_and(|started| now.saturating_duration_since(started) < UNKNOWN_AT_FIRST)
    }
}

/// Returns whether the next look may succeed. A body that cannot be read may come from something in between.
pub(super) fn is_transient(error: &Error) -> bool {
    error.is_retryable() || error.is_decode()
}
