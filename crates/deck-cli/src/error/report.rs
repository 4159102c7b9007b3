//! A failure as an object, for programs.

use serde::Serialize;

use deck_client::Attempt;
use deck_client::AttemptOutcome;
use deck_client::Error;
use deck_transport::Delivery;

use crate::diagnostics::shown;

use super::Failure;
use super::code::ErrorCode;
use super::lines::how_many_are_shown;
use super::situation::Situation;

/// What programs are told of a failure. No text in it can steer a terminal.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorReport {
    level: &'static str,
    code: &'static str,
    message: String,
    /// The id of the response that reports the error.
    request_id: Option<String>,
    /// Whether the same command may succeed later, and would do nothing twice.
    retryable: bool,
    /// A command or advice, where it is sure to be right.
    next: Option<String>,
    /// Causes and quotes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<String>,
}

impl ErrorReport {
    /// Reports wrong usage.
    pub(crate) fn of_usage(message: &str, next: Option<&str>) -> Self {
        Self {
            level: "error",
            code: ErrorCode::Usage.word(),
            message: shown(message),
            request_id: None,
            retryable: false,
            next: next.map(shown),
            details: Vec::new(),
        }
    }
}

impl Failure {
    /// Returns what programs are told.
    pub(crate) fn report(&self, situation: &Situation) -> ErrorReport {
        let retryable = self.is_retryable();
        let request_id = self.request_error().and_then(Error::request_id);
        let next = self.next(retryable, situation);
        let mut details = self.details();
        details.extend(self.further_steps(&next, situation));
        ErrorReport {
            level: "error",
            code: self.code().word(),
            message: shown(self.message()),
            request_id: request_id.map(shown),
            retryable,
            next: next.map(shown),
            details: details.iter().map(|line| shown(line.trim())).collect(),
        }
    }

    /// Returns what to do next: go on where that helps at once, and else what has to be done before.
    fn next(&self, retryable: bool, situation: &Situation) -> Option<String> {
        let [command, advice] = self.steps(situation);
        if retryable || self.next_command().is_some() {
            command.or(advice)
        } else {
            advice.or(command)
        }
    }

    /// Returns how to go on, and the advice.
    fn steps(&self, situation: &Situation) -> [Option<String>; 2] {
        let command = match self {
            Self::BrokenOff(broken_off) => broken_off.next_command.clone(),
            Self::Export(export) => export.advice(),
            _ => self.next_command().map(str::to_owned),
        };
        [command, self.advice(situation)]
    }

    /// Returns how much is shown, and what to do beside the next step.
    fn further_steps(&self, next: &Option<String>, situation: &Situation) -> Vec<String> {
        let shown = match self {
            Self::BrokenOff(broken_off) => how_many_are_shown(broken_off),
            _ => None,
        };
        let steps = self.steps(situation);
        let others = steps.into_iter().filter(|step| step != next).flatten();
        let others = others.map(|step| step.trim_end_matches(':').to_owned());
        shown.into_iter().chain(others).collect()
    }

    fn is_retryable(&self) -> bool {
        let is_by_client = |error: &Error| error.is_retryable() && !may_have_acted(error);
        // Where another command goes on, this one would begin anew.
        let begins_anew = self.next_command().is_some();
        !begins_anew && self.code().is_transient() && self.request_error().is_none_or(is_by_client)
    }
}

/// Returns whether this is a write that may have happened; a command that is given again is another write.
fn may_have_acted(error: &Error) -> bool {
    let is_write = error.idempotency_key().is_some();
    is_write && !error.is_rate_limited() && error.attempts().iter().any(may_have_arrived)
}

fn may_have_arrived(attempt: &Attempt) -> bool {
    !matches!(
        attempt.outcome,
        AttemptOutcome::Failed {
            delivery: Delivery::NotSent,
            ..
        }
    )
}
