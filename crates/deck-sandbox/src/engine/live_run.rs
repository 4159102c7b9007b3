//! A run that follows a script.

use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;

use crate::Prompt;
use crate::engine::prompt::SavedPrompt;
use crate::engine::script::SavedScript;
use crate::engine::script::Script;
use crate::engine::script::Step;

/// A run that follows a script: what is left of it, and what the run is doing.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct LiveRun {
    #[serde(with = "SavedScript")]
    pub(super) script: Script,
    pub(super) activity: Activity,
    /// The number of the latest timer; earlier ones mean nothing any more.
    pub(super) turn: u64,
    /// When the work began.
    pub(super) started: Option<Duration>,
    /// How long the run may work.
    pub(super) timeout: Duration,
}

/// What a run is doing until its next timer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Activity {
    Queueing,
    Working,
    Waiting(#[serde(with = "SavedPrompt")] Prompt),
    /// The source looks at the answer to a prompt.
    Checking(#[serde(with = "SavedPrompt")] Prompt, AnswerIs),
    Stopping,
    /// Nothing that goes on by itself.
    Resting,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub(super) enum AnswerIs {
    Right,
    Wrong,
}

impl LiveRun {
    /// Returns whether the timeout of the task can strike.
    pub(super) fn is_at_work(&self) -> bool {
        matches!(
            self.activity,
            Activity::Working | Activity::Waiting(_) | Activity::Checking(..)
        )
    }

    /// Takes the work out that comes next, and returns how long it takes.
    pub(super) fn take_work(&mut self) -> Duration {
        let mut work = Duration::ZERO;
        while let Some(Step::Work(duration)) = self.script.steps.front() {
            work = work.saturating_add(*duration);
            self.script.steps.pop_front();
        }
        work
    }

    /// Takes the prompt out that comes next.
    pub(super) fn take_prompt(&mut self) -> Option<Prompt> {
        match self.script.steps.pop_front() {
            Some(Step::Ask(prompt)) => Some(prompt),
            _ => None,
        }
    }
}
