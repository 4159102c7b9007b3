//! The flags that say which runs are meant: one for every filter of the API.

use std::time::Duration;
use std::time::SystemTime;

use clap::Args;
use jiff::tz::TimeZone;

use deck_types::AgentId;
use deck_types::CredentialId;
use deck_types::ListTaskRuns;
use deck_types::Outcome;
use deck_types::SourceId;
use deck_types::TaskId;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use deck_types::WorkflowId;

use crate::commands::period::PERIOD_HEADING;
use crate::commands::period::PeriodArguments;
use crate::commands::period::window::Window;
use crate::commands::word::one_id;
use crate::commands::word::word;
use crate::context::Context;
use crate::error::Failure;

const STATUS_HELP: &str = "\
Runs in one of these statuses, with commas between them (repeatable): queued, running, cancelling, \
interaction_required, review_required, completed, canceled, failed";

/// The statuses of the reference page.
const STATUSES: &[&str] = &[
    "queued",
    "running",
    "cancelling",
    "interaction_required",
    "review_required",
    "completed",
    "canceled",
    "failed",
];

/// The outcomes of the reference page.
const OUTCOMES: &[&str] = &["success", "failure", "unknown"];

/// A word of a filter that this program does not know, which may be new or misspelt.
#[derive(Debug, PartialEq)]
pub(crate) struct UnknownWord<'a> {
    /// The filter that it stands in.
    pub(crate) filter: &'static str,
    pub(crate) word: &'a str,
    /// The words that are documented for the filter.
    pub(crate) known: &'static [&'static str],
}

/// Which runs are meant.
///
/// Words are passed on as they are, so that a status the API gets tomorrow can be asked for with
/// the program of today.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Filters")]
pub(crate) struct FilterArguments {
    /// Runs in one of these statuses, such as failed,canceled (repeatable)
    #[arg(long, value_name = "STATUS", value_parser = word::<TaskRunStatus>(), value_delimiter = ',')]
    #[arg(long_help = STATUS_HELP)]
    status: Vec<TaskRunStatus>,

    /// Runs with one of these outcomes: success, failure, unknown (repeatable, commas too)
    #[arg(long, value_delimiter = ',', value_name = "OUTCOME", value_parser = word::<Outcome>())]
    outcome: Vec<Outcome>,

    /// Send a status or an outcome that this program does not know, instead of refusing it
    ///
    /// It may be newer than the program, or misspelt: standard error names it in any case.
    #[arg(long)]
    allow_unknown: bool,

    /// Runs on one of these sources (repeatable, commas too)
    #[arg(long, value_delimiter = ',', value_name = "ID", value_parser = word::<SourceId>())]
    source_id: Vec<SourceId>,

    /// Runs of this agent
    #[arg(long, value_name = "ID", value_parser = one_id::<AgentId>())]
    agent_id: Option<AgentId>,

    /// Runs with this credential
    #[arg(long, value_name = "ID", value_parser = one_id::<CredentialId>())]
    credential_id: Option<CredentialId>,

    /// Runs of this task
    #[arg(long, value_name = "ID", value_parser = one_id::<TaskId>())]
    task_id: Option<TaskId>,

    /// Runs of this workflow
    #[arg(long, value_name = "ID", value_parser = one_id::<WorkflowId>())]
    workflow_id: Option<WorkflowId>,

    #[command(flatten)]
    period: PeriodArguments,

    /// The API's own filter by creation, such as 2026-11-01T00:00:00Z; `--since` is exact
    ///
    /// The instant goes to the API as it is, which does not say whether a run at that very instant matches.
    #[arg(long, value_name = "TIME", help_heading = PERIOD_HEADING)]
    #[arg(conflicts_with_all = ["since", "until", "in"])]
    created_after: Option<Timestamp>,

    /// The API's own filter by creation, such as 2026-11-30T18:00:00+01:00; `--until` is exact
    #[arg(long, value_name = "TIME", help_heading = PERIOD_HEADING)]
    #[arg(conflicts_with_all = ["since", "until", "in"])]
    created_before: Option<Timestamp>,
}

impl FilterArguments {
    /// Returns the listing with these filters and nothing else.
    pub(crate) fn listing(&self) -> ListTaskRuns {
        let mut listing = ListTaskRuns::new();
        listing.status.clone_from(&self.status);
        listing.outcome.clone_from(&self.outcome);
        listing.source_id.clone_from(&self.source_id);
        listing.agent_id.clone_from(&self.agent_id);
        listing.credential_id.clone_from(&self.credential_id);
        listing.task_id.clone_from(&self.task_id);
        listing.workflow_id.clone_from(&self.workflow_id);
        listing.created_after.clone_from(&self.created_after);
        listing.created_before.clone_from(&self.created_before);
        listing
    }

