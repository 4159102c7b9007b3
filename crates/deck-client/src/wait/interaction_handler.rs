//! Who is asked when a run asks.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use deck_types::Interaction;
use deck_types::SubmitInteraction;
use deck_types::TaskRun;

/// What a run asks, as a handler of [`Wait::on_interaction`](crate::Wait::on_interaction) gets it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Prompt {
    /// The run that asks.
    pub run: TaskRun,
    /// What it asks. Empty where the API sent a shape that this version cannot read: then
    /// [`TaskRun::interaction`] has its text.
    pub interaction: Interaction,
}

impl Prompt {
    pub(super) fn of(run: &TaskRun) -> Self {
        let interaction = run.interaction_prompt().and_then(Result::ok);
        Self {
            run: run.clone(),
            interaction: interaction.unwrap_or_default(),
        }
    }

    /// Returns a submission to the run that asks, without any field yet, for [`Reply::Submit`].
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_client::types::JsonError;
    /// use deck_client::{Prompt, Reply};
    ///
    /// fn reply(prompt: &Prompt, code: &str) -> Result<Reply, JsonError> {
    ///     let mut submission = prompt.submission();
    ///     for field in &prompt.interaction.fields {
    ///         submission = submission.field(&field.name, code)?;
    ///     }
    ///     Ok(Reply::Submit(submission))
    /// }
    /// # let _ = reply;
    /// ```
    #[must_use]
    pub fn submission(&self) -> SubmitInteraction {
        SubmitInteraction::new(self.run.id.clone())
    }
}

/// What a handler of [`Wait::on_interaction`](crate::Wait::on_interaction) replies to a [`Prompt`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Reply {
    /// Sends these fields to the run that asks, whichever run they name, and waits on. A source that refuses
    /// them asks again.
    Submit(SubmitInteraction),
    /// Cancels the run, and waits until it has ended. Nothing more is asked.
    Cancel,
    /// Sends nothing and waits on: somebody else replies to this prompt, or the run gives it up in time. The
    /// same prompt is not asked again.
    Leave,
}

type HandlerError = Box<dyn StdError + Send + Sync>;

type ReplyFuture = Pin<Box<dyn Future<Output = Result<Reply, HandlerError>> + Send>>;

/// A handler of any type, cheap to clone.
#[derive(Clone)]
pub(super) struct InteractionHandler(Arc<dyn Fn(Prompt) -> ReplyFuture + Send + Sync>);

impl InteractionHandler {
    pub(super) fn new<F, R>(handler: F) -> Self
    where
        F: Fn(Prompt) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Reply, HandlerError>> + Send + 'static,
    {
        Self(Arc::new(move |prompt| Box::pin(handler(prompt))))
    }

    pub(super) fn ask(&self, run: &TaskRun) -> ReplyFuture {
        (self.0)(Prompt::of(run))
    }
}

impl fmt::Debug for InteractionHandler {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("InteractionHandler")
    }
}
