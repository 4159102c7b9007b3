//! Several rows in one order, as one.

/// Goes through rows that are all in order, upwards or downwards, in that order.
pub(crate) struct Merged<I: Iterator> {
    /// Each with its first item.
    rows: Vec<(I::Item, I)>,
    is_upward: bool,
}

impl<I: Iterator<Item: Ord>> Merged<I> {
    pub(crate) fn new(rows: impl Iterator<Item = I>, is_upward: bool) -> Merged<I> {
        let rows = rows.filter_map(|mut row| Some((row.next()?, row)));
        Merged {
            rows: rows.collect(),
            is_upward,
        }
    }
}

impl<I: Iterator<Item: Ord>> Iterator for Merged<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let rows = self.rows.iter().enumerate();
        let first = |(_, (left, _)): &(usize, &(I::Item, I)),
                     (_, (right, _)): &(usize, &(I::Item, I))| {
            left.cmp(right)
        };
        let (index, _) = if self.is_upward {
            rows.min_by(first)?
        } else {
            rows.max_by(first)?
        };
        let (item, row) = &mut self.rows[index];
        match row.next() {
            Some(next) => Some(std::mem::replace(item, next)),
            None => Some(self.rows.swap_remove(index).0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_in_one_order_upwards_and_downwards() {
        let rows = || [vec![1, 4, 9], vec![], vec![2, 3], vec![5]].into_iter();

        let up = Merged::new(rows().map(Vec::into_iter), true);
        assert!(up.eq([1, 2, 3, 4, 5, 9]));

        let down = Merged::new(rows().map(|row| row.into_iter().rev()), false);
        assert!(down.eq([9, 5, 4, 3, 2, 1]));
    }
}
