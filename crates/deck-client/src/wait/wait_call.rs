//! A wait for one run that is being prepared.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use deck_types::Operation;
use deck_types::TaskRun;
use deck_types::TaskRunId;

use super::interaction_handler::InteractionHandler;
use super::one_run;
use super::signal::WaitSignal;
use super::status_handler::StatusHandler;
use super::watch::WatchRules;
use crate::Call;
use crate::Client;
use crate::Error;
use crate::IdempotencyKey;
use crate::Prompt;
use crate::Reply;

/// A wait for a run to end. Made by [`Client::wait`], for a run that is there, and by [`Call::wait`], for one
/// that a call starts; nothing is sent before it is awaited.
///
/// Awaiting it gives the run when it has ended: completed, failed and canceled are all `Ok`, so look at its
/// [`status`](TaskRun::status) and [`errors`](TaskRun::errors).
///
/// # How it looks
///
/// It asks for the run again after a tenth of the time for which the run has not changed its status, at least
/// 1 s and at most 30 s, spread by a fifth in both directions. Words that are no known status are waited
/// through. A [signal](WaitSignal) makes it look at once.
///
/// # Errors
///
/// Every error tells the run that was waited for: [`Error::run_id`], and [`Error::run`] as it was last seen.
/// Waiting again, with [`Client::wait`], starts nothing. The wait ends before the run where
///
/// - the run asks for an interaction and there is no handler, or none of its prompts is told for 10 s
///   ([`Error::is_interaction_required`]);
/// - it waits for a review ([`Error::is_review_required`]), unless reviews are [waited
///   through](Self::through_review);
/// - the time is over ([`Error::is_wait_timeout`]);
/// - the handler fails ([`Error::is_handler_failure`]);
/// - a request fails for good, such as with the status 401, 403 or 404;
/// - requests fail transiently eleven times in a row. Ten are survived, each of them after all the retries of
///   its call, and one success begins the count anew.
///
/// Right after a call that started the run, the status 404 is waited through for 10 s, until the run has been
/// found once: it is not documented whether a run can be read as soon as it was started. In a wait for a run
/// that was there before, it ends the wait at once.
///
/// # Cancellation
///
/// Dropping the future leaves the run running. It can be waited for again by its id.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use deck_client::types::{RunTask, TaskRunStatus};
/// use deck_client::{Client, Reply};
///
/// async fn pay(client: Client) -> Result<(), Box<dyn std::error::Error>> {
///     let run = client
///         .call(RunTask::new("task_1").credential_id("cred_1"))
///         .idempotency_key("bill-acct7-2026-10".parse()?)
///         .wait()
///         .on_interaction(|prompt| async move {
///             let code = "123456"; // read from the person who has it
///             Ok(Reply::Submit(prompt.submission().field("code", code)?))
///         })
///         .with_timeout(Duration::from_secs(40 * 60))
///         .await?;
///     if run.status != Some(TaskRunStatus::Completed) {
///         println!("{:?} {:?}", run.status, run.errors);
///     }
///     Ok(())
/// }
/// ```
#[must_use = "a wait does nothing until it is awaited"]
pub struct Wait {
    client: Client,
    target: Target,
    settings: WaitSettings,
}

/// What is waited for.
pub(super) enum Target {
    /// A run that is there.
    Run(TaskRunId),
    /// The run that a call gives.
    Started(Pin<Box<dyn Future<Output = Result<Started, Error>> + Send>>),
}

/// The response to a call that gives a run.
pub(super) struct Started {
    pub(super) run: TaskRun,
    pub(super) idempotency_key: Option<IdempotencyKey>,
    /// Whether the call was a write, so that the run may be new.
    pub(super) is_write: bool,
}

/// How a wait behaves.
#[derive(Clone, Debug, Default)]
pub(super) struct WaitSettings {
    pub(super) rules: WatchRules,
    pub(super) cancel_on_timeout: bool,
    pub(super) handler: Option<InteractionHandler>,
    pub(super) status_handler: Option<StatusHandler>,
    pub(super) signals: Vec<WaitSignal>,
}

impl WaitSettings {
    /// Lets `handler` be asked when a run asks.
    pub(super) fn ask(&mut self, handler: InteractionHandler) {
        self.handler = Some(handler);
        self.rules.asks = true;
    }
}

impl Client {
    /// Waits for a run to end, and gives it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use deck_client::{Client, Error};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let run = client.wait("trun_1").await?;
    /// println!("{:?} {:?}", run.status, run.output);
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait(&self, run_id: impl Into<TaskRunId>) -> Wait {
        Wait::new(self.clone(), Target::Run(run_id.into()))
    }
}

