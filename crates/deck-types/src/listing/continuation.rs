//! The one rule of what to ask for after a page.

use crate::id::ItemId;
use crate::listing::page_position::PagePosition;
use crate::page::Page;
use crate::page::page_item::PageItem;

/// How a forward listing goes on after a page.
///
/// The reference page of `GET /task-runs` lists `starting_after`, and describes `next_cursor` as the value
/// for `cursor`; the pagination page knows `cursor` only. The default follows what each page says of itself.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Continuation {
    /// Sends `next_cursor` as `cursor`; where a page has none, the id of its last item as `starting_after`.
    /// The default for listings that have [positions by id](crate::Listing::HAS_ID_POSITIONS).
    #[default]
    Cursor,
    /// Sends the id of the last item as `starting_after`, whatever `next_cursor` is; without such an id the
    /// cursor.
    LastId,
    /// Sends `next_cursor` as `cursor` and nothing else. The default for listings without positions by id.
    CursorOnly,
}

/// Why a page does not tell how the listing goes on.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ContinuationError {
    /// The page says that there is more, and gives nothing to go on from.
    #[error("the page says that there is more, and has neither a cursor nor an id to go on from")]
    MissingContinuation,
    /// The page says neither whether there is more nor where it would be.
    #[error(
        "the page has neither has_more nor next_cursor, so that nothing tells whether there is more"
    )]
    UndecidedEnd,
}

impl PagePosition {
    /// Returns the position of the page that follows `page`, the page at this position; `None` after the
    /// last.
    ///
    /// Whether there is more is told by [`Page::is_last`]. Forward, `continuation` says what the listing goes
    /// on with. Backward, it goes on before the page's first item.
    ///
    /// # Errors
    ///
    /// [`ContinuationError::UndecidedEnd`] when the page has neither `has_more` nor `next_cursor`, and
    /// [`ContinuationError::MissingContinuation`] when there is more and nothing to go on from. Never a
    /// silent end.
    ///
    /// # Examples
    ///
    /// The cursor that a page gives is sent with the next request:
    ///
    /// ```
    /// use deck_types::{Continuation, Page, PagePosition, TaskRun};
    ///
    /// let body = br#"{"data": [{"id": "trun_1"}], "has_more": true, "next_cursor": "abc"}"#;
    /// let page = Page::<TaskRun>::from_json(body)?;
    ///
    /// let by_cursor = PagePosition::Start.following(&page, Continuation::Cursor)?;
    /// assert_eq!(by_cursor, Some(PagePosition::Cursor("abc".parse()?)));
    ///
    /// let by_id = PagePosition::Start.following(&page, Continuation::LastId)?;
    /// assert_eq!(by_id, Some(PagePosition::After("trun_1".into())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn following<T: PageItem>(
        &self,
        page: &Page<T>,
        continuation: Continuation,
    ) -> Result<Option<Self>, ContinuationError> {
        if page.is_last().ok_or(ContinuationError::UndecidedEnd)? {
            return Ok(None);
        }
        let cursor = || page.next_cursor.clone().map(Self::Cursor);
        let last_id = || page.last_id().filter(has_text).map(Self::After);
        let next = match continuation {
            _ if self.is_backward() => page.first_id().filter(has_text).map(Self::Before),
            Continuation::Cursor => cursor().or_else(last_id),
            Continuation::LastId => last_id().or_else(cursor),
            Continuation::CursorOnly => cursor(),
        };
        next.map(Some).ok_or(ContinuationError::MissingContinuation)
    }
}

/// Returns whether the id can be an anchor: an empty one, sent as such, would begin the listing again.
fn has_text(id: &ItemId) -> bool {
    !id.as_str().is_empty()
}
