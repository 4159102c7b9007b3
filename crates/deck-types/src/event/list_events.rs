//! Listing events.

use crate::event::Event;
use crate::event::event_type::EventType;
use crate::filters;
use crate::listing;
use crate::listing::Listing;
use crate::listing::filter::Filter;
use crate::listing::page_size::PageSize;
use crate::listing::page_size_field::page_size_methods;
use crate::listing::page_size_field::page_size_setter;
use crate::listing::query_error::QueryError;
use crate::listing::time_bounded::time_bounded;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::timestamp::Timestamp;

/// Lists events of the last 30 days: `GET /events`.
///
/// Filters are combined with AND, the values of one filter with OR. An empty list and `None` send nothing and
/// leave the choice to the server. The listing goes on by cursor only. The order of the events is not
/// documented.
///
/// Documented on the reference page *list events*. That several types are repeated keys is inferred, and
/// whether the bounds of the window are in it is not documented.
///
/// # Examples
///
/// ```
/// use deck_types::{EventType, ListEvents, PageRequest};
///
/// let listing = ListEvents::new()
///     .event_type([EventType::TaskRunCompleted, EventType::TaskRunFailed])
///     .created_after("2026-11-01T00:00:00Z".parse()?);
///
/// assert_eq!(
///     PageRequest::new(listing).to_query(),
///     "type=task_run.completed&type=task_run.failed&created_after=2026-11-01T00%3A00%3A00Z"
/// );
/// # Ok::<(), deck_types::TimestampError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct ListEvents {
    /// The largest number of items on a page (`limit`); `None` leaves it to the server.
    pub page_size: Option<PageSize>,
    /// Only events of one of these types (`type`).
    pub event_type: Vec<EventType>,
    /// Only events created after this instant (`created_after`).
    pub created_after: Option<Timestamp>,
    /// Only events created before this instant (`created_before`).
    pub created_before: Option<Timestamp>,
}

impl ListEvents {
    /// Lists everything, in pages of the server's default size.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    page_size_setter!();

    /// Asks for events of one of these types only; replaces those set before.
    #[must_use]
    pub fn event_type(mut self, event_type: impl IntoIterator<Item: Into<EventType>>) -> Self {
        self.event_type = event_type.into_iter().map(Into::into).collect();
        self
    }

    /// Asks for events created after this instant only.
    #[must_use]
    pub fn created_after(mut self, created_after: Timestamp) -> Self {
        self.created_after = Some(created_after);
        self
    }

    /// Asks for events created before this instant only.
    #[must_use]
    pub fn created_before(mut self, created_before: Timestamp) -> Self {
        self.created_before = Some(created_before);
        self
    }
}

impl Listing for ListEvents {
    type Item = Event;
    const NAME: &'static str = "GET /events";
    const FILTERS: &'static [Filter<Self>] = filters! {
        "type" => event_type,
        "created_after" => created_after,
        "created_before" => created_before,
    };

    fn path(&self) -> Result<String, PathError> {
        path(["events"])
    }

    page_size_methods!();

    fn check(&self) -> Result<(), QueryError> {
        listing::window(self.created_after.as_ref(), self.created_before.as_ref())
    }
}

time_bounded!(ListEvents);
crate::serde_as_query!(ListEvents);
