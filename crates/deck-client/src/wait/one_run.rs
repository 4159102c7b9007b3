//! Drives the wait for one run.

use std::time::Duration;
use std::time::Instant;

use deck_transport::Clock;
use deck_types::CancelTaskRun;
use deck_types::Operation;
use deck_types::SubmitInteraction;
use deck_types::TaskRun;

use super::interaction_handler::InteractionHandler;
use super::interaction_handler::Reply;
use super::look;
use super::pacing::Pacing;
use super::wait_call::Started;
use super::wait_call::Target;
use super::wait_call::WaitSettings;
use super::watch::Prompted;
use super::watch::Step;
use super::watch::Watch;
use super::watched_run::WatchedRun;
use super::watched_run::is_transient;
use crate::Client;
use crate::Error;
use crate::IdempotencyKey;
use crate::error::wait_failure::WaitFailure;
use crate::timeout::timeout;

/// Waits for one run.
pub(super) async fn wait(
    client: Client,
    target: Target,
    settings: WaitSettings,
) -> Result<TaskRun, Error> {
    let pacing = Pacing::new(client.clock().clone(), &settings.signals);
    let mut idempotency_key = None;
    let run = match target {
        Target::Run(id) => WatchedRun::new(id, settings.rules, client.clock().now()),
        Target::Started(started) => {
            let started: Started = started.await?;
            idempotency_key = started.idempotency_key;
            let now = client.clock().now();
            WatchedRun::started(started.run, settings.rules, started.is_write, now)
        }
    };
    let run = run.telling(settings.status_handler.clone());
    let ended = OneRun::new(&client, &settings, pacing, run).wait().await;
    ended.map_err(|error| match idempotency_key {
        Some(key) => error.with_idempotency_key(Some(key)),
        None => error,
    })
}

/// Waits on for a run that was waited for among others.
pub(super) async fn go_on(
    client: Client,
    run: WatchedRun,
    settings: WaitSettings,
) -> Result<TaskRun, Error> {
    let pacing = Pacing::new(client.clock().clone(), &settings.signals);
    OneRun::new(&client, &settings, pacing, run).wait().await
}

struct OneRun<'a> {
    client: &'a Client,
    settings: &'a WaitSettings,
    pacing: Pacing,
    run: WatchedRun,
    /// A reply that did not reach the API.
    unsent: Option<Unsent>,
    /// A reply that the API refused, and how.
    refused: Option<(Prompted, Error)>,
}

struct Unsent {
    prompt: Prompted,
    reply: Reply,
    /// Of the request that may have arrived.
    idempotency_key: Option<IdempotencyKey>,
}

impl<'a> OneRun<'a> {
    fn new(
        client: &'a Client,
        settings: &'a WaitSettings,
        pacing: Pacing,
        run: WatchedRun,
    ) -> Self {
        Self {
            client,
            settings,
            pacing,
            run,
            unsent: None,
            refused: None,
        }
    }

    async fn wait(mut self) -> Result<TaskRun, Error> {
        if self.run.last.is_none() {
            self.look_until_found().await?;
        }
        loop {
            let after = match self.run.observe(self.now(), self.fraction()) {
                Step::Ended => match self.run.last.take() {
                    Some(run) => return Ok(run),
                    None => Duration::ZERO,
                },
                Step::Poll(after) => {
                    self.refused = None;
                    after
                }
                Step::Ask(prompt) => self.reply_to(prompt).await?,
                Step::InteractionRequired => {
                    return Err(self.failure(WaitFailure::InteractionRequired));
                }
                Step::ReviewRequired => return Err(self.failure(WaitFailure::ReviewRequired)),
                Step::TimedOut => return Err(self.timed_out().await),
            };
            self.pacing.pause(Watch::SHORTEST, after).await;
            self.look_until_found().await?;
        }
    }

    /// Looks at the run until that succeeds.
    async fn look_until_found(&mut self) -> Result<(), Error> {
        loop {
            self.pacing.look();
            let cancel = self.settings.cancel_on_timeout;
            match look::look(self.client, &mut self.run, cancel).await? {
                None => return Ok(()),
                Some(after) => self.pacing.pause(Watch::SHORTEST, after).await,
            }
        }
    }

