//! The rule whether a request may leave now, and otherwise when.

use std::collections::VecDeque;
use std::time::Duration;
use std::time::Instant;

/// The moments of the last requests, at most as many as a window may hold.
///
/// A request may leave when fewer than `limit` left in the `length` before it, the moment exactly `length`
/// ago included. So no window of that length, wherever it begins and both its ends included, holds more than
/// `limit`.
#[derive(Debug)]
pub(super) struct Window {
    limit: usize,
    length: Duration,
    left: VecDeque<Instant>,
    closed_until: Option<Instant>,
}

impl Window {
    pub(super) fn new(limit: usize, length: Duration) -> Self {
        Self {
            limit: limit.max(1),
            length,
            left: VecDeque::new(),
            closed_until: None,
        }
    }

    /// Lets a request leave at `now`, or tells the moment to ask again.
    pub(super) fn enter(&mut self, now: Instant) -> Result<(), Instant> {
        if let Some(opens) = self.opens_at().filter(|opens| *opens > now) {
            return Err(opens);
        }
        self.closed_until = None;
        if self.left.len() == self.limit {
            self.left.pop_front();
        }
        self.left.push_back(now);
        Ok(())
    }

    /// Lets nothing leave before `moment`; an earlier moment than one given before changes nothing.
    pub(super) fn close_until(&mut self, moment: Instant) {
        self.closed_until = self.closed_until.max(Some(moment));
    }

    fn opens_at(&self) -> Option<Instant> {
        let oldest = self.left.front().filter(|_| self.left.len() == self.limit);
        let frees = oldest.and_then(|oldest| oldest.checked_add(self.length + TICK));
        frees.max(self.closed_until)
    }
}

/// The smallest difference between two moments.
const TICK: Duration = Duration::from_nanos(1);

#[cfg(test)]
mod tests;