impl<O: Operation + Send + 'static> Call<O, TaskRun> {
    /// Sends the request, and waits for the run that the response holds to end.
    ///
    /// The errors of the call are those of [`Call`]; from the response on, they are those of a [`Wait`], with
    /// the [idempotency key](Error::idempotency_key) of the call: to make the call again with it gives the
    /// same run, as long as Deck remembers the key.
    ///
    /// # Cancellation
    ///
    /// Dropping the future before the response is there may leave a run of which nobody knows the id; an
    /// [idempotency key](Call::idempotency_key) of your own finds it again.
    pub fn wait(self) -> Wait {
        let client = self.client().clone();
        let started = async {
            let (response, read) = self.send().await?;
            Ok(Started {
                idempotency_key: response.idempotency_key.clone(),
                run: response.read(read)?.body,
                is_write: !O::METHOD.is_read(),
            })
        };
        Wait::new(client, Target::Started(Box::pin(started)))
    }
}

impl Wait {
    fn new(client: Client, target: Target) -> Self {
        Self {
            client,
            target,
            settings: WaitSettings::default(),
        }
    }

    /// Asks `handler` whenever the run asks for an interaction, and does what it replies.
    ///
    /// Each prompt is asked once. Two prompts with the same text are one, unless the run was updated in
    /// between: a source that refuses a wrong code may ask again in the same words. The state in which the
    /// run is right after a submission counts as the old prompt, whatever its time.
    ///
    /// A submission that fails transiently is sent again, with the same idempotency key and without asking
    /// again, if the run still shows the prompt. One that is refused ends the wait with the refusal if the
    /// run still shows the prompt; else the prompt was gone before, and the wait goes on.
    ///
    /// An error of the handler ends the wait and leaves the run as it is. When the time for the run is over,
    /// the future of the handler is dropped. Default: there is no handler, and the first prompt ends the
    /// wait.
    pub fn on_interaction<F, R>(mut self, handler: F) -> Self
    where
        F: Fn(Prompt) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Reply, Box<dyn StdError + Send + Sync>>> + Send + 'static,
    {
        self.settings.ask(InteractionHandler::new(handler));
        self
    }

    /// Calls `handler` with the run whenever a look shows it in another status than the one before, and with
    /// what the first look shows; for progress that people see, for instance.
    ///
    /// A status between two looks is not seen. Of a run that a call starts, the response to the call counts
    /// as the first look, and is not told.
    pub fn on_status(mut self, handler: impl Fn(&TaskRun) + Send + Sync + 'static) -> Self {
        self.settings.status_handler = Some(StatusHandler::new(handler));
        self
    }

    /// Waits on while the run waits for a review. Default: that ends the wait, since it may take days, and
    /// no endpoint is documented that would end it.
    pub fn through_review(mut self) -> Self {
        self.settings.rules.through_review = true;
        self
    }

    /// Waits no longer than this for the run to end. Default: 60 minutes.
    ///
    /// The time begins when the wait does; for a call that starts the run, with its response, so that
    /// [queueing](Call::queueing_for) takes nothing from it. The run is looked at once more when the time is
    /// over, for at most 10 s. A time beyond what the clock can tell never ends.
    pub fn with_timeout(mut self, limit: Duration) -> Self {
        self.settings.rules.limit = limit;
        self
    }

    /// Cancels the run when the time is over. Default: it goes on.
    ///
    /// The request to cancel takes as long as any other call may, and comes on top of the time. The wait does
    /// not see to the end of the run: the error tells whether the request to cancel was accepted, and
    /// [`Error::run`] has the run as the response to it shows it, if it does. See
    /// [`CancelTaskRun`](deck_types::CancelTaskRun) for how sure that endpoint is.
    pub fn cancel_on_timeout(mut self) -> Self {
        self.settings.cancel_on_timeout = true;
        self
    }

    /// Looks at the run when this signal wakes, besides by itself. Several signals all count.
    pub fn with_signal(mut self, signal: &WaitSignal) -> Self {
        self.settings.signals.push(signal.clone());
        self
    }
}

impl IntoFuture for Wait {
    type Output = Result<TaskRun, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(one_run::wait(self.client, self.target, self.settings))
    }
}

impl fmt::Debug for Wait {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = match &self.target {
            Target::Run(id) => Some(id),
            Target::Started(_) => None,
        };
        formatter
            .debug_struct("Wait")
            .field("run_id", &id)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
