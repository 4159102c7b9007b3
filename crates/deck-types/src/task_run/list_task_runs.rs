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
use crate::listing::selection;
use crate::listing::time_bounded::time_bounded;
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

    /// Returns whether a run is one that this listing asks for, as far as the reference page tells: for
    /// programs that have runs of their own to select from. `deck-sandbox` lists by it.
    ///
    /// Filters are combined with AND, the values of one filter with OR; a filter that is not set selects
    /// every run. Page size and position say which page it is, and play no part here.
    ///
    /// - A run that has no value for a filter that is set is not selected: one that goes on has no
    ///   [`result`](TaskRun::result), and so none of the outcomes, not even [`Outcome::Unknown`].
    /// - Both spellings of *cancelling* select the same runs. All other words and ids are compared by their
    ///   text, those that this version does not know as well.
    /// - The window is open at both ends: a run created at the very instant of
    ///   [`created_after`](Self::created_after) or [`created_before`](Self::created_before) is not in it,
    ///   whatever the offsets that the texts are written with. Nor is one whose `created_at` is absent or
    ///   stands for no instant; and where a bound stands for none, no run is. (Deck says "after" and "before"
    ///   and nothing about the instants themselves.)
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{ListTaskRuns, QueryError, QueryReader, TaskRun, TaskRunStatus};
    ///
    /// let mut run = TaskRun::fixture("trun_1");
    /// run.status = Some(TaskRunStatus::from("canceling"));
    /// run.created_at = Some("2026-11-01T12:00:00Z".parse()?);
    ///
    /// let is_wanted = |query| -> Result<bool, QueryError> {
    ///     let wanted: ListTaskRuns = QueryReader::new().read(query)?.listing;
    ///     Ok(wanted.matches(&run))
    /// };
    ///
    /// assert!(is_wanted("")?);
    /// assert!(is_wanted("status=failed&status=cancelling")?);
    /// assert!(!is_wanted("status=cancelling&agent_id=agt_1")?);
    /// assert!(is_wanted("created_after=2026-11-01T00:00:00Z")?);
    /// assert!(!is_wanted("created_after=2026-11-01T13:00:00%2B01:00")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn matches(&self, run: &TaskRun) -> bool {
        let same_status = TaskRunStatus::same_status;
        selection::is_any_by(&self.status, run.status.as_ref(), same_status)
            && selection::is_any_of(&self.source_id, run.source_id.as_ref())
            && selection::is_any_of(&self.outcome, run.result.as_ref())
            && selection::is(self.agent_id.as_ref(), run.agent_id.as_ref())
            && selection::is(self.credential_id.as_ref(), run.credential_id.as_ref())
            && selection::is(self.task_id.as_ref(), run.task_id.as_ref())
            && selection::is(self.workflow_id.as_ref(), run.workflow_id.as_ref())
            && selection::is_between(
                self.created_after.as_ref(),
                self.created_before.as_ref(),
                run.created_at.as_ref(),
            )
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

time_bounded!(ListTaskRuns);
crate::serde_as_query!(ListTaskRuns);

fn collect<T>(items: impl IntoIterator<Item: Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::ListTaskRuns;
    use crate::listing::Listing;
    use crate::listing::page_request::PageRequest;
    use crate::task_run::TaskRun;
    use crate::timestamp::Timestamp;

    /// A run, and for each filter a query that selects it and one that does not.
    const QUERIES: [(&str, &str); 9] = [
        ("status=failed&status=cancelling", "status=failed"),
        ("source_id=b&source_id=src", "source_id=b"),
        ("outcome=failure&outcome=later", "outcome=failure"),
        ("agent_id=agt", "agent_id=b"),
        ("credential_id=cred", "credential_id=b"),
        ("task_id=task", "task_id=b"),
        ("workflow_id=wflo", "workflow_id=b"),
        (
            "created_after=2026-11-01T11:59:59.999999999Z",
            "created_after=2026-11-01T13:00:00%2B01:00",
        ),
        (
            "created_before=2026-11-01T12:00:00.000000001Z",
            "created_before=2026-11-01T12:00:00.000Z",
        ),
    ];

    fn run() -> TaskRun {
        let text = r#"{
            "id": "a", "status": "canceling", "result": "later", "source_id": "src", "agent_id": "agt",
            "credential_id": "cred", "task_id": "task", "workflow_id": "wflo",
            "created_at": "2026-11-01T12:00:00Z"
        }"#;
        serde_json::from_str(text).unwrap()
    }

    fn listing(query: &str) -> ListTaskRuns {
        PageRequest::from_query(query).unwrap().listing
    }

    #[test]
    fn each_filter_selects_the_runs_that_have_its_value() {
        for ((selecting, other), filter) in QUERIES.iter().zip(ListTaskRuns::FILTERS) {
            assert!(selecting.starts_with(filter.key()), "{selecting}");
            assert!(listing(selecting).matches(&run()), "{selecting}");
            assert!(!listing(other).matches(&run()), "{other}");
        }
        assert_eq!(QUERIES.len(), ListTaskRuns::FILTERS.len());
    }

    #[test]
    fn all_filters_must_select_a_run() {
        let all = QUERIES.map(|(selecting, _)| selecting).join("&");
        assert!(listing(&all).matches(&run()));
        for (_, other) in &QUERIES[2..7] {
            let key = other.split('=').next().unwrap();
            let but_one = all.split('&').filter(|pair| !pair.starts_with(key));
            let but_one: Vec<&str> = but_one.chain([*other]).collect();
            assert!(!listing(&but_one.join("&")).matches(&run()), "{other}");
        }
    }

    #[test]
    fn a_run_without_a_value_is_selected_by_no_filter_for_it() {
        let run = TaskRun::fixture("a");
        assert!(listing("limit=5&cursor=c").matches(&run));
        for (selecting, _) in QUERIES {
            assert!(!listing(selecting).matches(&run), "{selecting}");
        }
        assert!(!listing("outcome=unknown").matches(&run));
    }

    #[test]
    fn a_text_that_stands_for_no_instant_is_in_no_window() {
        let mut run = run();
        let bad_bound = ListTaskRuns::new().created_after(Timestamp::from_received("soon"));
        assert!(!bad_bound.matches(&run));

        run.created_at = Some(Timestamp::from_received("yesterday"));
        assert!(ListTaskRuns::new().matches(&run));
        assert!(!listing("created_before=2026-11-01T12:00:00Z").matches(&run));
    }
}
