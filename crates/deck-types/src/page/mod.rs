//! One page of a listing.

use serde::Serialize;
use serde::Serializer;

use crate::cursor::Cursor;
use crate::id::ItemId;
use crate::id::RequestId;
use crate::task_run::TaskRun;
use crate::unknown_fields::UnknownFields;

pub(crate) mod created_item;
pub(crate) mod decode;
pub(crate) mod entries;
pub(crate) mod limits;

pub(crate) mod page_item;
pub(crate) mod rejected_item;
#[cfg(test)]
mod tests;

use crate::operation::body::BodyError;
use entries::Entries;
use entries::IntoEntries;
use entries::Place;
use page_item::PageItem;
use rejected_item::RejectedItem;

/// One page of a listing: the items, those that could not be read, and how the listing goes on.
///
/// `T` is the caller's choice: [`TaskRun`], [`Json`](crate::Json) for the exact text,
/// [`WithRaw<TaskRun>`](crate::WithRaw) for both, or a type of their own that implements [`PageItem`]. What
/// to ask for next is told by [`PagePosition::following`](crate::PagePosition::following).
///
/// A page is read by [`from_json`](Self::from_json) and has no `Deserialize`, because bad items and limits
/// need the text; an enum of your own holds it as a [`Json`](crate::Json), whose text `from_json` reads.
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
    /// Whether there is more behind this page; `None` when the response does not tell.
    pub has_more: Option<bool>,
    /// The cursor that continues the listing; an empty one reads as `None`.
    pub next_cursor: Option<Cursor>,
    /// Whether the response said null, or an empty text, where the cursor stands: that there is none, rather
    /// than nothing.
    null_cursor: bool,
    /// The id of the response.
    pub request_id: Option<RequestId>,
    /// The fields beside these that this version does not know, in the order in which they were received.
    ///
    /// They are written after all others. One with the name of a field that this version has is not written.
    pub unknown_fields: UnknownFields,
}

impl<T: PageItem> Page<T> {
    /// Reads the body of a response to a listing.
    ///
    /// Reading is one pass. Only when it fails, the items are read again one by one, and those that fail go
    /// to [`rejected`](Self::rejected).
    ///
    /// A page of this crate's types costs at most four times the bytes of the body and 1 MiB, whatever is in
    /// it, the body itself included: an item whose lists have more elements than their text justifies is
    /// rejected.
    ///
    /// # Errors
    ///
    /// Fails only when the body is not a page (not JSON, not an object, `data` not an array, or a field of
    /// the wrong type beside it) or has more than [`MAX_ITEMS`](Self::MAX_ITEMS) items
    /// ([`BodyError::item_limit`]).
    pub fn from_json(body: &[u8]) -> Result<Self, BodyError> {
        Self::from_json_within(body, Self::MAX_ITEMS)
    }

    /// Reads the body of a response to a listing, which may have this many items and no more.
    ///
    /// Each item costs memory beside its text, so that a higher limit than [`MAX_ITEMS`](Self::MAX_ITEMS)
    /// lets a hostile page cost more. A page on which more than `MAX_ITEMS` items cannot be decoded is
    /// refused under any limit.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json), with the limit that is given.
    pub fn from_json_within(body: &[u8], max_items: usize) -> Result<Self, BodyError> {
        T::page_from_json(body, max_items)
    }

    /// Returns the id of the first item, in the server's order; `None` when the page is empty or that item
    /// has none.
    #[must_use]
    pub fn first_id(&self) -> Option<ItemId> {
        self.places().next()?.item_id().map(ItemId::from)
    }

    /// Returns the id of the last item, in the server's order; `None` when the page is empty or that item has
    /// none.
    #[must_use]
    pub fn last_id(&self) -> Option<ItemId> {
        self.places().last()?.item_id().map(ItemId::from)
    }
}

impl<T> Page<T> {
    /// How many items a page may have unless another limit is given: ten times what the API sends at most.
    pub const MAX_ITEMS: usize = 1_000;

    /// Creates the only page of a listing, for fixtures: no continuation, and `has_more` is false.
    #[must_use]
    pub fn fixture(data: Vec<T>) -> Self {
        Self {
            data,
            rejected: Vec::new(),
            has_more: Some(false),
            next_cursor: None,
            null_cursor: false,
            request_id: None,
            unknown_fields: UnknownFields::new(),
        }
    }

    /// Returns how many items the server sent, readable or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.data.len() + self.rejected.len()
    }

    /// Returns whether the server sent no items at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether the page says that it is the last one; `None` when it says nothing either way.
    ///
    /// `has_more` decides. Where it is absent, `next_cursor` does: the reference page of `GET /task-runs`
    /// says that it is null when there are no more pages.
    #[must_use]
    pub fn is_last(&self) -> Option<bool> {
        match (self.has_more, &self.next_cursor) {
            (Some(has_more), _) => Some(!has_more),
            (None, Some(_)) => Some(false),
            (None, None) => self.null_cursor.then_some(true),
        }
    }

    /// Returns the items in the server's order, those that could not be read as errors in their places.
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
    #[must_use]
    pub fn into_entries(self) -> IntoEntries<T> {
        IntoEntries::new(self.data, self.rejected)
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
        Entries::new(&self.data, &self.rejected)
    }

    /// Keeps the items for whose place, counted from 0 in the server's order, `keep` returns true.
    ///
    /// It is called once for each place, in order. Items that could not be decoded get the place that they
    /// have then.
    pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        let mut count = 0;
        let mut items = Vec::with_capacity(self.data.len());
        let mut rejected = Vec::with_capacity(self.rejected.len());
        for (place, entry) in self.entries().enumerate() {
            let kept = keep(place).then_some(count);
            count += usize::from(kept.is_some());
            match entry {
                Ok(_) => items.push(kept),
                Err(_) => rejected.push(kept),
            }
        }
        let mut items = items.into_iter();
        self.data.retain(|_| items.next().flatten().is_some());
        let mut rejected = rejected.into_iter();
        self.rejected.retain_mut(|item| {
            let place = rejected.next().flatten();
            item.index = place.unwrap_or(item.index);
            place.is_some()
        });
    }

    /// Turns the order of the items round, those that could not be decoded included.
    pub fn reverse(&mut self) {
        let last = self.len().saturating_sub(1);
        self.data.reverse();
        self.rejected.reverse();
        for rejected in &mut self.rejected {
            rejected.index = last.saturating_sub(rejected.index);
        }
    }

    fn places(&self) -> impl Iterator<Item = Place<'_, T>> {
        self.entries().map(Place)
    }
}

impl<T: Serialize> Serialize for Page<T> {
    /// Writes the page as it was read, with the items that could not be read in their places.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let next_cursor = match &self.next_cursor {
            None if self.null_cursor => Some(None),
            cursor => cursor.as_ref().map(Some),
        };
        let unknown_fields = self.unknown_fields.without(decode::known_names);
        PageOnWire {
            data: self.places().collect(),
            has_more: self.has_more,
            next_cursor,
            request_id: self.request_id.as_ref(),
            unknown_fields: unknown_fields.as_ref().unwrap_or(&self.unknown_fields),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
#[serde(bound(serialize = "T: Serialize"))]
struct PageOnWire<'a, T> {
    data: Vec<Place<'a, T>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_more: Option<bool>,
    /// Null is written for a page that says that there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<Option<&'a Cursor>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a RequestId>,
    #[serde(flatten)]
    unknown_fields: &'a UnknownFields,
}