    /// Finds out what to reply, and sends that.
    async fn reply_to(&mut self, prompt: Prompted) -> Result<Duration, Error> {
        if let Some((refused, error)) = self.refused.take()
            && refused == prompt
        {
            return Err(self.blame(error));
        }
        let (reply, key) = match self.unsent.take() {
            Some(unsent) if unsent.prompt == prompt => (unsent.reply, unsent.idempotency_key),
            _ => (self.ask().await?, None),
        };
        let sent = match &reply {
            Reply::Leave => return Ok(self.run.watch.settle(prompt, self.now())),
            Reply::Submit(submission) => self.submit(submission, key).await,
            Reply::Cancel => self.cancel(key).await,
        };
        match sent {
            None => Err(self.timed_out().await),
            Some(Ok(shown)) => Ok(self.settled(prompt, &reply, shown)),
            Some(Err(error)) if error.was_accepted() => Ok(self.settled(prompt, &reply, None)),
            Some(Err(error)) => self.not_sent(prompt, reply, error),
        }
    }

    /// Asks the handler, which has as long as the run has.
    async fn ask(&mut self) -> Result<Reply, Error> {
        let handler: Option<&InteractionHandler> = self.settings.handler.as_ref();
        let (Some(handler), Some(run)) = (handler, &self.run.last) else {
            return Err(self.failure(WaitFailure::InteractionRequired));
        };
        let left = self.run.watch.time_left(self.now());
        match timeout(self.client.clock(), left, handler.ask(run)).await {
            Some(Ok(reply)) => Ok(reply),
            Some(Err(error)) => Err(self.failure(WaitFailure::Handler(error))),
            None => Err(self.timed_out().await),
        }
    }

    async fn submit(
        &self,
        submission: &SubmitInteraction,
        key: Option<IdempotencyKey>,
    ) -> Option<Result<Option<TaskRun>, Error>> {
        let mut operation = submission.clone();
        operation.run_id = self.run.id.clone();
        let sent = self.send(operation, key).await?;
        Some(sent.map(Some))
    }

    async fn cancel(&self, key: Option<IdempotencyKey>) -> Option<Result<Option<TaskRun>, Error>> {
        self.send(CancelTaskRun::new(self.run.id.clone()), key)
            .await
    }

    async fn send<O: Operation>(
        &self,
        operation: O,
        key: Option<IdempotencyKey>,
    ) -> Option<Result<O::Output, Error>>
    where
        O::Output: 'static,
    {
        let mut call = self.client.call(operation);
        if let Some(key) = key {
            call = call.idempotency_key(key).as_repeat();
        }
        look::in_time(self.client, &self.run, call).await
    }

    /// Notes that the reply has reached the API, and what it showed then.
    fn settled(&mut self, prompt: Prompted, reply: &Reply, shown: Option<TaskRun>) -> Duration {
        if matches!(reply, Reply::Cancel) {
            self.run.watch.cancel();
        }
        if let Some(run) = shown {
            self.run.watch.settle_shown(&run);
            self.run.shown(run);
        }
        self.run.watch.settle(prompt, self.now())
    }

    /// Keeps a reply that did not reach the API, or the refusal of it: the next look decides what that means.
    fn not_sent(
        &mut self,
        prompt: Prompted,
        reply: Reply,
        error: Error,
    ) -> Result<Duration, Error> {
        if error.is_unauthorized() {
            return Err(self.blame(error));
        }
        if !is_transient(&error) {
            self.refused = Some((prompt, error));
            return Ok(self.run.watch.wait(self.now(), self.fraction()));
        }
        let idempotency_key = error.idempotency_key().cloned();
        self.unsent = Some(Unsent {
            prompt,
            reply,
            idempotency_key,
        });
        look::survive(self.client, &mut self.run, error)
    }

    async fn timed_out(&mut self) -> Error {
        let cancel = self.settings.cancel_on_timeout;
        look::time_out(self.client, &mut self.run, cancel).await
    }

    fn failure(&self, failure: WaitFailure) -> Error {
        self.run.failure(failure, self.client.scrubber())
    }

    fn blame(&self, error: Error) -> Error {
        self.run.blame(error, self.client.scrubber())
    }

    fn now(&self) -> Instant {
        self.client.clock().now()
    }

    fn fraction(&self) -> f64 {
        self.client.fraction()
    }
}
