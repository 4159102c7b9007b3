//! How the columns of a table share a screen that is too narrow for all of them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Cell;
use super::Column;
use super::Cut;
use super::GAP;

/// The rank of the columns that are left out where they have no room.
const OPTIONAL: u8 = 0;

/// Returns the widths of the columns, at most `screen` in sum with the gaps between them. A column without a
/// width is left out.
///
/// Columns of the lowest rank shrink first, the widest of them first, down to their minimum; then
/// those of the next rank. Where there is not even room for the minimum of all, optional columns are
/// left out, the last one first. When all are at their minimum and there is still too much, the
/// minimum no longer counts, again by rank.
pub(super) fn fit(
    columns: &[Column],
    natural: &[usize],
    rows: &[Vec<Cell>],
    screen: Option<usize>,
) -> Vec<usize> {
    let Some(screen) = screen else {
        return natural.to_vec();
    };
    // No column is wider in the end, and one that is very wide is not shrunk place by place.
    let natural: Vec<usize> = natural.iter().map(|width| (*width).min(screen)).collect();
    let mut minimum: Vec<usize> = columns.iter().map(|column| column.minimum).collect();
    loop {
        let widths = shrink(columns, &natural, &minimum, screen);
        let Some(column) = ambiguous_column(&widths, rows) else {
            return widths;
        };
        if minimum[column] >= natural[column] {
            return widths;
        }
        // What is ambiguous at this width is so at every smaller one.
        minimum[column] = minimum[column].max(widths[column]) + 1;
    }
}

fn shrink(columns: &[Column], natural: &[usize], minimum: &[usize], screen: usize) -> Vec<usize> {
    let mut widths = natural.to_vec();
    let least = |index: usize| natural[index].min(minimum[index]);
    loop {
        let sum = (0..columns.len())
            .filter(|&index| widths[index] > 0)
            .map(least)
            .sum::<usize>();
        let optional = |&index: &usize| columns[index].rank == OPTIONAL && widths[index] > 0;
        match (0..columns.len()).rev().find(optional) {
            Some(last) if sum > room(&widths, screen) => widths[last] = 0,
            _ => break,
        }
    }
    let room = room(&widths, screen);
    while widths.iter().sum::<usize>() > room {
        let Some(victim) = next_to_shrink(columns, minimum, &widths) else {
            break;
        };
        widths[victim] -= 1;
    }
    widths
}

/// Returns the places that the columns have, without the gaps between them.
fn room(widths: &[usize], screen: usize) -> usize {
    let shown = widths.iter().filter(|width| **width > 0).count();
    screen.saturating_sub(GAP * shown.saturating_sub(1))
}

/// Returns the index of the column that gives up one place.
fn next_to_shrink(columns: &[Column], minimum: &[usize], widths: &[usize]) -> Option<usize> {
    let above = |minimum: &dyn Fn(usize) -> usize| {
        (0..columns.len())
            .filter(|&index| widths[index] > minimum(index))
            .min_by_key(|&index| (columns[index].rank, std::cmp::Reverse(widths[index])))
    };
    // A column that needs more than its own minimum, so that ids can be told apart, is the last to go below.
    let told_apart = |index: usize| {
        if minimum[index] > columns[index].minimum {
            minimum[index]
        } else {
            1
        }
    };
    above(&|index| minimum[index])
        .or_else(|| above(&told_apart))
        .or_else(|| above(&|_| 1))
}

/// Returns the first column in which two ids that differ look the same.
fn ambiguous_column(widths: &[usize], rows: &[Vec<Cell>]) -> Option<usize> {
    (0..widths.len())
        .filter(|&index| widths[index] > 0)
        .find(|&index| {
            let mut whole: HashMap<Cow<'_, str>, &str> = HashMap::new();
            let cells = rows.iter().filter_map(|row| row.get(index));
            let mut ids = cells.filter(|cell| cell.cut == Cut::Middle);
            ids.any(|cell| {
                let first = whole
                    .entry(cell.fitted(widths[index]))
                    .or_insert(&cell.text);
                *first != cell.text
            })
        })
}
