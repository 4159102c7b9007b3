//! What is listed, as text.

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
pub(super) fn join(page_size: Option<PageSize>, position: &PagePosition, filters: &str) -> String {
    let position = position.key_and_text();
    let (key, text) = position.unwrap_or_default();
    let mut query = String::with_capacity(key.len() + text.len() + filters.len() + ROOM_FOR_LIMIT);
    if let Some(page_size) = page_size {
        push(&mut query, LIMIT, &page_size.to_string());
    }
    if let Some((key, text)) = position {
        push(&mut query, key, text);
    }
    if !filters.is_empty() {
        separate(&mut query);
        query.push_str(filters);
    }
    query
}

/// Returns the filters of `listing` as query text, in the order of their table.
pub(crate) fn filters_of<L: Listing>(listing: &L) -> String {
    let mut query = String::new();
    for filter in L::FILTERS {
        let field = filter.field(listing);
        field.visit(&mut |text| push(&mut query, filter.key(), text));
    }
    query
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
