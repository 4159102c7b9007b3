//! The flags that say which runs are meant: one for every filter of the API.

use clap::Args;

use deck_types::AgentId;
use deck_types::CredentialId;
use deck_types::ListTaskRuns;
use deck_types::Outcome;
use deck_types::SourceId;
use deck_types::TaskId;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use deck_types::WorkflowId;

use crate::commands::word::word;

const STATUS_HELP: &str = "\
Runs in this status (repeatable): queued, running, cancelling, interaction_required, \
review_required, completed, canceled, failed";

/// Which runs are meant.
///
/// Words are passed on as they are, so that a status the API gets tomorrow can be asked for with
/// the program of today.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Filters")]
pub(super) struct FilterArguments {
    /// Runs in this status (repeatable)
    #[arg(long, value_name = "STATUS", value_parser = word::<TaskRunStatus>())]
    #[arg(long_help = STATUS_HELP)]
    status: Vec<TaskRunStatus>,

    /// Runs that ended like this: success, failure, unknown (repeatable)
    #[arg(long, value_name = "OUTCOME", value_parser = word::<Outcome>())]
    outcome: Vec<Outcome>,

    /// Runs on this source (repeatable)
    #[arg(long, value_name = "ID", value_parser = word::<SourceId>())]
    source_id: Vec<SourceId>,

    /// Runs of this agent
    #[arg(long, value_name = "ID", value_parser = word::<AgentId>())]
    agent_id: Option<AgentId>,

    /// Runs with this credential
    #[arg(long, value_name = "ID", value_parser = word::<CredentialId>())]
    credential_id: Option<CredentialId>,

    /// Runs of this task
    #[arg(long, value_name = "ID", value_parser = word::<TaskId>())]
    task_id: Option<TaskId>,

    /// Runs of this workflow
    #[arg(long, value_name = "ID", value_parser = word::<WorkflowId>())]
    workflow_id: Option<WorkflowId>,

    /// Runs created after this time, such as 2026-11-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    created_after: Option<Timestamp>,

    /// Runs created before this time, such as 2026-11-30T18:00:00+01:00
    #[arg(long, value_name = "TIME")]
    created_before: Option<Timestamp>,
}

impl FilterArguments {
    /// Returns the listing with these filters and nothing else.
    pub(super) fn listing(&self) -> ListTaskRuns {
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

    /// Returns the flags that say the same as these.
    pub(super) fn flags(&self) -> Vec<String> {
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
        flags
    }

    /// Returns the words that this program does not know, which may be new or misspelt.
    pub(super) fn unknown_words(&self) -> impl Iterator<Item = &str> {
        let status = self
            .status
            .iter()
            .filter(|status| !status.is_known())
            .map(TaskRunStatus::as_str);
        let outcome = self
            .outcome
            .iter()
            .filter(|outcome| !outcome.is_known())
            .map(Outcome::as_str);
        status.chain(outcome)
    }
}
