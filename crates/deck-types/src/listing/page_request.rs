//! One page of a listing, as a request.

use crate::listing::Listing;
use crate::listing::check;
use crate::listing::continuation::Continuation;
use crate::listing::continuation::ContinuationError;
use crate::listing::listed;
use crate::listing::page_position::PagePosition;
use crate::listing::query_error::QueryError;
use crate::listing::query_reader::QueryReader;
use crate::page::Page;
use crate::page::page_item::PageItem;

/// The request for one page: what is listed, and where the page begins.
///
/// [`to_query`](Self::to_query) and [`from_query`](Self::from_query) are inverse, and equal requests give
/// equal text.
///
/// # Examples
///
/// The parameters of a request, both ways:
///
/// ```
/// use deck_types::{ListTaskRuns, PagePosition, PageRequest, PageSize, TaskRunStatus};
///
/// let listing = ListTaskRuns::new()
///     .page_size(PageSize::new(50)?)
///     .status([TaskRunStatus::Failed, TaskRunStatus::Canceled]);
/// let request = PageRequest::new(listing).position(PagePosition::After("trun_7".into()));
///
/// let query = "limit=50&starting_after=trun_7&status=failed&status=canceled";
/// assert_eq!(request.to_query(), query);
/// assert_eq!(PageRequest::from_query(query)?, request);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct PageRequest<L> {
    /// What is listed.
    pub listing: L,
    /// Where the page begins.
    pub position: PagePosition,
}

impl<L: Listing> PageRequest<L> {
    /// Asks for the first page.
    pub fn new(listing: L) -> Self {
        Self {
            listing,
            position: PagePosition::Start,
        }
    }

    /// Sets where the page begins.
    #[must_use]
    pub fn position(mut self, position: PagePosition) -> Self {
        self.position = position;
        self
    }

    /// Checks what the types cannot exclude: an anchor without text, a position by id where the listing has
    /// none, a bound without an instant, filters that contradict each other.
    ///
    /// # Errors
    ///
    /// Fails with what comes first in the order of the query: what cannot be read back as it was written.
    ///
    /// # Examples
    ///
    /// A window that ends before it begins holds nothing:
    ///
    /// ```
    /// use deck_types::{ListTaskRuns, PageRequest, QueryError};
    ///
    /// let inverted = ListTaskRuns::new()
    ///     .created_after("2026-11-02T00:00:00Z".parse()?)
    ///     .created_before("2026-11-01T00:00:00Z".parse()?);
    ///
    /// assert!(matches!(PageRequest::new(inverted).check(), Err(QueryError::InvertedWindow { .. })));
    /// # Ok::<(), deck_types::TimestampError>(())
    /// ```
    pub fn check(&self) -> Result<(), QueryError> {
        check::position::<L>(&self.position)?;
        check::filters(&self.listing)
    }

    /// Returns the query string, without a leading `?`.
    ///
    /// The page size comes first, then the position, then the filters in the order of their table; lists are
    /// repeated keys in the order they were given. See [`Listed::to_query`](crate::Listed::to_query).
    #[must_use]
    pub fn to_query(&self) -> String {
        listed::query_of(&self.listing, &self.position)
    }

    /// Reads a query string, without a leading `?`; the inverse of [`to_query`](Self::to_query).
    ///
    /// Keys may stand in any order, `limit` may be spelled `Limit` as on the reference page of
    /// `GET /task-runs`, a `+` is a plus, and empty segments are skipped. What is read passes
    /// [`check`](Self::check). A [`QueryReader`] passes over what a browser adds.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, from left to right, with its key and value; what no single filter shows
    /// is looked at last.
    ///
    /// # Examples
    ///
    /// Each mistake is an error of its own:
    ///
    /// ```
    /// use deck_types::{ListTaskRuns, PageRequest, PageSizeError, QueryError};
    ///
    /// assert_eq!(
    ///     PageRequest::<ListTaskRuns>::from_query("limit=101"),
    ///     Err(QueryError::InvalidPageSize {
    ///         key: "limit".to_owned(),
    ///         value: "101".to_owned(),
    ///         reason: PageSizeError::TooLarge,
    ///     }),
    /// );
    /// ```
    pub fn from_query(query: &str) -> Result<Self, QueryError>
    where
        L: Default,
    {
        Self::of_query(L::default(), query)
    }

    /// Reads a query string like [`from_query`](Self::from_query), into a listing that has a parent in its
    /// path.
    ///
    /// `listing` gives what the query does not hold; its own filters and page size are to be empty.
    ///
    /// # Errors
    ///
    /// As [`from_query`](Self::from_query).
    pub fn of_query(listing: L, query: &str) -> Result<Self, QueryError> {
        QueryReader::new().read_into(listing, query)
    }

    /// Returns the request for the page that follows `page`, the response to this request; `None` after the
    /// last.
    ///
    /// Everything but the position stays as it is. See [`PagePosition::following`] for the rule and its
    /// errors; [`Listing::HAS_ID_POSITIONS`] tells whether an item's id can take the place of a missing
    /// cursor.
    ///
    /// # Errors
    ///
    /// Fails when the page does not tell how the listing goes on.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{ListTaskRuns, Page, PageRequest, TaskRun};
    ///
    /// let first = PageRequest::new(ListTaskRuns::new().agent_id("agt_1"));
    /// let body = br#"{"data": [{"id": "trun_1"}], "has_more": true, "next_cursor": "abc"}"#;
    /// let page = Page::<TaskRun>::from_json(body)?;
    ///
    /// let second = first.following(&page)?.ok_or("the listing goes on")?;
    ///
    /// assert_eq!(second.to_query(), "cursor=abc&agent_id=agt_1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn following<T: PageItem>(
        &self,
        page: &Page<T>,
    ) -> Result<Option<Self>, ContinuationError> {
        let next = self.position.following(page, Continuation::of::<L>())?;
        Ok(next.map(|position| self.clone().position(position)))
    }
}

impl Continuation {
    /// Returns how a listing of this kind goes on unless it is told otherwise.
    #[must_use]
    pub fn of<L: Listing>() -> Self {
        if L::HAS_ID_POSITIONS {
            Self::Cursor
        } else {
            Self::CursorOnly
        }
    }
}
