//! Where a part is cut.

use super::reading::Direction;
use super::reading::Rest;
use crate::sweep::span::Span;

/// Parts narrower than this are not made: their seams, a second on either side, would cost too much.
pub(super) const MIN_WIDTH: i128 = 20 * Span::SECOND;

/// How many pages the first of parts of growing width has, if the density holds.
const FIRST_PAGES: f64 = 8.0;

/// How many times wider each of them is than the one before.
const GROWTH: i128 = 4;

/// Cuts what is still to come into parts of one width.
pub(super) fn even(span: &Span, rest: &Rest, direction: Direction, parts: usize) -> Vec<i128> {
    let Some(end) = rest.end else {
        return growing(span, rest, direction, parts);
    };
    let parts = parts as i128;
    let left = end - rest.frontier;
    let cuts = (1..parts).map(|part| rest.frontier + left / parts * part);
    usable(span, Some(rest.frontier), cuts, direction)
}

/// Cuts what is still to come into parts that are each so many times wider than the one before, away from
/// where the listing has come: for a density that cannot hold for long, and for an open end.
pub(super) fn growing(span: &Span, rest: &Rest, direction: Direction, parts: usize) -> Vec<i128> {
    let sign = if direction == Direction::OldestFirst {
        1
    } else {
        -1
    };
    let first = (FIRST_PAGES / rest.rate).min(MOST_WIDTH) as i128;
    let mut width = first.max(MIN_WIDTH);
    let mut cut = rest.frontier;
    // Nothing tells how far an open side reaches: what lies beyond is cut when a page of it has come.
    let parts = rest.end.map_or(parts.min(MOST_OF_OPEN), |_| parts);
    let cuts = (1..parts).map(|_| {
        cut += sign * width;
        width = width.saturating_mul(GROWTH).min(MOST_WIDTH as i128);
        cut
    });
    usable(span, Some(rest.frontier), cuts, direction)
}

/// Cuts at places between which there are as many items of a sample.
pub(super) fn of_sample(span: &Span, sorted: &[i128], parts: usize) -> Vec<i128> {
    let cuts = (1..parts).map(|part| sorted[sorted.len() * part / parts]);
    usable(span, None, cuts, Direction::OldestFirst)
}

/// How many parts are made at most of one that is open on the far side.
const MOST_OF_OPEN: usize = 8;

/// Cuts lie from 1970 to the end of the year 9999: what lies before is one part, and bounds can be written.
const CUTTABLE: std::ops::RangeInclusive<i128> = 0..=253_402_300_799 * Span::SECOND;

/// A thousand years, so that nothing overflows.
const MOST_WIDTH: f64 = 1e9 * 86_400.0 * 365_000.0;

/// Returns those of `cuts` that are whole seconds inside the span and far enough apart and from the frontier,
/// where the items lie dense perhaps, in ascending order;
/// `cuts` come in the order of `direction`.
fn usable(
    span: &Span,
    frontier: Option<i128>,
    cuts: impl Iterator<Item = i128>,
    direction: Direction,
) -> Vec<i128> {
    let mut cuts: Vec<i128> = cuts
        .map(|cut| cut.div_euclid(Span::SECOND) * Span::SECOND)
        .collect();
    if direction != Direction::OldestFirst {
        cuts.reverse();
    }
    let mut before = span.since;
    cuts.retain(|cut| {
        let is_wide = |from: i128, to: i128| to - from >= MIN_WIDTH;
        let is_usable = CUTTABLE.contains(cut)
            && frontier.is_none_or(|frontier| (frontier - cut).abs() >= MIN_WIDTH)
            && before.is_none_or(|before| is_wide(before, *cut))
            && span.until.is_none_or(|until| is_wide(*cut, until));
        if is_usable {
            before = Some(*cut);
        }
        is_usable
    });
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i128 = Span::SECOND;

    fn hour() -> Span {
        Span {
            since: Some(0),
            until: Some(3_600 * SECOND),
        }
    }

    fn rest(frontier: i128, end: Option<i128>) -> Rest {
        Rest {
            frontier,
            end,
            rate: 1.0 / (10 * SECOND) as f64,
            pages: 100.0,
        }
    }

    #[test]
    fn even_cuts_divide_what_is_still_to_come() {
        let newest_first = rest(3_000 * SECOND, Some(0));
        let cuts = even(&hour(), &newest_first, Direction::NewestFirst, 3);
        assert_eq!(cuts, [1_000 * SECOND, 2_000 * SECOND]);
        let oldest_first = rest(600 * SECOND, Some(3_600 * SECOND));
        let cuts = even(&hour(), &oldest_first, Direction::OldestFirst, 3);
        assert_eq!(cuts, [1_600 * SECOND, 2_600 * SECOND]);
    }

    #[test]
    fn growing_cuts_go_four_times_as_far_each_time() {
        let cuts = growing(
            &hour(),
            &rest(3_500 * SECOND, Some(0)),
            Direction::NewestFirst,
            9,
        );
        let widths = [80, 320, 1_280];
        let expected = [3_420 - widths[1] - widths[2], 3_420 - widths[1], 3_420];
        assert_eq!(cuts, expected.map(|second| second * SECOND));
    }

    #[test]
    fn an_open_start_is_cut_by_what_is_known() {
        let open = Span {
            since: None,
            until: Some(3_600 * SECOND),
        };
        let cuts = even(
            &open,
            &rest(3_500 * SECOND, None),
            Direction::NewestFirst,
            4,
        );
        assert_eq!(cuts.len(), 3);
        assert_eq!(cuts, [1_820, 3_100, 3_420].map(|second| second * SECOND));
    }

    #[test]
    fn there_is_no_cut_that_cannot_be_written() {
        let sparse = Rest {
            rate: 1e-30,
            ..rest(3_500 * SECOND, None)
        };
        let open = Span {
            since: None,
            until: Some(3_600 * SECOND),
        };
        let cuts = growing(&open, &sparse, Direction::NewestFirst, 9);
        assert_eq!(cuts, [] as [i128; 0]);
    }

    #[test]
    fn parts_are_not_narrower_than_their_seams_allow() {
        let narrow = Span {
            since: Some(0),
            until: Some(39 * SECOND),
        };
        let cuts = even(
            &narrow,
            &rest(39 * SECOND, Some(0)),
            Direction::NewestFirst,
            9,
        );
        assert_eq!(cuts, [] as [i128; 0]);
    }

    #[test]
    fn a_sample_is_cut_into_equal_shares() {
        let sample: Vec<i128> = (0..100)
            .map(|place| (1_000 + place * 20) * SECOND)
            .collect();
        let cuts = of_sample(&hour(), &sample, 4);
        assert_eq!(cuts, [1_500, 2_000, 2_500].map(|second| second * SECOND));
    }
}
