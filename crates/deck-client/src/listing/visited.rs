//! The bounded memory of where a listing has been.

use std::collections::VecDeque;

use deck_types::Fingerprint;
use deck_types::PagePosition;

use super::cycle::Cycle;
use super::fingerprint_set::FingerprintSet;
use super::identity::Identity;
use crate::LoopGuard;

#[derive(Clone, Debug, Default)]
pub(super) struct Visited {
    order: VecDeque<Fingerprint>,
    positions: FingerprintSet,
    last_page: Option<Vec<Fingerprint>>,
    cycle: Cycle,
}

impl Visited {
    /// Remembers that `position` was followed; the oldest is forgotten beyond the bound.
    pub(super) fn follow(&mut self, position: &PagePosition) {
        let fingerprint = fingerprint_of_position(position);
        if !self.positions.insert(fingerprint) {
            return;
        }
        self.order.push_back(fingerprint);
        if self.order.len() > LoopGuard::BOUND
            && let Some(oldest) = self.order.pop_front()
        {
            self.positions.remove(&oldest);
        }
    }

    /// Remembers the page that was passed last; an empty page changes nothing.
    pub(super) fn pass(&mut self, page: Option<Vec<Fingerprint>>) {
        let Some(page) = page else {
            return;
        };
        self.cycle.pass(page.iter().copied());
        self.last_page = Some(page);
    }

    pub(super) fn cycle(&self) -> &Cycle {
        &self.cycle
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.positions.len()
    }

    pub(super) fn contains(&self, position: &PagePosition) -> bool {
        self.positions.contains(&fingerprint_of_position(position))
    }

    /// Returns whether `page` is the one that was passed last over again.
    pub(super) fn is_last_page(&self, page: Option<&[Fingerprint]>) -> bool {
        page.is_some() && page == self.last_page.as_deref()
    }
}

/// Returns what tells a page from another: its elements, in order.
///
/// Returns nothing for a page without elements, and for one with an item that has no id: such pages
/// cannot be compared.
pub(super) fn fingerprints_of_page(identities: &[Identity]) -> Option<Vec<Fingerprint>> {
    let fingerprints = identities.iter().map(Identity::fingerprint);
    let fingerprints = fingerprints.collect::<Option<Vec<_>>>()?;
    (!fingerprints.is_empty()).then_some(fingerprints)
}

fn fingerprint_of_position(position: &PagePosition) -> Fingerprint {
    let (key, text) = position.key_and_text().unwrap_or_default();
    Fingerprint::of_text(&format!("{key} {text}"))
}
