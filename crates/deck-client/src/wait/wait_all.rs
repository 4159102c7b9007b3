//! The stream of many runs as they end.

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use deck_types::TaskRun;
use deck_types::TaskRunId;
use futures_core::Stream;

use super::concurrent::BoxFuture;
use super::concurrent::Concurrent;
use super::interaction_handler::InteractionHandler;
use super::many_runs;
use super::one_run;
use super::queue::Added;
use super::queue::Outcome;
use super::queue::Queue;
use super::signal::WaitSignal;
use super::status_handler::StatusHandler;
use super::wait_call::WaitSettings;
use super::watched_run::WatchedRun;
use crate::Client;
use crate::Error;
use crate::Prompt;
use crate::Reply;

/// Many runs that are waited for, and given as they end. Made by [`Client::wait_all`]; nothing is sent before
/// it is asked for the first.
///
/// It waits like a [`Wait`](crate::Wait) for each of the runs, and asks the API less: once in a round it
/// lists the runs of the organization that go on, a hundred to a request, and looks by itself only at those
/// that are no longer among them. A thousand runs cost ten requests a round and one more for each run that
/// has ended, instead of a thousand a round. A listing decides nothing: whether a run has ended, and how, is
/// only ever read from the run.
///
/// Rounds come as often as the run that changed last would be looked at by itself, and no more often than
/// once a second for each page of the listing. Where the runs that go on are so many that the pages would
/// cost more than half of what the runs do, or the API refuses the listing, runs are looked at by themselves.
///
/// More runs can be [added](Self::add) at any time, also after it came to its end.
///
/// # Errors
///
/// An error of one run tells which ([`Error::run_id`], [`Error::run`]), and the others are waited for on;
/// [the errors of a wait](crate::Wait#errors) are the same here. A run that was [added as
/// started](Self::add_started) may be unknown to the API for 10 s.
///
/// An error without a run is about all: the key is refused, or the listing failed transiently eleven times in
/// a row. It ends the stream, and [`remaining`](Self::remaining) has the runs that had not ended.
///
/// # Cancellation
///
/// The future of [`next`](Self::next) can be dropped at any time, and nothing is lost. Dropping the whole
/// leaves the runs running.
///
/// # Examples
///
/// ```
/// use deck_client::{Client, Error};
///
/// async fn print_ended(client: Client) -> Result<(), Error> {
///     let mut ended = client.wait_all(["trun_1", "trun_2"]);
///     while let Some(run) = ended.next().await {
///         match run {
///             Ok(run) => println!("{} {:?}", run.id, run.status),
///             Err(error) if error.run_id().is_some() => println!("{error}"),
///             Err(error) => return Err(error),
///         }
///     }
///     Ok(())
/// }
/// ```
#[must_use = "runs are not waited for until they are asked for"]
pub struct WaitAll {
    client: Client,
    settings: WaitSettings,
    queue: Queue,
    remaining: BTreeSet<TaskRunId>,
    /// What waits for the runs in rounds.
    rounds: Option<BoxFuture<'static, ()>>,
    /// The waits for runs that have asked something, which are looked at by themselves from then on.
    asking: Concurrent<'static, Outcome>,
    has_failed: bool,
}

impl Client {
    /// Waits for many runs to end, and gives each when it has.
    pub fn wait_all(&self, run_ids: impl IntoIterator<Item: Into<TaskRunId>>) -> WaitAll {
        let mut all = WaitAll {
            client: self.clone(),
            settings: WaitSettings::default(),
            queue: Queue::default(),
            remaining: BTreeSet::new(),
            rounds: None,
            asking: Concurrent::default(),
            has_failed: false,
        };
        for id in run_ids {
            all.add(id);
        }
        all
    }
}

/// How the runs are waited for. What is set after the first was asked for has no effect.
impl WaitAll {
    /// Asks `handler` whenever a run asks for an interaction, and does what it replies; see
    /// [`Wait::on_interaction`](crate::Wait::on_interaction).
    ///
    /// Handlers of several runs go on at the same time, and no other run waits for them. A run that has asked
    /// is looked at by itself from then on.
    pub fn on_interaction<F, R>(mut self, handler: F) -> Self
    where
        F: Fn(Prompt) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Reply, Box<dyn StdError + Send + Sync>>> + Send + 'static,
    {
        self.settings.ask(InteractionHandler::new(handler));
        self
    }

    /// Calls `handler` whenever a run is seen in another status than before; see
    /// [`Wait::on_status`](crate::Wait::on_status). A status that a listing shows counts too.
    pub fn on_status(mut self, handler: impl Fn(&TaskRun) + Send + Sync + 'static) -> Self {
        self.settings.status_handler = Some(StatusHandler::new(handler));
        self
    }

