//! Where in a listing a page begins, and in which direction it goes on.

use crate::cursor::Cursor;
use crate::id::ItemId;

/// Where in a listing a page begins.
///
/// One enum for the three parameters that exclude each other, so that a conflict cannot be written. The
/// parameters are those of the reference page of `GET /task-runs`.
///
/// # Examples
///
/// The position is one of four:
///
/// ```
/// use deck_types::{ListTaskRuns, PagePosition, PageRequest};
///
/// let next = PageRequest::new(ListTaskRuns::new()).position(PagePosition::After("trun_7".into()));
///
/// assert_eq!(next.to_query(), "starting_after=trun_7");
/// assert!(PagePosition::Before("trun_7".into()).is_backward());
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub enum PagePosition {
    /// At the beginning of the listing; no parameter is sent.
    #[default]
    Start,
    /// Where the server's cursor points; sent as `cursor`.
    Cursor(Cursor),
    /// Right after this item; sent as `starting_after`.
    After(ItemId),
    /// Right before this item, going backward; sent as `ending_before`.
    Before(ItemId),
}

impl PagePosition {
    /// Returns whether a listing from here goes backward, toward the beginning.
    #[must_use]
    pub fn is_backward(&self) -> bool {
        matches!(self, Self::Before(_))
    }

    /// Returns whether the position names an item.
    #[must_use]
    pub fn is_by_id(&self) -> bool {
        matches!(self, Self::After(_) | Self::Before(_))
    }

    /// Returns the key of the query and its text before percent-encoding; `None` at the start, which sends
    /// nothing.
    #[must_use]
    pub fn key_and_text(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::Start => None,
            Self::Cursor(cursor) => Some((CURSOR, cursor.as_str())),
            Self::After(id) => Some((STARTING_AFTER, id.as_str())),
            Self::Before(id) => Some((ENDING_BEFORE, id.as_str())),
        }
    }
}

pub(super) const CURSOR: &str = "cursor";
pub(super) const STARTING_AFTER: &str = "starting_after";
pub(super) const ENDING_BEFORE: &str = "ending_before";
