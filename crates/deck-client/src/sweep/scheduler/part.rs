//! One part of a sweep, as the scheduler sees it.

use std::collections::HashSet;
use std::sync::Arc;

use deck_types::Fingerprint;
use deck_types::SweepReach;

use super::reading::Reading;
use crate::sweep::span::Span;

/// The number of a part; every part has another one.
pub(in crate::sweep) type PartId = u32;

/// Items that were delivered before a part began, shared by all parts that may meet them.
pub(in crate::sweep) type Known = Arc<HashSet<Fingerprint>>;

#[derive(Clone, Debug)]
pub(in crate::sweep) struct Part {
    /// What is the part's; one span, unless parts were put together again.
    pub(in crate::sweep) spans: Vec<Span>,
    /// What its query asks for, which is more than is its own.
    pub(in crate::sweep) query: Span,
    /// How far that reaches.
    pub(in crate::sweep) reach: SweepReach,
    /// What it is not to deliver again.
    pub(in crate::sweep) known: Vec<Known>,
    /// What it has delivered, as long as it may be cut or put together with others.
    pub(super) delivered: Option<Vec<Fingerprint>>,
    pub(super) reading: Reading,
    /// How many pages it was expected to have when it was cut off.
    pub(super) expected: Option<f64>,
    /// Whether it has asked for a page, ever.
    pub(super) has_begun: bool,
    pub(super) is_asking: bool,
    /// How many of its pages the consumer has not used up.
    pub(super) held: u32,
    /// Whether it has delivered something of the pages in hand.
    pub(super) is_useful: bool,
    pub(super) has_more: bool,
    pub(super) is_cuttable: bool,
}

impl Part {
    /// What a part of this many pages has delivered is kept; after that it is neither cut nor put together
    /// with others.
    pub(super) const MEMORY_PAGES: u32 = 40;

    pub(super) fn new(spans: Vec<Span>, query: Span, reach: SweepReach, known: Vec<Known>) -> Self {
        Self {
            spans,
            query,
            reach,
            known,
            delivered: Some(Vec::new()),
            reading: Reading::default(),
            expected: None,
            has_begun: false,
            is_asking: false,
            held: 0,
            is_useful: false,
            has_more: true,
            is_cuttable: true,
        }
    }

    /// Takes a part up again; it is loose where `known` holds all that it has delivered itself.
    pub(in crate::sweep) fn resumed(
        spans: Vec<Span>,
        query: Span,
        reach: SweepReach,
        known: Vec<Known>,
        is_loose: bool,
    ) -> Self {
        let part = Self::new(spans, query, reach, known);
        Self {
            is_cuttable: part.spans.len() == 1,
            delivered: is_loose.then(Vec::new),
            ..part
        }
    }

    /// Returns what the part has delivered, where that is kept.
    pub(in crate::sweep) fn delivered(&self) -> Option<&[Fingerprint]> {
        self.delivered.as_deref()
    }

    pub(super) fn owns(&self, instant: i128) -> bool {
        self.spans.iter().any(|span| span.contains(instant))
    }

    pub(super) fn knows(&self, item: Fingerprint) -> bool {
        self.known.iter().any(|known| known.contains(&item))
    }

    /// Returns all that the part's items must not be taken for new by, with what it has delivered itself.
    pub(in crate::sweep) fn known_with_own(&self) -> Vec<Known> {
        let own = self
            .delivered
            .iter()
            .flatten()
            .copied()
            .collect::<HashSet<_>>();
        let own = (!own.is_empty()).then(|| Arc::new(own));
        self.known.iter().cloned().chain(own).collect()
    }
}
