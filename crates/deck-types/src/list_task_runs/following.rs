//! The one rule of what to ask for after a page.

use crate::id::TaskRunId;
use crate::list_task_runs::ListTaskRuns;
use crate::page::Page;
use crate::page::page_item::PageItem;
use crate::page_position::PagePosition;

/// Why a page does not tell how the listing goes on.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FollowingError {
    /// The page says that there is more, and gives neither a cursor nor an item with an id to go on from.
    #[error("page announces more but has neither a cursor nor an id to continue from")]
    MissingContinuation,
    /// The page says neither whether there is more nor where it would be.
    #[error("page has neither has_more nor next_cursor")]
    UndecidedEnd,
}

impl ListTaskRuns {
    /// Returns the parameters of the page that follows `page`, the answer to these parameters; `None` after the last.
    ///
    /// Whether there is more is told by [`Page::is_last`]. Forward, the listing goes on with the page's `next_cursor`,
    /// and without one after the page's last item. Backward, it goes on before the page's first item. Everything but the
    /// position stays as it is.
    ///
    /// # Errors
    ///
    /// [`FollowingError::UndecidedEnd`] when the page has neither `has_more` nor `next_cursor`, and
    /// [`FollowingError::MissingContinuation`] when there is more and nothing to go on from. Never a silent end.
    ///
    /// # Examples
    ///
    /// The cursor that a page gives is sent with the next request:
    ///
    /// ```
    /// use deck_types::{ListTaskRuns, Page, TaskRun};
    ///
    /// let first = ListTaskRuns::new().agent_id("agt_1");
    /// let body = br#"{"data": [{"id": "trun_1"}], "has_more": true, "next_cursor": "abc"}"#;
    /// let page = Page::<TaskRun>::from_json(body)?;
    ///
    /// let second = first.following(&page)?.ok_or("the listing goes on")?;
    ///
    /// assert_eq!(second.to_query(), "cursor=abc&agent_id=agt_1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn following<T: PageItem>(&self, page: &Page<T>) -> Result<Option<Self>, FollowingError> {
        self.after_page(page, || next_cursor(page).or_else(|| after_last(page)))
    }

    /// Returns the parameters of the page that follows `page`, going on by id wherever there is one.
    ///
    /// The same as [`following`](Self::following), but forward the listing goes on after the page's last item even when
    /// there is a `next_cursor`, which is used only after a page without an item to go on from. For servers that take
    /// ids and give cursors that they do not take.
    ///
    /// # Errors
    ///
    /// As [`following`](Self::following).
    pub fn following_by_id<T: PageItem>(
        &self,
        page: &Page<T>,
    ) -> Result<Option<Self>, FollowingError> {
        self.after_page(page, || after_last(page).or_else(|| next_cursor(page)))
    }

    fn after_page<T: PageItem>(
        &self,
        page: &Page<T>,
        forward: impl FnOnce() -> Option<PagePosition>,
    ) -> Result<Option<Self>, FollowingError> {
        if page.is_last().ok_or(FollowingError::UndecidedEnd)? {
            return Ok(None);
        }
        let position = if self.position.is_backward() {
            before_first(page)
        } else {
            forward()
        };
        let position = position.ok_or(FollowingError::MissingContinuation)?;
        Ok(Some(self.clone().position(position)))
    }
}

fn next_cursor<T>(page: &Page<T>) -> Option<PagePosition> {
    page.next_cursor.clone().map(PagePosition::Cursor)
}

fn after_last<T: PageItem>(page: &Page<T>) -> Option<PagePosition> {
    page.last_id().filter(has_text).map(PagePosition::After)
}

fn before_first<T: PageItem>(page: &Page<T>) -> Option<PagePosition> {
    page.first_id().filter(has_text).map(PagePosition::Before)
}

/// An empty id is none: sent as an anchor, it would begin the listing again.
fn has_text(id: &TaskRunId) -> bool {
    !id.as_str().is_empty()
}
