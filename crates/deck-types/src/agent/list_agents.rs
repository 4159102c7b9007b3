//! Listing agents.

use crate::agent::Agent;
use crate::listing::Listing;
use crate::listing::page_size::PageSize;
use crate::listing::page_size_field::page_size_methods;
use crate::listing::page_size_field::page_size_setter;
use crate::operation::path::PathError;
use crate::operation::path::path;

/// Lists agents: `GET /agents`.
///
/// The listing has no filters and goes on by cursor only. The order of the agents is not documented.
///
/// Documented in the guides to pagination and to filtering, which name `limit` and `cursor`; no reference
/// page was found.
///
/// # Examples
///
/// ```
/// use deck_types::{ListAgents, PageRequest, PageSize};
///
/// let listing = ListAgents::new().page_size(PageSize::new(50)?);
/// assert_eq!(PageRequest::new(listing).to_query(), "limit=50");
/// # Ok::<(), deck_types::PageSizeError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct ListAgents {
    /// The largest number of items on a page (`limit`); `None` leaves it to the server.
    pub page_size: Option<PageSize>,
}

impl ListAgents {
    /// Lists everything, in pages of the server's default size.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    page_size_setter!();
}

impl Listing for ListAgents {
    type Item = Agent;
    const NAME: &'static str = "GET /agents";

    fn path(&self) -> Result<String, PathError> {
        path(["agents"])
    }

    page_size_methods!();
}

crate::serde_as_query!(ListAgents);
