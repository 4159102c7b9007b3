//! Drives the wait for many runs.

use std::time::Duration;
use std::time::Instant;

use deck_transport::Clock;

use super::concurrent::BoxFuture;
use super::concurrent::Concurrent;
use super::going_on::GoingOn;
use super::going_on::Listed;
use super::look;
use super::pacing::Pacing;
use super::queue::Added;
use super::queue::Outcome;
use super::queue::Queue;
use super::wait_call::WaitSettings;
use super::watch::Step;
use super::watch::Watch;
use super::watched_run::WatchedRun;
use crate::Client;
use crate::Error;
use crate::error::wait_failure::WaitFailure;

/// How many runs are looked at at the same time.
const LOOKS_AT_A_TIME: usize = 8;

/// Waits for the runs in the queue, round by round, until none are left or no listing succeeds.
pub(super) async fn wait(client: Client, settings: WaitSettings, queue: Queue) {
    let signals = settings.signals.iter().chain([queue.signal()]);
    let mut many = ManyRuns {
        pacing: Pacing::new(client.clock().clone(), signals),
        client: &client,
        settings: &settings,
        queue: &queue,
        entries: Vec::new(),
        going_on: GoingOn::default(),
    };
    while many.take_added() {
        match many.round().await {
            Ok(pause) => many.pacing.pause(pause.shortest, pause.longest).await,
            Err(error) => return queue.push(Outcome::Failed(error)),
        }
    }
}

struct ManyRuns<'a> {
    client: &'a Client,
    settings: &'a WaitSettings,
    queue: &'a Queue,
    pacing: Pacing,
    entries: Vec<Entry>,
    going_on: GoingOn,
}

struct Entry {
    run: WatchedRun,
    /// When the run is looked at if no listing shows it.
    due: Instant,
    /// Whether the last complete listing showed it; also true where there was none since it was added.
    was_listed: bool,
}

struct Pause {
    shortest: Duration,
    longest: Duration,
}

impl ManyRuns<'_> {
    /// Takes over the runs that were added, and returns whether there are any to wait for.
    fn take_added(&mut self) -> bool {
        let (now, rules) = (self.now(), self.settings.rules);
        for added in self.queue.take_added() {
            let run = match added {
                Added::Known(id) => WatchedRun::new(id, rules, now),
                Added::Started(run) => WatchedRun::started(*run, rules, true, now),
            };
            let run = run.telling(self.settings.status_handler.clone());
            let wait = match run.last {
                None => Duration::ZERO,
                Some(_) => run.watch.wait(now, self.client.fraction()),
            };
            self.entries.push(Entry {
                run,
                due: later(now, wait),
                was_listed: true,
            });
        }
        !self.entries.is_empty()
    }

    /// Looks at all runs, at most of them in one listing.
    async fn round(&mut self) -> Result<Pause, Error> {
        self.pacing.look();
        let runs = self.entries.iter().map(|entry| &entry.run);
        let listed = self.going_on.list(self.client, runs).await?;
        let shortest = match &listed {
            Listed::Runs { pages, .. } => Watch::SHORTEST.saturating_mul(*pages),
            Listed::Nothing | Listed::Failed { .. } => Watch::SHORTEST,
        };
        let failed_until = match &listed {
            Listed::Failed { after } => Some(later(self.now(), *after)),
            Listed::Nothing | Listed::Runs { .. } => None,
        };
        self.look_at_unlisted(listed).await;
        let now = self.now();
        let due = self.entries.iter().map(|entry| entry.due).min();
        let due = failed_until.or(due).unwrap_or(now);
        let longest = due.saturating_duration_since(now).max(shortest);
        Ok(Pause { shortest, longest })
    }

    /// Looks at the runs of which the listing does not show that they go on.
    async fn look_at_unlisted(&mut self, mut listed: Listed) {
        let Self {
            client,
            settings,
            queue,
            entries,
            ..
        } = self;
        let looks: Vec<Entry> = entries
            .extract_if(.., |entry| entry.needs_look(client, &mut listed))
            .collect();
        let cancel = settings.cancel_on_timeout;
        let looks = looks
            .into_iter()
            .map(|entry| -> BoxFuture<'_, _> { Box::pin(entry.look(client, cancel)) });
        Concurrent::run(LOOKS_AT_A_TIME, looks, |looked| match looked {
            Ok(entry) => entries.push(entry),
            Err(outcome) => queue.push(outcome),
        })
        .await;
    }

    fn now(&self) -> Instant {
        self.client.clock().now()
    }
}

impl Entry {
    /// Notes what the listing shows of the run, and returns whether it has to be looked at by itself.
    fn needs_look(&mut self, client: &Client, listed: &mut Listed) -> bool {
        let now = client.clock().now();
        let is_due = self.due <= now;
        match listed {
            Listed::Nothing => is_due,
            Listed::Failed { .. } => self.run.watch.time_left(now).is_zero(),
            Listed::Runs {
                runs, is_complete, ..
            } => match runs.remove(&self.run.id) {
                Some(run) => {
                    self.was_listed = true;
                    self.run.found(run);
                    !self.goes_on(client)
                }
                None if *is_complete => {
                    let was_listed = std::mem::take(&mut self.was_listed);
                    was_listed || is_due
                }
                None => is_due,
            },
        }
    }

    /// Returns whether there is nothing to do about the run but to look again later, and notes when.
    fn goes_on(&mut self, client: &Client) -> bool {
        let now = client.clock().now();
        match self.run.observe(now, client.fraction()) {
            Step::Poll(after) => {
                self.due = later(now, after);
                true
            }
            _ => false,
        }
    }

    /// Looks at the run, and gives back a run that goes on.
    async fn look(mut self, client: &Client, cancel_on_timeout: bool) -> Result<Self, Outcome> {
        let id = self.run.id.clone();
        let of = |error| Outcome::of(id, Err(error));
        match look::look(client, &mut self.run, cancel_on_timeout).await {
            Ok(None) => self.conclude(client, cancel_on_timeout).await,
            Ok(Some(after)) => {
                self.due = later(client.clock().now(), after);
                Ok(self)
            }
            Err(error) => Err(of(error)),
        }
    }

    /// Decides what follows from a look at the run.
    async fn conclude(mut self, client: &Client, cancel_on_timeout: bool) -> Result<Self, Outcome> {
        let now = client.clock().now();
        let step = self.run.observe(now, client.fraction());
        let scrubber = client.scrubber();
        let error = match step {
            Step::Poll(after) => {
                self.due = later(now, after);
                return Ok(self);
            }
            Step::Ended => match self.run.last.take() {
                Some(run) => return Err(Outcome::of(self.run.id, Ok(run))),
                None => return Ok(self),
            },
            Step::Ask(_) => return Err(Outcome::Asks(Box::new(self.run))),
            Step::InteractionRequired => {
                let failure = WaitFailure::InteractionRequired;
                self.run.failure(failure, scrubber)
            }
            Step::ReviewRequired => self.run.failure(WaitFailure::ReviewRequired, scrubber),
            Step::TimedOut => look::time_out(client, &mut self.run, cancel_on_timeout).await,
        };
        Err(Outcome::of(self.run.id, Err(error)))
    }
}

/// Returns the moment after so long, or `now` where the clock cannot tell it.
fn later(now: Instant, after: Duration) -> Instant {
    now.checked_add(after).unwrap_or(now)
}
