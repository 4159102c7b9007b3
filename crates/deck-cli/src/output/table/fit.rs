//! How the columns of a table share a screen that is too narrow for all of them.

use super::Column;
use super::GAP;

/// Returns the widths of the columns, at most `screen` in sum with the gaps between them.
///
/// Columns of the lowest rank shrink first, the widest of them first, down to their minimum; then
/// those of the next rank. When all are at their minimum and there is still too much, the minimum
/// no longer counts, again by rank.
pub(super) fn fit(columns: &[Column], natural: Vec<usize>, screen: Option<usize>) -> Vec<usize> {
    let Some(screen) = screen else {
        return natural;
    };
    // No column is wider in the end, and one that is very wide is not shrunk place by place.
    let mut widths = natural;
    for width in &mut widths {
        *width = (*width).min(screen);
    }
    let room = screen.saturating_sub(GAP * columns.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let Some(victim) = next_to_shrink(columns, &widths) else {
            break;
        };
        widths[victim] -= 1;
    }
    widths
}

/// Returns the index of the column that gives up one place.
fn next_to_shrink(columns: &[Column], widths: &[usize]) -> Option<usize> {
    let above = |minimum: fn(&Column) -> usize| {
        (0..columns.len())
            .filter(|&index| widths[index] > minimum(&columns[index]))
            .min_by_key(|&index| (columns[index].rank, std::cmp::Reverse(widths[index])))
    };
    above(|column| column.minimum).or_else(|| above(|_| 1))
}
