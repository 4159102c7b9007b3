//! Where the objects with a label are.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::shelf::Walk;
use crate::shelf::merged::Merged;
use crate::shelf::scope::Ends;
use crate::shelf::turned;
use crate::sort_key::SortKey;

/// The places of the objects with each label.
#[derive(Clone, Default)]
pub(super) struct Labels(HashMap<u64, BTreeSet<SortKey>>);

impl Labels {
    /// Notes that the object at `place` has `labels`.
    pub(super) fn add(&mut self, place: &SortKey, labels: Vec<u64>) {
        for label in labels {
            self.0.entry(label).or_default().insert(place.clone());
        }
    }

    /// Forgets the object at `place`, which had `labels`.
    pub(super) fn remove(&mut self, place: &SortKey, labels: Vec<u64>) {
        for label in labels {
            if let Some(places) = self.0.get_mut(&label) {
                places.remove(place);
                if places.is_empty() {
                    self.0.remove(&label);
                }
            }
        }
    }

    /// Returns the number of objects with one of `labels`, none of which has two of them.
    pub(super) fn count(&self, labels: &[u64]) -> usize {
        let places = labels.iter().filter_map(|label| self.0.get(label));
        places.map(BTreeSet::len).sum()
    }

    /// Goes through the places between `ends` with one of `labels`, upwards or downwards.
    pub(super) fn places<'a>(
        &'a self,
        labels: &[u64],
        ends: &Ends,
        is_upward: bool,
    ) -> Merged<Walk<'a, &'a SortKey>> {
        let places = labels.iter().filter_map(|label| self.0.get(label));
        let places = places.map(|places| turned(places.range(ends.clone()), is_upward));
        Merged::new(places, is_upward)
    }
}
