//! The lines of a file that are no runs.

use std::fmt::Display;

use super::blocks::MOST_LINE;

/// How many lines are named.
const MOST_NAMED: usize = 10;

/// How much of a reason is kept; some quote the line.
const MOST_CHARACTERS: usize = 200;

/// A line that is no run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct BadLine {
    /// Its number, from 1.
    pub(super) number: u64,
    /// Why it is none.
    pub(super) reason: String,
}

/// How many lines are no runs, and the first of them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct BadLines {
    count: u64,
    /// In order, and no more than are named.
    first: Vec<BadLine>,
}

impl BadLines {
    /// Adds a line.
    pub(super) fn add(&mut self, number: u64, reason: &dyn Display) {
        self.count += 1;
        let is_named = |last: &BadLine| number < last.number;
        if self.first.len() < MOST_NAMED || self.first.last().is_some_and(is_named) {
            let reason = reason.to_string().chars().take(MOST_CHARACTERS).collect();
            self.insert(BadLine { number, reason });
        }
    }

    /// Adds a line that was not read because it is too long.
    pub(super) fn add_too_long(&mut self, number: u64) {
        let most = MOST_LINE >> 20;
        self.add(number, &format_args!("it is longer than {most} MiB"));
    }

    /// Adds those of another part of the file.
    pub(super) fn merge(&mut self, other: Self) {
        self.count += other.count;
        other.first.into_iter().for_each(|line| self.insert(line));
    }

    /// Returns how many there are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Returns a line of text for each of the first of them, and one for all others.
    pub(crate) fn described(&self) -> Vec<String> {
        let line = |BadLine { number, reason }: &BadLine| format!("  line {number}: {reason}");
        let mut lines: Vec<String> = self.first.iter().map(line).collect();
        let more = self.count - lines.len() as u64;
        if more > 0 {
            lines.push(format!("  and {more} more"));
        }
        lines
    }

    /// Returns the first of them, in order.
    #[cfg(test)]
    pub(super) fn lines(&self) -> impl ExactSizeIterator<Item = &BadLine> {
        self.first.iter()
    }

    fn insert(&mut self, line: BadLine) {
        let place = self
            .first
            .partition_point(|before| before.number < line.number);
        self.first.insert(place, line);
        self.first.truncate(MOST_NAMED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_are_named_in_order_whatever_the_parts() {
        let (mut left, mut right) = (BadLines::default(), BadLines::default());
        for number in (1..=40).rev() {
            let part = if number % 2 == 0 {
                &mut left
            } else {
                &mut right
            };
            part.add(number, &"no run");
        }
        left.merge(right);
        assert_eq!(left.count(), 40);
        let numbers: Vec<_> = left.lines().map(|line| line.number).collect();
        assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    }

    #[test]
    fn a_reason_is_kept_short() {
        let mut lines = BadLines::default();
        lines.add(1, &"é".repeat(1_000_000));
        assert_eq!(
            lines.lines().next().unwrap().reason.chars().count(),
            MOST_CHARACTERS
        );
    }
}
