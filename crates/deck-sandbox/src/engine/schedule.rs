//! What is going to happen, in the order in which it is due.

use std::cmp::Ordering;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;

/// Entries with the time that each is due at. Of entries that are due at one time, the one that was added
/// first comes first.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Schedule<T> {
    entries: BinaryHeap<Reverse<Entry<T>>>,
    next_sequence: u64,
}

#[derive(Clone, Serialize, Deserialize)]
struct Entry<T> {
    due: Duration,
    sequence: u64,
    content: T,
}

impl<T> Schedule<T> {
    pub(crate) fn new() -> Schedule<T> {
        Schedule {
            entries: BinaryHeap::new(),
            next_sequence: 0,
        }
    }

    /// Adds `content`, due at the time `due` since the start of the sandbox.
    pub(crate) fn add(&mut self, due: Duration, content: T) {
        let sequence = self.next_sequence;
        self.next_sequence = self.next_sequence.wrapping_add(1);
        self.entries.push(Reverse(Entry {
            due,
            sequence,
            content,
        }));
    }

    /// Returns the number of entries.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns when the first entry is due.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.entries.peek().map(|Reverse(entry)| entry.due)
    }

    /// Takes the first entry out that is due at `now` or before, with the time it was due at.
    pub(crate) fn take_due(&mut self, now: Duration) -> Option<(Duration, T)> {
        let Reverse(first) = self.entries.peek()?;
        if first.due > now {
            return None;
        }
        self.entries
            .pop()
            .map(|Reverse(entry)| (entry.due, entry.content))
    }
}

impl<T> Entry<T> {
    fn key(&self) -> (Duration, u64) {
        (self.due, self.sequence)
    }
}

impl<T> Ord for Entry<T> {
    fn cmp(&self, other: &Entry<T>) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Entry<T>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Eq for Entry<T> {}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Entry<T>) -> bool {
        self.key() == other.key()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_by_time_and_then_in_the_order_in_which_they_were_entered() {
        let mut schedule = Schedule::new();
        for (seconds, name) in [(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (3, 'e')] {
            schedule.add(Duration::from_secs(seconds), name);
        }

        let mut taken = String::new();
        while let Some((_, name)) = schedule.take_due(Duration::from_secs(2)) {
            taken.push(name);
        }

        assert_eq!(taken, "bdac");
    }
}
