//! What the pages of a sweep have shown, for guesses about what is still to come.
//!
//! Nothing here is relied on for completeness: a wrong guess costs requests.

use crate::sweep::span::Span;

/// In which order the server seems to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::sweep) enum Direction {
    /// Nothing tells yet.
    #[default]
    Unknown,
    NewestFirst,
    OldestFirst,
    /// Not by creation.
    Other,
}

/// The steps from item to item, on all pages so far.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::sweep) struct Votes {
    down: u64,
    up: u64,
}

impl Votes {
    pub(in crate::sweep) fn count(&mut self, instants: &[i128]) {
        for pair in instants.windows(2) {
            self.down += u64::from(pair[1] < pair[0]);
            self.up += u64::from(pair[1] > pair[0]);
        }
    }

    /// Returns where most steps go. One in five may go the other way: a list by last change is nearly one by
    /// creation.
    pub(in crate::sweep) fn direction(&self) -> Direction {
        let most = (self.down + self.up) * 4 / 5;
        match (self.down, self.up) {
            (0, 0) => Direction::Unknown,
            (down, _) if down > most => Direction::NewestFirst,
            (_, up) if up > most => Direction::OldestFirst,
            _ => Direction::Other,
        }
    }
}

/// What the pages of one part have shown.
#[derive(Clone, Debug, Default)]
pub(in crate::sweep) struct Reading {
    pub(in crate::sweep) pages: u32,
    pub(in crate::sweep) last: Option<LastPage>,
    /// The instants on the first pages.
    sample: Vec<i128>,
}

/// The instants on the page that came last, without the tenth at either end.
#[derive(Clone, Copy, Debug)]
pub(in crate::sweep) struct LastPage {
    low: i128,
    high: i128,
    /// How many items lie from the one to the other.
    within: f64,
    /// How many items are on the page.
    length: f64,
}

/// What is probably still to come of a part.
#[derive(Clone, Copy, Debug)]
pub(in crate::sweep) struct Rest {
    /// How far the listing has come.
    pub(in crate::sweep) frontier: i128,
    /// Where it will end, if the part has that end.
    pub(in crate::sweep) end: Option<i128>,
    /// How many pages there are in a nanosecond.
    pub(in crate::sweep) rate: f64,
    /// How many pages are still to come.
    pub(in crate::sweep) pages: f64,
}

impl Reading {
    /// How many pages are kept as a sample.
    pub(in crate::sweep) const SAMPLE_PAGES: u32 = 8;

    pub(in crate::sweep) fn count(&mut self, instants: &[i128]) {
        self.pages += 1;
        if self.pages <= Self::SAMPLE_PAGES {
            self.sample.extend(instants);
        } else {
            self.sample = Vec::new();
        }
        let mut sorted = instants.to_vec();
        sorted.sort_unstable();
        let margin = sorted.len() / 10;
        let ends = (sorted.get(margin), sorted.iter().rev().nth(margin));
        if let (Some(low), Some(high)) = ends {
            self.last = Some(LastPage {
                low: *low,
                high: *high,
                within: (sorted.len() - 2 * margin) as f64,
                length: sorted.len() as f64,
            });
        }
    }

    /// Returns the sample in order of time.
    pub(in crate::sweep) fn sorted_sample(&self) -> Vec<i128> {
        let mut sorted = self.sample.clone();
        sorted.sort_unstable();
        sorted
    }

    /// Guesses what is still to come of a part that is this span, as densely as on the last page.
    pub(in crate::sweep) fn rest(&self, span: &Span, direction: Direction) -> Option<Rest> {
        let last = self.last?;
        // A page of one instant is as dense as can be told.
        let width = (last.high - last.low).max(Span::SECOND / 1_000) as f64;
        let rate = last.within / width / last.length;
        let (frontier, end) = match direction {
            Direction::OldestFirst => (last.high, span.until),
            _ => (last.low, span.since),
        };
        let left = end.map(|end| (end - frontier).abs() as f64);
        Some(Rest {
            frontier,
            end,
            rate,
            pages: left.map_or(f64::INFINITY, |left| left * rate),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i128 = Span::SECOND;

    fn direction(instants: &[i128]) -> Direction {
        let mut votes = Votes::default();
        votes.count(instants);
        votes.direction()
    }

    #[test]
    fn the_direction_is_that_of_most_steps() {
        assert_eq!(direction(&[3, 3, 3]), Direction::Unknown);
        assert_eq!(direction(&[9, 8, 8, 7, 6]), Direction::NewestFirst);
        assert_eq!(direction(&[1, 2, 3]), Direction::OldestFirst);
        assert_eq!(direction(&[1, 9, 2, 8, 3]), Direction::Other);
        let nearly: Vec<i128> = (0..50)
            .map(|place| {
                if place % 10 == 0 {
                    55 - place
                } else {
                    50 - place
                }
            })
            .collect();
        assert_eq!(direction(&nearly), Direction::NewestFirst);
    }

    #[test]
    fn an_even_listing_is_estimated_from_one_page() {
        let span = Span {
            since: Some(0),
            until: Some(10_000 * SECOND),
        };
        let mut reading = Reading::default();
        let page: Vec<i128> = (0..100).map(|place| (9_999 - place) * SECOND).collect();
        reading.count(&page);
        let rest = reading.rest(&span, Direction::NewestFirst).unwrap();
        assert!((95.0..105.0).contains(&rest.pages), "{rest:?}");
    }

    #[test]
    fn where_the_end_is_open_there_may_be_any_number_of_pages() {
        let mut reading = Reading::default();
        reading.count(&[5 * SECOND, 4 * SECOND]);
        let rest = reading
            .rest(&Span::default(), Direction::NewestFirst)
            .unwrap();
        assert!(rest.pages.is_infinite());
    }
}
