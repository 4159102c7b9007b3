//! How a wait ended: which runs did what.

use deck_client::Error;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;

use crate::commands::wait::waiting::Goal;
use crate::commands::wait::waiting::WaitingArguments;
use crate::commands::wait::waiting::command_for;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;

/// How many runs a message names.
const MOST_NAMES: usize = 5;

/// How the waits for some runs ended.
#[derive(Debug, Default)]
pub(super) struct End {
    /// How many have ended.
    ended: usize,
    /// Those that ended otherwise than completed, with their status.
    otherwise: Vec<(TaskRunId, String)>,
    /// Those that had not ended in time, with their status then.
    timed_out: Vec<(TaskRunId, String)>,
    /// The last error that ended the wait for a run.
    error: Option<Error>,
}

impl End {
    /// Notes that a run has ended.
    pub(super) fn ended(&mut self, run: &TaskRun) {
        self.ended += 1;
        if run.status != Some(TaskRunStatus::Completed) {
            self.otherwise.push((run.id.clone(), status(run)));
        }
    }

    /// Notes that the wait for a run ended before the run did.
    pub(super) fn failed(&mut self, error: Error) {
        if error.is_wait_timeout()
            && let Some(id) = error.run_id()
        {
            let status = error.run().map_or_else(|| "not seen".to_owned(), status);
            self.timed_out.push((id.clone(), status));
        } else if let Some(earlier) = self.error.replace(error) {
            diagnostics::warn(&earlier);
        }
    }

    /// Adds how other waits ended.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.ended += other.ended;
        self.otherwise.extend(other.otherwise);
        self.timed_out.extend(other.timed_out);
        self.error = other.error.or(self.error);
        self
    }

    /// Returns what that means for the command: an error goes before a timeout, and that before an end of
    /// another kind.
    pub(super) fn result(
        self,
        arguments: &WaitingArguments,
        context: &Context,
    ) -> Result<(), Failure> {
        let (goal, flags) = (arguments.goal(), arguments.flags());
        if let Some(error) = self.error {
            return Err(error.into());
        }
        if !self.timed_out.is_empty() {
            return Err(timed_out(&self.timed_out, flags, context));
        }
        if goal == Goal::Completed && !self.otherwise.is_empty() {
            return Err(ended_otherwise(&self.otherwise, self.ended, context));
        }
        Ok(())
    }
}

fn timed_out(runs: &[(TaskRunId, String)], flags: Vec<String>, context: &Context) -> Failure {
    let have = if runs.len() == 1 { "has" } else { "have" };
    Explained::new(
        ErrorCode::Timeout,
        format!("{} {have} not ended in time", names(runs)),
    )
    .advise("runs go on; this waits again:")
    .with_command(command_for(runs.iter().map(|(id, _)| id), flags, context))
    .into()
}

fn ended_otherwise(runs: &[(TaskRunId, String)], ended: usize, context: &Context) -> Failure {
    let message = match (runs, ended) {
        ([(id, status)], 1) => format!("{id} has not completed: it is {status}"),
        _ => format!(
            "{} of {ended} runs have not completed: {}",
            runs.len(),
            names(runs)
        ),
    };
    let global = context.global.flags();
    let first = runs.first().map(|(id, _)| {
        let words = ["deck", "task-runs", "get", id.as_str()].into_iter();
        crate::shell::command(words.chain(global.iter().map(String::as_str)))
    });
    Explained::new(ErrorCode::ConditionNotMet, message)
        .advise("this shows why:")
        .with_command(first)
        .into()
}

/// Returns the first of the runs, each with its status.
fn names(runs: &[(TaskRunId, String)]) -> String {
    let shown = runs.iter().take(MOST_NAMES);
    let mut names: Vec<String> = shown
        .map(|(id, status)| format!("{id} ({status})"))
        .collect();
    if runs.len() > MOST_NAMES {
        names.push(format!("and {} more", runs.len() - MOST_NAMES));
    }
    names.join(", ")
}

fn status(run: &TaskRun) -> String {
    let status = run.status.as_ref();
    status.map_or_else(|| "without a status".to_owned(), ToString::to_string)
}