    /// Returns whether all runs are meant.
    pub(crate) fn is_empty(&self) -> bool {
        self.period.is_empty() && self.listing() == ListTaskRuns::new()
    }

    /// Returns the window of the period that is meant.
    ///
    /// # Errors
    ///
    /// Fails when the window holds no instant.
    pub(crate) fn window(&self, context: &Context) -> Result<Window, Failure> {
        self.window_at(context.now, &context.zone)
    }

    /// Returns the window of the period that is meant, for a command that needs no more than the time.
    ///
    /// # Errors
    ///
    /// Fails when the window holds no instant.
    pub(crate) fn window_at(&self, now: SystemTime, zone: &TimeZone) -> Result<Window, Failure> {
        Ok(self.period.window(now, zone)?)
    }

    /// Returns what a window that slides along with the time is like, such as that of the last 24 hours;
    /// `None` for one that stands still.
    ///
    /// # Errors
    ///
    /// Fails when the window holds no instant.
    pub(crate) fn sliding_window(&self, context: &Context) -> Result<Option<String>, Failure> {
        const STEP: Duration = Duration::from_secs(1);
        let window = self.window(context)?;
        let later = self.period.window(context.now + STEP, &context.zone)?;
        let now = Timestamp::try_from(context.now).and_then(|now| now.unix_nanoseconds());
        let side = |side: Option<&Timestamp>, later: Option<&Timestamp>| {
            let (Some(instant), Ok(now)) = (side, &now) else {
                return "open".to_owned();
            };
            match instant.unix_nanoseconds() {
                Ok(nanoseconds) if later != side => format!("{}ns ago", now - nanoseconds),
                _ => instant.to_string(),
            }
        };
        let since = side(window.since(), later.since());
        let until = side(window.until(), later.until());
        Ok((window != later).then(|| format!("{since} to {until}")))
    }

    /// Returns whether runs are chosen by what they can still become.
    pub(crate) fn choose_by_state(&self) -> bool {
        !self.status.is_empty() || !self.outcome.is_empty()
    }

    /// Returns the flags that say the same as these, but for the period: that depends on the time, and its
    /// window does not.
    pub(crate) fn flags(&self) -> Vec<String> {
        let mut flags = Vec::new();
        let mut add = |name: &str, values: &mut dyn Iterator<Item = &str>| {
            flags.extend(values.map(|value| format!("--{name}={value}")));
        };
        add("status", &mut self.status.iter().map(TaskRunStatus::as_str));
        add("outcome", &mut self.outcome.iter().map(Outcome::as_str));
        add(
            "source-id",
            &mut self.source_id.iter().map(SourceId::as_str),
        );
        add("agent-id", &mut self.agent_id.iter().map(AgentId::as_str));
        add(
            "credential-id",
            &mut self.credential_id.iter().map(CredentialId::as_str),
        );
        add("task-id", &mut self.task_id.iter().map(TaskId::as_str));
        add(
            "workflow-id",
            &mut self.workflow_id.iter().map(WorkflowId::as_str),
        );
        add(
            "created-after",
            &mut self.created_after.iter().map(Timestamp::as_str),
        );
        add(
            "created-before",
            &mut self.created_before.iter().map(Timestamp::as_str),
        );
        if self.allow_unknown {
            flags.push("--allow-unknown".to_owned());
        }
        flags
    }

    /// Returns whether words that this program does not know are sent.
    pub(crate) fn allows_unknown(&self) -> bool {
        self.allow_unknown
    }

    /// Returns the words that this program does not know.
    pub(crate) fn unknown_words(&self) -> impl Iterator<Item = UnknownWord<'_>> {
        let status = self.status.iter().filter(|status| !status.is_known());
        let status = status.map(|status| UnknownWord {
            filter: "status",
            word: status.as_str(),
            known: STATUSES,
        });
        let outcome = self.outcome.iter().filter(|outcome| !outcome.is_known());
        let outcome = outcome.map(|outcome| UnknownWord {
            filter: "outcome",
            word: outcome.as_str(),
            known: OUTCOMES,
        });
        status.chain(outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_are_suggested_are_known_and_the_help_has_them() {
        for word in STATUSES {
            assert!(TaskRunStatus::from(*word).is_known() && STATUS_HELP.contains(word));
        }
        for word in OUTCOMES {
            assert!(Outcome::from(*word).is_known());
        }
    }
}
