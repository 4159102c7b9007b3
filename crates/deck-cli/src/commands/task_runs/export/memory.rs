//! What one export tells the next: the runs that it is to look at again, and those that it is not.

use std::collections::HashSet;

use deck_types::Timestamp;

use super::journal::Journal;
use super::seen::Seen;

/// What is remembered of the last export while the next one is written.
#[derive(Debug)]
pub(super) struct Memory {
    /// The ids of runs that are written already, of those that the sweep comes by again.
    pub(super) written: HashSet<String>,
    /// From when on the sweep of the next export begins.
    pub(super) overlap: Timestamp,
}

impl Memory {
    /// Takes a run of the sweep in, and returns whether it is new.
    pub(super) fn take(&self, run: Seen, journal: &mut Journal) -> bool {
        let Some(id) = run.id else {
            return true;
        };
        let is_new = !self.written.contains(&id);
        if is_new && !run.has_ended {
            journal.open.push(id.clone());
        }
        // A run without a time could be in any window.
        if run.created_at.is_none_or(|created| created >= self.overlap) {
            journal.recent.push(id);
        }
        is_new
    }
}
