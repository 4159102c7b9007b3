//! Whether a part is cut, and into how many: guesses that weigh requests against time.

use std::sync::Arc;

use deck_types::SweepMode;

use super::Scheduler;
use super::cuts;
use super::part::Known;
use super::part::Part;
use super::reading::Direction;
use super::reading::Reading;
use crate::sweep::span::Span;

/// The weights.
impl Scheduler {
    /// Fewer pages than this are not worth a part of their own.
    pub(in crate::sweep) const PART_PAGES: f64 = 3.0;
    /// The same where parts are held back to be delivered in order.
    const PART_PAGES_IN_ORDER: f64 = 4.0;
    /// How many fingerprints all parts together may have to know.
    const MAX_KNOWN: usize = 16_384;
    /// How many times denser than expected a part must be to be cut as one that is dense in one place.
    const SURPRISE: f64 = 8.0;
    /// More pages than this are not believed of a whole range by its first page.
    const BELIEVED_PAGES: f64 = 2_000.0;
    /// Requests that may come to nothing: so many, and one in so many useful ones.
    const WASTE: u64 = 40;
    const WASTE_OF_USEFUL: u64 = 8;
}

impl Scheduler {
    /// Guesses how many pages of a part are still to come.
    pub(super) fn pages_left(&self, part: &Part) -> f64 {
        match part.reading.rest(&part.spans[0], self.direction()) {
            _ if self.direction() == Direction::Other => f64::from(part.reading.pages.max(1)),
            None => part.expected.unwrap_or(1.0),
            Some(rest) => rest.pages,
        }
    }

    /// Decides where a part is cut, if it is worth it.
    #[expect(clippy::cast_precision_loss, reason = "a guess")]
    pub(super) fn cuts_of(&self, part: &Part) -> Option<Cut> {
        let delivered = part.delivered.as_ref().filter(|_| part.is_cuttable)?;
        let has_room = self.known_items() + delivered.len() <= Self::MAX_KNOWN;
        if self.mode != SweepMode::InParts || !has_room {
            return None;
        }
        let span = &part.spans[0];
        let direction = self.direction();
        let idle = self.cap.saturating_sub(self.parts.len());
        let is_idle = idle >= (self.cap / 4).max(1);
        let waste = Self::WASTE + self.useful_pages / Self::WASTE_OF_USEFUL;
        let left = waste.saturating_sub(self.wasted_pages);
        let affordable = 2 + usize::try_from(left).unwrap_or(0);
        if direction == Direction::Other {
            let is_sampled = part.reading.pages >= Reading::SAMPLE_PAGES;
            let sample = part.reading.sorted_sample();
            let parts = (idle + 1)
                .min(affordable)
                .min(2 * Reading::SAMPLE_PAGES as usize);
            let is_worth = is_idle && is_sampled && !sample.is_empty();
            let cuts = is_worth.then(|| cuts::of_sample(span, &sample, parts))?;
            return Cut::new(span, &cuts, |_| f64::from(Reading::SAMPLE_PAGES), true);
        }
        let rest = part.reading.rest(span, direction)?;
        let smallest = self.smallest_part();
        let is_large = self.is_large(part, rest.pages);
        if rest.pages < 2.0 * smallest
            || !(is_large || (is_idle && self.is_worth(part, rest.pages)))
        {
            return None;
        }
        let room = if is_large {
            idle.max(self.cap / 4)
        } else {
            idle
        };
        let parts = (room + 1)
            .min(affordable)
            .min((rest.pages / smallest) as usize);
        let believed = part.expected.map_or(Self::BELIEVED_PAGES, |pages| {
            Self::SURPRISE * pages.max(4.0)
        });
        let cuts = if rest.pages > believed {
            cuts::growing(span, &rest, direction, parts)
        } else {
            cuts::even(span, &rest, direction, parts)
        };
        let pages = |span: &Span| {
            let width = span
                .since
                .zip(span.until)
                .map(|(since, until)| until - since);
            width.map_or(f64::INFINITY, |width| width as f64 * rest.rate)
        };
        Cut::new(span, &cuts, pages, false)
    }

    /// Returns whether a part that has just begun is so much larger than the others that it would be left at
    /// the end: it is cut at once, while that costs one page.
    fn is_large(&self, part: &Part, pages: f64) -> bool {
        let left = self
            .parts
            .values()
            .map(|part| self.pages_left(part))
            .filter(|pages| pages.is_finite());
        let average = left.sum::<f64>() / self.parts.len().max(1) as f64;
        part.reading.pages <= 4
            && self.parts.len() < 8 * self.cap
            && pages > 2.0 * average
            && pages > 8.0 * self.smallest_part()
    }

    /// Returns whether cutting a part is worth the pages that are read again; the fewer parts there are, the
    /// more it may cost.
    fn is_worth(&self, part: &Part, pages: f64) -> bool {
        let ratio = match self.parts.len() {
            parts if parts * 2 > self.cap => 4.0,
            parts if parts * 4 > self.cap => 2.0,
            _ => 1.0,
        };
        part.reading.pages == 1 || pages >= ratio * f64::from(part.reading.pages)
    }

    fn smallest_part(&self) -> f64 {
        if self.is_in_order {
            Self::PART_PAGES_IN_ORDER
        } else {
            Self::PART_PAGES
        }
    }

    /// Returns how many items the parts have to know, each set counted once.
    fn known_items(&self) -> usize {
        let mut sets: Vec<&Known> = self.parts.values().flat_map(|part| &part.known).collect();
        sets.sort_unstable_by_key(|set| Arc::as_ptr(set));
        sets.dedup_by_key(|set| Arc::as_ptr(set));
        sets.into_iter().map(|set| set.len()).sum()
    }
}

/// What a part is cut into.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) spans: Vec<Span>,
    /// How many pages each of them probably has.
    pub(super) expected: Vec<f64>,
    pub(super) is_of_sample: bool,
}

impl Cut {
    /// Returns nothing where there is no cut.
    fn new(
        span: &Span,
        cuts: &[i128],
        pages: impl Fn(&Span) -> f64,
        is_of_sample: bool,
    ) -> Option<Self> {
        let spans = (!cuts.is_empty()).then(|| span.cut(cuts))?;
        Some(Self {
            expected: spans.iter().map(pages).collect(),
            spans,
            is_of_sample,
        })
    }
}
