//! Where in a listing a page begins, and in which direction it goes on.

use crate::cursor::Cursor;
use crate::id::TaskRunId;

/// Where in a listing a page begins.
///
/// One enum for the three parameters that exclude each other, so that a conflict cannot be written. The parameters are
/// those of the reference page of `GET /task-runs`.
///
/// # Examples
///
/// The position is one of four:
///
/// ```
/// use deck_types::{ListTaskRuns, PagePosition};
///
/// let next = ListTaskRuns::new().position(PagePosition::After("trun_7".into()));
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
    /// Right after this run; sent as `starting_after`.
    After(TaskRunId),
    /// Right before this run, going backward; sent as `ending_before`.
    Before(TaskRunId),
}

impl PagePosition {
    /// Tells whether a listing from here goes backward, toward the beginning.
    #[must_use]
    pub fn is_backward(&self) -> bool {
        matches!(self, Self::Before(_))
    }
}
