//! A window of instants, and how a listing is narrowed to it.

use jiff::Timestamp as Instant;

use deck_types::CreatedItem;
use deck_types::TimeBounded;
use deck_types::Timestamp;

use super::period_error::PeriodError;

/// How far a query reaches beyond the window on either side, in nanoseconds.
///
/// Nothing is documented about whether the bounds of the API include their instant, and how exactly it
/// compares. A second is more than any plausible rounding takes away.
const MARGIN: i128 = 1_000_000_000;

/// A window of instants, which holds its first one and not its last: `[since, until)`.
///
/// An open side reaches as far as time does.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Window {
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl Window {
    /// Creates a window that holds at least one instant.
    pub(super) fn new(since: Option<Instant>, until: Option<Instant>) -> Result<Self, PeriodError> {
        if let (Some(since), Some(until)) = (since, until)
            && since >= until
        {
            return Err(PeriodError::Empty { since, until });
        }
        let write = |side: Option<Instant>| {
            let text = side.map(|side| Timestamp::from_unix_nanoseconds(side.as_nanosecond()));
            text.transpose().map_err(|_| PeriodError::OutOfReach)
        };
        Ok(Self {
            since: write(since)?,
            until: write(until)?,
        })
    }

    /// Returns the first instant, in UTC.
    pub(crate) fn since(&self) -> Option<&Timestamp> {
        self.since.as_ref()
    }

    /// Returns the first instant behind the window, in UTC.
    pub(crate) fn until(&self) -> Option<&Timestamp> {
        self.until.as_ref()
    }

    /// Returns whether both sides are open, so that everything is in the window.
    pub(crate) fn is_open(&self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// Returns whether the window holds the instant. It holds a time that stands for no instant: what is
    /// perhaps meant is rather shown than lost.
    pub(crate) fn contains(&self, time: &Timestamp) -> bool {
        let Ok(instant) = time.unix_nanoseconds() else {
            return true;
        };
        let side = |side: &Timestamp| side.unix_nanoseconds().ok();
        let since = self.since.as_ref().and_then(side);
        let until = self.until.as_ref().and_then(side);
        since.is_none_or(|since| since <= instant) && until.is_none_or(|until| instant < until)
    }

    /// Returns whether an item was created in the window. One that does not tell when it was created counts
    /// as if it was.
    pub(crate) fn contains_item(&self, item: &impl CreatedItem) -> bool {
        self.is_open() || item.created_at().is_none_or(|time| self.contains(&time))
    }

    /// Asks for what was created in the window, and for a little more: what comes has to be looked at with
    /// [`contains_item`](Self::contains_item). Bounds that the listing has are kept on a side that is open.
    pub(crate) fn apply<L: TimeBounded>(&self, mut listing: L) -> L {
        if let Some(since) = self.since() {
            listing.set_created_after(moved(since, -MARGIN));
        }
        if let Some(until) = self.until() {
            listing.set_created_before(moved(until, MARGIN));
        }
        listing
    }

    /// Returns the flags that say the same, whenever they are read.
    pub(crate) fn flags(&self) -> Vec<String> {
        let since = self.since.iter().map(|since| format!("--since={since}"));
        let until = self.until.iter().map(|until| format!("--until={until}"));
        since.chain(until).collect()
    }
}

/// Returns an instant a little away, or no bound where the years end.
fn moved(time: &Timestamp, nanoseconds: i128) -> Option<Timestamp> {
    let instant = time.unix_nanoseconds().ok()?;
    Timestamp::from_unix_nanoseconds(instant + nanoseconds).ok()
}
