//! The trait of a listing: what is listed, as a value.

mod check;
pub(crate) mod continuation;
mod decode;
pub(crate) mod filter;
pub(crate) mod filter_value_error;
pub(crate) mod listed;
mod nearest_key;
pub(crate) mod page_position;
pub(crate) mod page_request;
pub(crate) mod page_size;
pub(crate) mod page_size_field;
pub(crate) mod query_error;
pub(crate) mod query_reader;
pub(crate) mod query_serde;
pub(crate) mod selection;
#[cfg(test)]
mod tests;
pub(crate) mod time_bounded;

pub(crate) use check::window;

use crate::listing::filter::Filter;
use crate::listing::page_size::PageSize;
use crate::listing::query_error::QueryError;
use crate::operation::path::PathError;
use crate::page::page_item::PageItem;

/// A listing of the API: which items, and how many on a page.
///
/// A value holds the filters and the page size, and stays as it is for the whole of a listing; only the
/// position moves, in a [`PageRequest`](crate::PageRequest). Encoding, decoding and checking follow from
/// [`FILTERS`](Self::FILTERS). `deck-client` pages through any implementor, those of other crates included.
///
/// # Examples
///
/// A listing with one filter costs a struct and one line in the table:
///
/// ```
/// use deck_types::{AgentId, Filter, Json, Listing, PageRequest, PageSize, PathError, filters, path};
///
/// #[derive(Clone, Debug, Default, PartialEq)]
/// struct ListReports {
///     agent_id: Option<AgentId>,
///     page_size: Option<PageSize>,
/// }
///
/// impl Listing for ListReports {
///     type Item = Json;
///     const NAME: &'static str = "GET /reports";
///     const FILTERS: &'static [Filter<Self>] = filters! { "agent_id" => agent_id };
///
///     fn path(&self) -> Result<String, PathError> {
///         path(["reports"])
///     }
///
///     fn page_size(&self) -> Option<PageSize> {
///         self.page_size
///     }
///
///     fn set_page_size(&mut self, page_size: Option<PageSize>) {
///         self.page_size = page_size;
///     }
/// }
///
/// let request = PageRequest::<ListReports>::from_query("limit=10&agent_id=agt_1")?;
/// assert_eq!(request.listing.agent_id, Some("agt_1".into()));
/// assert_eq!(request.to_query(), "limit=10&agent_id=agt_1");
/// # Ok::<(), deck_types::QueryError>(())
/// ```
pub trait Listing: Clone + Send + Sync + 'static {
    /// What is listed.
    type Item: PageItem;

    /// The method and the path with its placeholders, such as `GET /task-runs/{run_id}/storage`.
    ///
    /// Errors and traces name the listing by it; it never holds the value of a parameter.
    const NAME: &'static str;

    /// The filters, in the order in which they are written; [`filters!`](crate::filters) makes the table.
    /// Default: none.
    const FILTERS: &'static [Filter<Self>] = &[];

    /// Whether `starting_after` and `ending_before` are documented for the listing. Default: no, it goes on
    /// by cursor only.
    const HAS_ID_POSITIONS: bool = false;

    /// Returns the path below the base URL; [`path`](crate::path) makes one of segments.
    ///
    /// # Errors
    ///
    /// Fails when an id cannot be a segment of a path.
    fn path(&self) -> Result<String, PathError>;

    /// Returns the largest number of items on a page (`limit`); `None` leaves it to the server. Default:
    /// `None`.
    fn page_size(&self) -> Option<PageSize> {
        None
    }

    /// Sets the largest number of items on a page. Default: does nothing, for a listing that leaves it to the
    /// server.
    fn set_page_size(&mut self, _page_size: Option<PageSize>) {}

    /// Checks what no single filter shows, such as a time window that ends before it begins. Default:
    /// nothing.
    ///
    /// # Errors
    ///
    /// Fails when the filters contradict each other.
    fn check(&self) -> Result<(), QueryError> {
        Ok(())
    }
}
