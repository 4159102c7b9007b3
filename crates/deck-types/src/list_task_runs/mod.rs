//! The parameters of `GET /task-runs`.

use crate::id::AgentId;
use crate::id::CredentialId;
use crate::id::SourceId;
use crate::id::TaskId;
use crate::id::WorkflowId;
use crate::page_position::PagePosition;
use crate::page_size::PageSize;
use crate::query_error::QueryError;
use crate::task_run::outcome::Outcome;
use crate::task_run::status::TaskRunStatus;
use crate::timestamp::Timestamp;

mod check;
mod decode;
mod encode;
pub(crate) mod following;
mod key;
#[cfg(test)]
mod tests;

/// The parameters of `GET /task-runs`: which runs are listed, how many at a time, and from where.
///
/// [`to_query`](Self::to_query) and [`from_query`](Self::from_query) are inverse, and equal parameters give equal text.
/// An empty list and `None` send nothing and leave the choice to the server.
///
/// # Examples
///
/// Lists take several values, which are sent as repeated keys:
///
/// ```
/// use deck_types::{ListTaskRuns, PageSize, TaskRunStatus};
///
/// let list = ListTaskRuns::new()
///     .page_size(PageSize::new(50)?)
///     .status([TaskRunStatus::Failed, TaskRunStatus::Canceled])
///     .created_after("2026-11-01T00:00:00Z".parse()?);
///
/// assert_eq!(
///     list.to_query(),
///     "limit=50&status=failed&status=canceled&created_after=2026-11-01T00%3A00%3A00Z",
/// );
/// assert_eq!(ListTaskRuns::from_query(&list.to_query())?, list);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct ListTaskRuns {
    /// The largest number of items on a page (`limit`); the server's default is [`PageSize::DEFAULT`].
    pub page_size: Option<PageSize>,
    /// Where the page begins (`cursor`, `starting_after` or `ending_before`).
    pub position: PagePosition,
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
    /// The path of the endpoint, below the base URL.
    pub const PATH: &'static str = "/task-runs";

    /// Makes parameters that ask for everything, from the start, in pages of the server's default size.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the largest number of items on a page.
    #[must_use]
    pub fn page_size(mut self, page_size: PageSize) -> Self {
        self.page_size = Some(page_size);
        self
    }

    /// Sets where the page begins.
    #[must_use]
    pub fn position(mut self, position: PagePosition) -> Self {
        self.position = position;
        self
    }

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

    /// Checks what the types cannot exclude: an anchor without text, a bound without an instant, an inverted window.
    ///
    /// # Errors
    ///
    /// [`QueryError::EmptyCursor`], [`QueryError::InvalidTimestamp`] or [`QueryError::InvertedWindow`], whichever comes
    /// first in the order of the query; no other.
    ///
    /// # Examples
    ///
    /// A window that ends before it begins holds nothing:
    ///
    /// ```
    /// use deck_types::{ListTaskRuns, QueryError};
    ///
    /// let inverted = ListTaskRuns::new()
    ///     .created_after("2026-11-02T00:00:00Z".parse()?)
    ///     .created_before("2026-11-01T00:00:00Z".parse()?);
    ///
    /// assert!(matches!(inverted.check(), Err(QueryError::InvertedWindow { .. })));
    /// # Ok::<(), deck_types::TimestampError>(())
    /// ```
    pub fn check(&self) -> Result<(), QueryError> {
        check::check(self)
    }

    /// Returns the query string for these parameters, without a leading `?`.
    ///
    /// Keys stand in the order of the reference page, lists are repeated keys in the order they were given, and every
    /// byte but RFC 3986's unreserved characters is escaped in upper case: the text is ASCII letters, digits and
    /// `-._~%&=`.
    #[must_use]
    pub fn to_query(&self) -> String {
        encode::query(self)
    }

    /// Reads a query string, without a leading `?`; the inverse of [`to_query`](Self::to_query).
    ///
    /// Keys may stand in any order, `limit` may be spelled `Limit` as on the reference page, a `+` is a plus, and empty
    /// segments are skipped. What is read passes [`check`](Self::check).
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, from left to right, with its key and value; the window is looked at last.
    ///
    /// # Examples
    ///
    /// Each mistake is an error of its own:
    ///
    /// ```
    /// use deck_types::{ListTaskRuns, PageSizeError, QueryError};
    ///
    /// assert_eq!(
    ///     ListTaskRuns::from_query("limit=101"),
    ///     Err(QueryError::InvalidPageSize {
    ///         key: "limit".to_owned(),
    ///         value: "101".to_owned(),
    ///         reason: PageSizeError::TooLarge,
    ///     }),
    /// );
    /// ```
    pub fn from_query(query: &str) -> Result<Self, QueryError> {
        decode::query(query)
    }
}

fn collect<T>(items: impl IntoIterator<Item: Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}
