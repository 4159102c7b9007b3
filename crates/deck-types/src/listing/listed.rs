//! What is listed, as text.

use std::fmt::Write;

use crate::listing::Listing;
use crate::listing::page_position::PagePosition;
use crate::listing::page_size::PageSize;
use crate::operation::path::PathError;
use crate::percent;

/// What is listed, as text: the path, the filters and the page size of a [`Listing`].
///
/// It is frozen for the whole of a listing, in [resume tokens](crate::ResumeToken) too.
/// [`to_query`](Self::to_query) joins it with a position, the only thing that moves.
///
/// # Examples
///
/// ```
/// use deck_types::{ListTaskRuns, Listed, PagePosition};
///
/// let listed = Listed::new(&ListTaskRuns::new().agent_id("agt_1"))?;
///
/// assert_eq!(listed.path(), "/task-runs");
/// let second_page = listed.to_query(&PagePosition::After("trun_7".into()));
/// assert_eq!(second_page, "starting_after=trun_7&agent_id=agt_1");
/// # Ok::<(), deck_types::PathError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Listed {
    pub(crate) path: Box<str>,
    pub(crate) filters: Box<str>,
    pub(crate) page_size: Option<PageSize>,
}

impl Listed {
    /// Writes down what `listing` lists.
    ///
    /// # Errors
    ///
    /// Fails when an id cannot be a segment of the path.
    pub fn new<L: Listing>(listing: &L) -> Result<Self, PathError> {
        Ok(Self {
            path: listing.path()?.into(),
            filters: filters_of(listing).into(),
            page_size: listing.page_size(),
        })
    }

    /// Returns the path below the base URL.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the filters as query text; empty where there are none.
    #[must_use]
    pub fn filters(&self) -> &str {
        &self.filters
    }

    /// Returns the largest number of items on a page.
    #[must_use]
    pub fn page_size(&self) -> Option<PageSize> {
        self.page_size
    }

    /// Returns the query string of the page at `position`, without a leading `?`.
    ///
    /// First the page size, then the position, then the filters. Every byte of a key or value but the
    /// unreserved characters of RFC 3986 is escaped in upper case: the text is ASCII letters, digits and
    /// `-._~%&=`.
    #[must_use]
    pub fn to_query(&self, position: &PagePosition) -> String {
        join(self.page_size, position, &self.filters)
    }
}

/// Joins what is listed and the position into a query.
fn join(page_size: Option<PageSize>, position: &PagePosition, filters: &str) -> String {
    let mut query = begin(page_size, position, filters.len());
    if !filters.is_empty() {
        separate(&mut query);
        query.push_str(filters);
    }
    query
}

/// Returns the query of the page of `listing` at `position`, written into memory that is allocated once.
pub(super) fn query_of<L: Listing>(listing: &L, position: &PagePosition) -> String {
    let mut length = 0;
    visit_filters(listing, |key, text| length += pair_length(key, text));
    let mut query = begin(listing.page_size(), position, length);
    visit_filters(listing, |key, text| push(&mut query, key, text));
    query
}

/// Returns the filters of `listing` as query text, in the order of their table.
pub(crate) fn filters_of<L: Listing>(listing: &L) -> String {
    let mut query = String::new();
    visit_filters(listing, |key, text| push(&mut query, key, text));
    query
}

fn visit_filters<L: Listing>(listing: &L, mut visit: impl FnMut(&str, &str)) {
    for filter in L::FILTERS {
        filter
            .field(listing)
            .visit(&mut |text| visit(filter.key(), text));
    }
}

/// Begins a query with page size and position, and makes room for filters of so many bytes.
fn begin(page_size: Option<PageSize>, position: &PagePosition, filters: usize) -> String {
    let position = position.key_and_text();
    let of_position = position.map_or(0, |(key, text)| pair_length(key, text));
    let mut query = String::with_capacity(ROOM_FOR_LIMIT + of_position + filters);
    if let Some(page_size) = page_size {
        // Writing into a text cannot fail.
        let _ = write!(query, "{LIMIT}={}", page_size.get());
    }
    if let Some((key, text)) = position {
        push(&mut query, key, text);
    }
    query
}

/// Returns how many bytes a pair takes, with what separates it from the one before.
fn pair_length(key: &str, text: &str) -> usize {
    "&=".len() + percent::encoded_length(key) + percent::encoded_length(text)
}

/// The key of the page size.
pub(super) const LIMIT: &str = "limit";

/// Bytes of `limit=100&` and of what joins the rest, about.
const ROOM_FOR_LIMIT: usize = 16;

fn push(query: &mut String, key: &str, value: &str) {
    separate(query);
    percent::encode_into(key, query);
    query.push('=');
    percent::encode_into(value, query);
}

fn separate(query: &mut String) {
    if !query.is_empty() {
        query.push('&');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::page_request::PageRequest;
    use crate::task_run::list_task_runs::ListTaskRuns;

    #[test]
    fn a_query_is_written_into_memory_that_is_allocated_once() {
        let listing = ListTaskRuns::new()
            .page_size(PageSize::MAX)
            .status(["failed", "ü"])
            .agent_id("&".repeat(200))
            .created_after(crate::Timestamp::from_received("2026-11-01T00:00:00Z"));
        let mut request = PageRequest::new(listing);
        request.position = PagePosition::After("é".repeat(100).into());
        let query = request.to_query();
        assert!(query.len() > 1_200);
        assert!(query.capacity() <= query.len() + ROOM_FOR_LIMIT, "it grew");
        let listed = Listed::new(&request.listing).unwrap();
        assert_eq!(listed.to_query(&request.position), query);
    }
}
