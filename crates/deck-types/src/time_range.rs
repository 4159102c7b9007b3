//! A half-open range of time.

use std::fmt;
use std::ops::Range;
use std::ops::RangeFrom;
use std::ops::RangeFull;
use std::ops::RangeTo;

use crate::timestamp::Timestamp;

/// A half-open range of time: from its start on, and before its end.
///
/// An item that was created exactly at the end belongs to the next range and not to this one, so that days
/// put side by side hold every item once. Either side may be open. It is made of the ranges of the language,
/// `since..until`, `since..`, `..until` and `..`.
///
/// # Examples
///
/// ```
/// use deck_types::{TimeRange, Timestamp};
///
/// let since: Timestamp = "2026-11-01T00:00:00Z".parse()?;
/// let range = TimeRange::from(since..);
///
/// assert_eq!(range.to_string(), "2026-11-01T00:00:00Z..");
/// assert!(range.until().is_none());
/// # Ok::<(), deck_types::TimestampError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct TimeRange {
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl TimeRange {
    /// Creates a range; `None` leaves a side open.
    #[must_use]
    pub fn new(since: Option<Timestamp>, until: Option<Timestamp>) -> Self {
        Self { since, until }
    }

    /// Returns the first instant of the range; `None` where the start is open.
    #[must_use]
    pub fn since(&self) -> Option<&Timestamp> {
        self.since.as_ref()
    }

    /// Returns the first instant behind the range; `None` where the end is open.
    #[must_use]
    pub fn until(&self) -> Option<&Timestamp> {
        self.until.as_ref()
    }
}

impl From<Range<Timestamp>> for TimeRange {
    fn from(range: Range<Timestamp>) -> Self {
        Self::new(Some(range.start), Some(range.end))
    }
}

impl From<RangeFrom<Timestamp>> for TimeRange {
    fn from(range: RangeFrom<Timestamp>) -> Self {
        Self::new(Some(range.start), None)
    }
}

impl From<RangeTo<Timestamp>> for TimeRange {
    fn from(range: RangeTo<Timestamp>) -> Self {
        Self::new(None, Some(range.end))
    }
}

impl From<RangeFull> for TimeRange {
    fn from(_: RangeFull) -> Self {
        Self::default()
    }
}

impl fmt::Display for TimeRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text =
            |side: &Option<Timestamp>| side.as_ref().map_or("", Timestamp::as_str).to_owned();
        write!(formatter, "{}..{}", text(&self.since), text(&self.until))
    }
}
