//! One page of a listing.

use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeStruct;

use crate::cursor::Cursor;
use crate::id::RequestId;
use crate::id::TaskRunId;
use crate::task_run::TaskRun;

mod decode;
mod entries;

pub(crate) mod page_item;
pub(crate) mod rejected_item;
#[cfg(test)]
mod tests;

use crate::operation::body::BodyError;
use entries::Entries;
use entries::Entry;
use page_item::PageItem;
use rejected_item::RejectedItem;

/// One page of a listing: the items, those that could not be read, and how the listing goes on.
///
/// `T` is the caller's choice: [`TaskRun`], [`Json`](crate::Json) for the exact text, [`WithRaw<TaskRun>`](crate::WithRaw) for both, or
/// a type of their own that implements [`PageItem`]. What to ask for next is told by
/// [`ListTaskRuns::following`](crate::ListTaskRuns::following).
///
/// # Examples
///
/// One bad item does not make a page unreadable:
///
/// ```
/// use deck_types::Page;
/// use deck_types::TaskRun;
///
/// let body = br#"{"data": [{"id": "trun_1"}, {"id": "trun_2", "runtime_ms": true}], "has_more": false}"#;
/// let page = Page::<TaskRun>::from_json(body)?;
///
/// assert_eq!(page.data.len(), 1);
/// assert_eq!(page.rejected[0].index, 1);
/// assert_eq!(page.rejected[0].path, "$.runtime_ms");
/// assert_eq!(page.last_id(), Some("trun_2".into()));
/// # Ok::<(), deck_types::BodyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T = TaskRun> {
    /// The items that could be read, in the server's order.
    pub data: Vec<T>,
    /// The items that could not be read, in the server's order; each knows its place on the page.
    pub rejected: Vec<RejectedItem>,
    /// Whether there is more behind this page; `None` when the answer does not tell.
    pub has_more: Option<bool>,
    /// The cursor that continues the listing; an empty one reads as `None`.
    pub next_cursor: Option<Cursor>,
    /// Whether the answer said null, or an empty text, where the cursor stands: that there is none, rather than nothing.
    null_cursor: bool,
    /// The id of the answer.
    pub request_id: Option<RequestId>,
}

impl<T: PageItem> Page<T> {
    /// Reads the body of an answer to `GET /task-runs`.
    ///
    /// Reading is one pass. Only when it fails, the items are read again one by one, and those that fail go to
    /// [`rejected`](Self::rejected).
    ///
    /// # Errors
    ///
    /// Fails only when the body is not a page: not JSON, not an object, `data` not an array, or a field of the wrong type beside it.
    pub fn from_json(body: &[u8]) -> Result<Self, BodyError> {
        decode::page(body)
    }

    /// Returns the id of the first item, in the server's order; `None` when the page is empty or that item has none.
    #[must_use]
    pub fn first_id(&self) -> Option<TaskRunId> {
        self.places().next()?.task_run_id()
    }

    /// Returns the id of the last item, in the server's order; `None` when the page is empty or that item has none.
    #[must_use]
    pub fn last_id(&self) -> Option<TaskRunId> {
        self.places().last()?.task_run_id()
    }
}

impl<T> Page<T> {
    /// Makes the only page of a listing, for fixtures: no continuation, and `has_more` is false.
    #[must_use]
    pub fn testing(data: Vec<T>) -> Self {
        Self {
            data,
            rejected: Vec::new(),
            has_more: Some(false),
            next_cursor: None,
            null_cursor: false,
            request_id: None,
        }
    }

    /// Returns how many items the server sent, readable or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.data.len() + self.rejected.len()
    }

    /// Tells whether the server sent no items at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Tells whether the page says that it is the last one; `None` when it says nothing either way.
    ///
    /// `has_more` decides. Where it is absent, `next_cursor` does: the reference page of `GET /task-runs` says that it is null when there
    /// are no more pages.
    #[must_use]
    pub fn is_last(&self) -> Option<bool> {
        match (self.has_more, &self.next_cursor) {
            (Some(has_more), _) => Some(!has_more),
            (None, Some(_)) => Some(false),
            (None, None) => self.null_cursor.then_some(true),
        }
    }

    /// Gives the items away in the server's order, those that could not be read as errors in their places.
    ///
    /// # Examples
    ///
    /// The places are kept:
    ///
    /// ```
    /// use deck_types::Page;
    /// use deck_types::TaskRun;
    ///
    /// let page = Page::<TaskRun>::from_json(br#"{"data": [{"id": "trun_1"}, 5, {"id": "trun_3"}]}"#)?;
    /// let readable: Vec<bool> = page.into_entries().map(|entry| entry.is_ok()).collect();
    ///
    /// assert_eq!(readable, [true, false, true]);
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    pub fn into_entries(self) -> impl Iterator<Item = Result<T, RejectedItem>> {
        Entries::new(self.data, self.rejected).map(Entry::into_result)
    }

    /// Shows the items in the server's order, those that could not be read as errors in their places.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::Page;
    /// use deck_types::TaskRun;
    ///
    /// let page = Page::<TaskRun>::from_json(br#"{"data": [{"id": "trun_1"}, 5]}"#)?;
    /// let readable: Vec<bool> = page.entries().map(|entry| entry.is_ok()).collect();
    ///
    /// assert_eq!(readable, [true, false]);
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    pub fn entries(&self) -> impl Iterator<Item = Result<&T, &RejectedItem>> {
        self.places().map(Entry::into_result)
    }

    fn places(&self) -> impl Iterator<Item = Entry<&T, &RejectedItem>> {
        Entries::new(&self.data, &self.rejected)
    }
}

impl<T: Serialize> Serialize for Page<T> {
    /// Writes the page as it was read, with the items that could not be read in their places.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries: Vec<_> = self.places().collect();
        let mut page = serializer.serialize_struct("Page", 4)?;
        page.serialize_field("data", &entries)?;
        match &self.has_more {
            Some(has_more) => page.serialize_field("has_more", has_more)?,
            None => page.skip_field("has_more")?,
        }
        match &self.next_cursor {
            Some(cursor) => page.serialize_field("next_cursor", cursor)?,
            None if self.null_cursor => page.serialize_field("next_cursor", &())?,
            None => page.skip_field("next_cursor")?,
        }
        match &self.request_id {
            Some(id) => page.serialize_field("request_id", id)?,
            None => page.skip_field("request_id")?,
        }
        page.end()
    }
}
