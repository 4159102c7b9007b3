//! The rule whether a request may leave now, and otherwise when.

use std::collections::VecDeque;
use std::time::Duration;
use std::time::Instant;

use super::pace::Pace;

/// The moments of the last requests, at most as many as a window may hold.
///
/// A request may leave when fewer than `limit` left in the `length` before it, the moment exactly `length`
/// ago included. So no window of that length, wherever it begins and both its ends included, holds more than
/// `limit`.
///
/// A window that ends after the last moment there is never ends: after `limit` requests nothing leaves any
/// more.
#[derive(Debug)]
pub(super) struct Window {
    limit: usize,
    pace: Option<Pace>,
    length: Duration,
    left: VecDeque<Instant>,
    closed: Option<Opens>,
}

/// When a window that is closed opens.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Opens {
    /// It opens at this moment.
    At(Instant),
    /// It opens after the last moment that an `Instant` can hold.
    Never,
}

impl Opens {
    fn after(moment: Instant, wait: Duration) -> Self {
        moment.checked_add(wait).map_or(Self::Never, Self::At)
    }

    /// Returns how long it is from `now` until then.
    pub(super) fn left(self, now: Instant) -> Duration {
        match self {
            Self::At(moment) => moment.saturating_duration_since(now),
            Self::Never => Duration::MAX,
        }
    }

    /// Returns the moment so long after this one.
    pub(super) fn later(self, wait: Duration) -> Self {
        match self {
            Self::At(moment) => Self::after(moment, wait),
            Self::Never => Self::Never,
        }
    }
}

impl Window {
    pub(super) fn new(limit: usize, length: Duration) -> Self {
        Self {
            limit,
            pace: None,
            length,
            left: VecDeque::new(),
            closed: None,
        }
    }

    /// Creates a window of which less is used when refusals show that others use it too.
    pub(super) fn adaptive(limit: usize, length: Duration) -> Self {
        Self {
            pace: Some(Pace::new(limit, length)),
            ..Self::new(limit, length)
        }
    }

    /// Lets a request leave at `now`, or tells when to ask again.
    pub(super) fn enter(&mut self, now: Instant) -> Result<(), Opens> {
        self.forget_what_no_longer_counts(now);
        if let Some(pace) = &mut self.pace {
            self.limit = pace.limit(now);
        }
        if let Some(opens) = self.opens().filter(|opens| *opens > Opens::At(now)) {
            return Err(opens);
        }
        self.closed = None;
        self.left.push_back(now);
        Ok(())
    }

    /// Lets nothing leave for `wait`, counted from `now`; an earlier end than one given before changes
    /// nothing.
    pub(super) fn close(&mut self, now: Instant, wait: Duration) {
        self.closed = self.closed.max(Some(Opens::after(now, wait)));
    }

    /// Counts a refusal, which came at `now`, of a request that left at `left`.
    pub(super) fn refused(&mut self, left: Instant, now: Instant) {
        if let Some(pace) = &mut self.pace {
            pace.refused(left, now);
        }
    }

    fn forget_what_no_longer_counts(&mut self, now: Instant) {
        while self
            .left
            .front()
            .is_some_and(|oldest| self.counts_until(*oldest) <= Opens::At(now))
        {
            self.left.pop_front();
        }
    }

    fn opens(&self) -> Option<Opens> {
        let too_many = self.left.len().checked_sub(self.limit);
        let last_in_the_way = too_many.and_then(|place| self.left.get(place));
        last_in_the_way
            .map(|left| self.counts_until(*left))
            .max(self.closed)
    }

    fn counts_until(&self, left: Instant) -> Opens {
        Opens::after(left, self.length.saturating_add(TICK))
    }
}

/// The smallest difference between two moments.
const TICK: Duration = Duration::from_nanos(1);

#[cfg(test)]
mod tests;
