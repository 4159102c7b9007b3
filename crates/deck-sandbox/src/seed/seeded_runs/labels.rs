//! Which rows have a label.

use std::collections::HashMap;
use std::ops::Range;

use crate::seed::seeded_runs::row::NONE;
use crate::seed::seeded_runs::row::Row;
use crate::shelf::Walk;
use crate::shelf::merged::Merged;
use crate::shelf::turned;

/// The [labels](crate::shelf::scope::label) of the rows, each with a code: there are few, since all runs are
/// of one directory.
#[derive(Default)]
pub(super) struct Labels {
    codes: HashMap<u64, u8>,
    /// By code: the numbers of the rows, upwards.
    rows: Vec<Vec<u32>>,
    /// By code: the number of those that were not taken.
    counts: Vec<usize>,
}

impl Labels {
    /// Returns the code of `label`, which is made if there is none.
    pub(super) fn code(&mut self, label: u64) -> u8 {
        let next = u8::try_from(self.codes.len()).unwrap_or(NONE);
        *self.codes.entry(label).or_insert(next)
    }

    /// Notes the rows, which come upwards with their numbers.
    pub(super) fn note<'a>(&mut self, rows: impl Iterator<Item = (u32, &'a Row)>) {
        self.rows = vec![Vec::new(); self.codes.len()];
        for (number, row) in rows {
            for code in &row.labels {
                if let Some(numbers) = self.rows.get_mut(usize::from(*code)) {
                    numbers.push(number);
                }
            }
        }
        self.counts = self.rows.iter().map(Vec::len).collect();
    }

    /// Notes that `row` was taken.
    pub(super) fn forget(&mut self, row: &Row) {
        for code in &row.labels {
            if let Some(count) = self.counts.get_mut(usize::from(*code)) {
                *count -= 1;
            }
        }
    }

    /// Returns the codes of those of `labels` that rows have.
    pub(super) fn codes(&self, labels: &[u64]) -> Vec<u8> {
        let codes = labels.iter().filter_map(|label| self.codes.get(label));
        codes.copied().collect()
    }

    /// Returns the number of rows with one of `codes` that were not taken.
    pub(super) fn count(&self, codes: &[u8]) -> usize {
        let counts = codes
            .iter()
            .filter_map(|code| self.counts.get(usize::from(*code)));
        counts.sum()
    }

    /// Goes through the numbers in `range` of the rows with one of `codes`, upwards or downwards.
    pub(super) fn numbers(
        &self,
        codes: &[u8],
        range: Range<u32>,
        is_upward: bool,
    ) -> Merged<Walk<'_, u32>> {
        let rows = codes
            .iter()
            .filter_map(|code| self.rows.get(usize::from(*code)));
        let rows = rows.filter_map(|numbers| {
            let start = numbers.partition_point(|number| *number < range.start);
            let end = numbers.partition_point(|number| *number < range.end);
            Some(turned(numbers.get(start..end)?.iter().copied(), is_upward))
        });
        Merged::new(rows, is_upward)
    }
}
