//! Listing task runs.

use crate::id::AgentId;
use crate::id::CredentialId;
use crate::id::SourceId;
use crate::id::TaskId;
use crate::id::WorkflowId;
use crate::listing;
use crate::listing::Listing;
use crate::listing::filter::Filter;
use crate::listing::page_size::PageSize;
use crate::listing::page_size_field::page_size_methods;
use crate::listing::page_size_field::page_size_setter;
use crate::listing::query_error::QueryError;
use crate::listing::time_bounded::TimeBounded;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::task_run::TaskRun;
use crate::task_run::outcome::Outcome;
use crate::task_run::status::TaskRunStatus;
use crate::timestamp::Timestamp;

/// Lists task runs: `GET /task-runs`.
///
/// Filters are combined with AND, the values of one filter with OR. An empty list and `None` send nothing and
/// leave the choice to the server. The order of the runs is not documented.
///
/// # Examples
///
/// Lists take several values, which are sent as repeated keys:
///
/// ```
/// use deck_types::{ListTaskRuns, PageRequest, PageSize, TaskRunStatus};
///
/// let listing = ListTaskRuns::new()
///     .page_size(PageSize::new(50)?)
///     .status([TaskRunStatus::Failed, TaskRunStatus::Canceled])
///     .created_after("2026-11-01T00:00:00Z".parse()?);
///
/// assert_eq!(
///     PageRequest::new(listing).to_query(),
///     "limit=50&status=failed&status=canceled&created_after=2026-11-01T00%3A00%3A00Z",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct ListTaskRuns {
    /// The largest number of items on a page (`limit`); the server's default is [`PageSize::DEFAULT`].
    pub page_size: Option<PageSize>,
    /// Only runs in one of these states (`status`).
    pub status: Vec<TaskRunStatus>,
    /// Only runs on one of these sources (`source_id`).
    pub source_id: Vec<SourceId>,
    /// Only runs with one of these outcomes (`outcome`), which a run carries as its `result`.
    pub outcome: Vec<Outcome>,
    /// Only runs of this agent (`agent_id`).
    pub agent_id: Option<AgentId>,
    /// Only runs with this credential (`credential_id`).
    pub credential_id: Option<CredentialId>,
    /// Only runs of this task (`task_id`).
    pub task_id: Option<TaskId>,
    /// Only runs of this workflow (`workflow_id`).
    pub workflow_id: Option<WorkflowId>,
    /// Only runs created after this instant (`created_after`).
    pub created_after: Option<Timestamp>,
    /// Only runs created before this instant (`created_before`).
    pub created_before: Option<Timestamp>,
}

impl ListTaskRuns {
    /// Lists everything, in pages of the server's default size.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    page_size_setter!();

    /// Asks for runs in one of these states only; replaces those set before.
    #[must_use]
    pub fn status(mut self, status: impl IntoIterator<Item: Into<TaskRunStatus>>) -> Self {
        self.status = collect(status);
        self
    }

    /// Asks for runs on one of these sources only; replaces those set before.
    #[must_use]
    pub fn source_id(mut self, source_id: impl IntoIterator<Item: Into<SourceId>>) -> Self {
        self.source_id = collect(source_id);
        self
    }

    /// Asks for runs with one of these outcomes only; replaces those set before.
    #[must_use]
    pub fn outcome(mut self, outcome: impl IntoIterator<Item: Into<Outcome>>) -> Self {
        self.outcome = collect(outcome);
        self
    }

    /// Asks for runs of this agent only.
    #[must_use]
    pub fn agent_id(mut self, agent_id: impl Into<AgentId>) -> Self {
        self.agent_id = Some(agent_id.into());
        self
    }

    /// Asks for runs with this credential only.
    #[must_use]
    pub fn credential_id(mut self, credential_id: impl Into<CredentialId>) -> Self {
        self.credential_id = Some(credential_id.into());
        self
    }

    /// Asks for runs of this task only.
    #[must_use]
    pub fn task_id(mut self, task_id: impl Into<TaskId>) -> Self {
        self.task_id = Some(task_id.into());
        self
    }

    /// Asks for runs of this workflow only.
    #[must_use]
    pub fn workflow_id(mut self, workflow_id: impl Into<WorkflowId>) -> Self {
        self.workflow_id = Some(workflow_id.into());
        self
    }

    /// Asks for runs created after this instant only.
    #[must_use]
    pub fn created_after(mut self, created_after: Timestamp) -> Self {
        self.created_after = Some(created_after);
        self
    }

    /// Asks for runs created before this instant only.
    #[must_use]
    pub fn created_before(mut self, created_before: Timestamp) -> Self {
        self.created_before = Some(created_before);
        self
    }
}

impl Listing for ListTaskRuns {
    type Item = TaskRun;
    const NAME: &'static str = "GET /task-runs";
    const HAS_ID_POSITIONS: bool = true;
    const FILTERS: &'static [Filter<Self>] = crate::filters! {
        "status" => status,
        "source_id" => source_id,
        "outcome" => outcome,
        "agent_id" => agent_id,
        "credential_id" => credential_id,
        "task_id" => task_id,
        "workflow_id" => workflow_id,
        "created_after" => created_after,
        "created_before" => created_before,
    };

    fn path(&self) -> Result<String, PathError> {
        path(["task-runs"])
    }

    page_size_methods!();

    fn check(&self) -> Result<(), QueryError> {
        listing::window(self.created_after.as_ref(), self.created_before.as_ref())
    }
}

impl TimeBounded for ListTaskRuns {
    fn created_after(&self) -> Option<&Timestamp> {
        self.created_after.as_ref()
    }

    fn created_before(&self) -> Option<&Timestamp> {
        self.created_before.as_ref()
    }

    fn set_created_after(&mut self, created_after: Option<Timestamp>) {
        self.created_after = created_after;
    }

    fn set_created_before(&mut self, created_before: Option<Timestamp>) {
        self.created_before = created_before;
    }
}

crate::serde_as_query!(ListTaskRuns);

fn collect<T>(items: impl IntoIterator<Item: Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}