    /// Waits on while a run waits for a review. Default: that is an error of the run.
    pub fn through_review(mut self) -> Self {
        self.settings.rules.through_review = true;
        self
    }

    /// Waits no longer than this for each run. Default: 60 minutes.
    ///
    /// The time of a run begins when the stream is first asked after the run was added.
    pub fn with_timeout(mut self, limit: Duration) -> Self {
        self.settings.rules.limit = limit;
        self
    }

    /// Cancels a run whose time is over. Default: it goes on. See
    /// [`Wait::cancel_on_timeout`](crate::Wait::cancel_on_timeout).
    pub fn cancel_on_timeout(mut self) -> Self {
        self.settings.cancel_on_timeout = true;
        self
    }

    /// Looks at the runs when this signal wakes, besides by itself: in a round, so that a wake about one of
    /// many runs costs a listing. Several signals all count.
    pub fn with_signal(mut self, signal: &WaitSignal) -> Self {
        self.settings.signals.push(signal.clone());
        self
    }
}

impl WaitAll {
    /// Adds a run to wait for, and returns whether it was not waited for already.
    pub fn add(&mut self, run_id: impl Into<TaskRunId>) -> bool {
        let id = run_id.into();
        let is_new = self.remaining.insert(id.clone());
        if is_new {
            self.queue.add(Added::Known(id));
        }
        is_new
    }

    /// Adds a run that was just started, from the response to the call that started it, and returns whether
    /// it was not waited for already.
    ///
    /// Such a run may be unknown to the API for 10 s, and is first looked at after a second.
    pub fn add_started(&mut self, run: TaskRun) -> bool {
        let is_new = self.remaining.insert(run.id.clone());
        if is_new {
            self.queue.add(Added::Started(Box::new(run)));
        }
        is_new
    }

    /// Returns the runs of which neither the end nor an error was given yet.
    #[must_use]
    pub fn remaining(&self) -> impl ExactSizeIterator<Item = &TaskRunId> {
        self.remaining.iter()
    }

    /// Returns the next run that has ended, or nothing when none are left.
    ///
    /// # Errors
    ///
    /// See [the type](WaitAll#errors).
    ///
    /// # Cancellation
    ///
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<TaskRun, Error>> {
        poll_fn(|context| self.poll_run(context)).await
    }

    fn poll_run(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<TaskRun, Error>>> {
        loop {
            if self.has_failed || self.remaining.is_empty() {
                return Poll::Ready(None);
            }
            let outcome = match self.queue.pop() {
                Some(outcome) => outcome,
                None => match self.poll_waits(context) {
                    Poll::Ready(outcome) => outcome,
                    Poll::Pending => return Poll::Pending,
                },
            };
            if let Some(result) = self.take(outcome) {
                return Poll::Ready(Some(result));
            }
        }
    }

    /// Lets all waits go on, until there is an outcome.
    fn poll_waits(&mut self, context: &mut Context<'_>) -> Poll<Outcome> {
        if let Poll::Ready(outcome) = self.asking.poll_next(context) {
            return Poll::Ready(outcome);
        }
        let rounds = self.rounds.get_or_insert_with(|| {
            let (client, settings) = (self.client.clone(), self.settings.clone());
            Box::pin(many_runs::wait(client, settings, self.queue.clone()))
        });
        if rounds.as_mut().poll(context).is_ready() {
            self.rounds = None;
        }
        self.queue.pop().map_or(Poll::Pending, Poll::Ready)
    }

    fn take(&mut self, outcome: Outcome) -> Option<Result<TaskRun, Error>> {
        match outcome {
            Outcome::Of(id, result) => {
                self.remaining.remove(&id);
                Some(*result)
            }
            Outcome::Asks(run) => {
                self.asking.push(self.wait_on_for(*run));
                None
            }
            Outcome::Failed(error) => {
                self.has_failed = true;
                self.rounds = None;
                Some(Err(error))
            }
        }
    }

    /// Waits for a run by itself.
    fn wait_on_for(&self, run: WatchedRun) -> BoxFuture<'static, Outcome> {
        let (client, settings) = (self.client.clone(), self.settings.clone());
        Box::pin(async {
            let id = run.id.clone();
            Outcome::of(id, one_run::go_on(client, run, settings).await)
        })
    }
}

impl Stream for WaitAll {
    type Item = Result<TaskRun, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_run(context)
    }
}

impl fmt::Debug for WaitAll {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("WaitAll")
            .field("settings", &self.settings)
            .field("remaining", &self.remaining.len())
            .finish_non_exhaustive()
    }
}
