//! When what is written is made safe.

use std::time::Duration;

/// So long at most, when few runs come.
const INTERVAL: Duration = Duration::from_secs(2);

/// What has come since the last commit.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Uncommitted {
    pub(super) runs: u64,
    /// How many bytes their text has.
    pub(super) bytes: usize,
}

impl Uncommitted {
    /// Returns whether it is time for a commit.
    ///
    /// `most_runs` at most are fetched again after a crash, unless the journal is longer than they are: one
    /// of many ids costs no more to write, all in all, than the runs do.
    pub(super) fn is_due(self, elapsed: Duration, most_runs: u64, journal_length: usize) -> bool {
        let is_worth_it = self.runs >= most_runs && self.bytes >= journal_length;
        is_worth_it || (self.runs > 0 && elapsed >= INTERVAL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNS: u64 = 1000;

    fn is_due(runs: u64, bytes: usize, elapsed: Duration, journal_length: usize) -> bool {
        Uncommitted { runs, bytes }.is_due(elapsed, RUNS, journal_length)
    }

    #[test]
    fn many_runs_are_due_at_once_and_few_after_a_while() {
        assert!(is_due(RUNS, 9000, Duration::ZERO, 9000));
        assert!(!is_due(RUNS - 1, 9000, Duration::ZERO, 9000));
        assert!(is_due(1, 9, INTERVAL, 9000));
    }

    #[test]
    fn a_journal_that_is_longer_than_the_runs_waits() {
        assert!(!is_due(RUNS, 9000, Duration::ZERO, 9001));
        assert!(is_due(RUNS, 9000, INTERVAL, 9001));
    }

    #[test]
    fn nothing_is_never_due() {
        assert!(!is_due(0, 0, INTERVAL, 0));
    }
}
