//! What a run does, in the order in which it does it.

use std::collections::VecDeque;
use std::time::Duration;

use deck_types::Json;
use deck_types::Outcome;
use deck_types::Problem;
use serde::Deserialize;
use serde::Serialize;

use crate::Prompt;
use crate::engine::prompt::SavedPrompt;

/// What the runs of a task do: how long they wait and work, what they ask, and how they end.
///
/// [`SandboxBuilder::script`](crate::SandboxBuilder::script) gives it to a task. It is written in the order
/// in which things happen, and has an end at its end; one without says that runs complete with the output
/// null.
///
/// # Examples
///
/// A run that asks for a code, and completes after the right one:
///
/// ```
/// use std::time::Duration;
///
/// use deck_sandbox::{Prompt, Script};
/// use deck_types::Json;
///
/// let script = Script::new()
///     .queued(Duration::from_secs(2))
///     .running(Duration::from_secs(9))
///     .ask(Prompt::mfa("123456"))
///     .running(Duration::from_secs(4))
///     .complete(Json::from_text(r#"{"total": 1.10}"#)?);
/// # Ok::<(), deck_types::JsonError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use]
pub struct Script {
    /// Nothing for a run that stays queued.
    pub(crate) queued: Option<Duration>,
    pub(crate) steps: VecDeque<Step>,
    pub(crate) files: Vec<ScriptedFile>,
    pub(crate) end: End,
}

/// A script in a saved sandbox, which is no part of what programs see of it.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Script")]
pub(crate) struct SavedScript {
    queued: Option<Duration>,
    steps: VecDeque<Step>,
    files: Vec<ScriptedFile>,
    end: End,
}

/// A part of the work.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub(crate) enum Step {
    Work(Duration),
    Ask(#[serde(with = "SavedPrompt")] Prompt),
}

/// A file that a run keeps when its work is done.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub(crate) struct ScriptedFile {
    pub(crate) name: String,
    pub(crate) file_type: String,
    pub(crate) size: u64,
}

/// How the work ends.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub(crate) enum End {
    Complete(Outcome, Option<Json>),
    Fail(Vec<Problem>),
    /// What an approval makes of it.
    Review(Outcome, Option<Json>),
    /// Not by itself.
    Never,
}

impl Script {
    /// Starts a script whose runs neither wait nor work.
    pub fn new() -> Script {
        Script {
            queued: Some(Duration::ZERO),
            steps: VecDeque::new(),
            files: Vec::new(),
            end: End::Complete(Outcome::Success, None),
        }
    }

    /// Creates a script whose runs stay queued until a request or a test changes them.
    pub fn stay_queued() -> Script {
        Script {
            queued: None,
            ..Script::new()
        }
    }

    /// Sets how long a run is queued; not at all by default.
    pub fn queued(self, duration: Duration) -> Script {
        Script {
            queued: Some(duration),
            ..self
        }
    }

    /// Adds `duration` of work.
    pub fn running(mut self, duration: Duration) -> Script {
        self.steps.push_back(Step::Work(duration));
        self
    }

    /// Adds a prompt: the run goes on when it is answered rightly.
    pub fn ask(mut self, prompt: Prompt) -> Script {
        self.steps.push_back(Step::Ask(prompt));
        self
    }

    /// Adds a file, of `size` bytes, which a run keeps when its work is done. A run that fails keeps none.
    pub fn file(
        mut self,
        name: impl Into<String>,
        file_type: impl Into<String>,
        size: u64,
    ) -> Script {
        self.files.push(ScriptedFile {
            name: name.into(),
            file_type: file_type.into(),
            size,
        });
        self
    }

    /// Ends the runs with status `completed`, result `success` and `output`.
    pub fn complete(self, output: Json) -> Script {
        self.complete_with(Outcome::Success, output)
    }

    /// Ends the runs with status `completed`, `result` and `output`.
    pub fn complete_with(self, result: Outcome, output: Json) -> Script {
        Script {
            end: End::Complete(result, Some(output)),
            ..self
        }
    }

    /// Ends the runs with status `failed`, result `failure` and one error.
    pub fn fail(self, problem: Problem) -> Script {
        Script {
            end: End::Fail(vec![problem]),
            ..self
        }
    }

    /// Lets the runs wait for a review, with status `review_required`.
    /// [`Sandbox::approve`](crate::Sandbox::approve) completes them with `output`.
    pub fn review(self, output: Json) -> Script {
        Script {
            end: End::Review(Outcome::Success, Some(output)),
            ..self
        }
    }

    /// Lets the runs work until they are canceled or the timeout of their task strikes.
    pub fn work_on(self) -> Script {
        Script {
            end: End::Never,
            ..self
        }
    }
}

impl Default for Script {
    fn default() -> Script {
        Script::new()
    }
}
