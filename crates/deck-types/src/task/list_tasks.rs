//! Listing tasks.

use crate::filters;
use crate::id::AgentId;
use crate::listing::Listing;
use crate::listing::filter::Filter;
use crate::listing::page_size::PageSize;
use crate::listing::page_size_field::page_size_methods;
use crate::listing::page_size_field::page_size_setter;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::task::Task;
use crate::task::status::TaskStatus;

/// Lists tasks: `GET /tasks`.
///
/// Filters are combined with AND. `None` sends nothing and leaves the choice to the server. The listing goes
/// on by cursor only. The order of the tasks is not documented.
///
/// Documented on the reference page *list tasks*.
///
/// # Examples
///
/// ```
/// use deck_types::{ListTasks, PageRequest, PageSize, TaskStatus};
///
/// let listing = ListTasks::new()
///     .page_size(PageSize::new(50)?)
///     .status(TaskStatus::Live)
///     .agent_id("agt_1");
///
/// assert_eq!(PageRequest::new(listing).to_query(), "limit=50&agent_id=agt_1&status=live");
/// # Ok::<(), deck_types::PageSizeError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct ListTasks {
    /// The largest number of items on a page (`limit`); `None` leaves it to the server.
    pub page_size: Option<PageSize>,
    /// Only tasks of this agent (`agent_id`).
    pub agent_id: Option<AgentId>,
    /// Only tasks in this state (`status`).
    pub status: Option<TaskStatus>,
}

impl ListTasks {
    /// Lists everything, in pages of the server's default size.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    page_size_setter!();

    /// Asks for tasks of this agent only.
    #[must_use]
    pub fn agent_id(mut self, agent_id: impl Into<AgentId>) -> Self {
        self.agent_id = Some(agent_id.into());
        self
    }

    /// Asks for tasks in this state only.
    #[must_use]
    pub fn status(mut self, status: impl Into<TaskStatus>) -> Self {
        self.status = Some(status.into());
        self
    }
}

impl Listing for ListTasks {
    type Item = Task;
    const NAME: &'static str = "GET /tasks";
    const FILTERS: &'static [Filter<Self>] =
        filters! { "agent_id" => agent_id, "status" => status };

    fn path(&self) -> Result<String, PathError> {
        path(["tasks"])
    }

    page_size_methods!();
}

crate::serde_as_query!(ListTasks);
