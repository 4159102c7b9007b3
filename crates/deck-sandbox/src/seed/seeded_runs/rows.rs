//! The rows of seeded runs in the order of their places.

use std::cmp::Ordering;
use std::ops::Bound;
use std::ops::Range;

use crate::seed::seeded_runs::row::Row;
use crate::shelf::scope::Ends;

/// The rows of seeded runs in the order of their places, upwards. Each is known by its number there.
pub(super) struct Rows(Vec<Row>);

impl Rows {
    /// Puts `rows` in order.
    pub(super) fn new(mut rows: Vec<Row>) -> Rows {
        rows.sort_unstable_by(Row::compare);
        Rows(rows)
    }

    /// Returns the row with `number`.
    pub(super) fn get(&self, number: u32) -> Option<&Row> {
        self.0.get(number as usize)
    }

    /// Returns the row with `number`, to be changed.
    pub(super) fn get_mut(&mut self, number: u32) -> Option<&mut Row> {
        self.0.get_mut(number as usize)
    }

    /// Goes through all rows with their numbers.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (u32, &Row)> {
        (0..).zip(&self.0)
    }

    /// Returns the numbers of the rows between `ends`.
    pub(super) fn range(&self, (lower, upper): &Ends) -> Range<u32> {
        let below = |place| self.position(|row| row.compare_to(place) == Ordering::Less);
        let through = |place| self.position(|row| row.compare_to(place) != Ordering::Greater);
        let start = match lower {
            Bound::Included(place) => below(place),
            Bound::Excluded(place) => through(place),
            Bound::Unbounded => 0,
        };
        let end = match upper {
            Bound::Included(place) => through(place),
            Bound::Excluded(place) => below(place),
            Bound::Unbounded => self.position(|_| true),
        };
        start..end
    }

    /// Returns the number of the first row that `is_before` does not hold for.
    fn position(&self, is_before: impl Fn(&Row) -> bool) -> u32 {
        let position = self.0.partition_point(is_before);
        u32::try_from(position).unwrap_or(u32::MAX)
    }
}
