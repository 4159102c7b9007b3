//! Where the objects with a rare label are.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::sort_key::SortKey;

/// The largest number of objects with one label whose places are kept. Where there are more, a page is found
/// soon enough without them.
const MAX_RARE: usize = 20_000;

/// The places of the objects with each label, as long as they are rare.
#[derive(Clone, Default)]
pub(super) struct Labels(HashMap<u64, Places>);

#[derive(Clone, Default)]
struct Places {
    count: usize,
    /// All of them, or none when there were too many.
    rare: BTreeSet<SortKey>,
    is_common: bool,
}

/// What is known of a label.
pub(super) enum Known<'a> {
    /// No object has it.
    Nowhere,
    /// Exactly these places have it.
    Rare(&'a BTreeSet<SortKey>),
    /// It can be anywhere.
    Common,
}

impl Labels {
    /// Notes that the object at `place` has `labels`.
    pub(super) fn add(&mut self, place: &SortKey, labels: Vec<u64>) {
        for label in labels {
            let places = self.0.entry(label).or_default();
            places.count += 1;
            if places.count > MAX_RARE {
                places.is_common = true;
                places.rare = BTreeSet::new();
            }
            if !places.is_common {
                places.rare.insert(place.clone());
            }
        }
    }

    /// Forgets the object at `place`, which had `labels`.
    pub(super) fn remove(&mut self, place: &SortKey, labels: Vec<u64>) {
        for label in labels {
            if let Some(places) = self.0.get_mut(&label) {
                places.rare.remove(place);
                places.count = places.count.saturating_sub(1);
                if places.count == 0 {
                    self.0.remove(&label);
                }
            }
        }
    }

    /// Returns what is known of `label`.
    pub(super) fn find(&self, label: u64) -> Known<'_> {
        match self.0.get(&label) {
            None => Known::Nowhere,
            Some(places) if places.is_common => Known::Common,
            Some(places) => Known::Rare(&places.rare),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(number: usize) -> SortKey {
        SortKey {
            rank: number as i128,
            id: "a".into(),
        }
    }

    fn count(labels: &Labels) -> Option<usize> {
        match labels.find(7) {
            Known::Nowhere => Some(0),
            Known::Rare(places) => Some(places.len()),
            Known::Common => None,
        }
    }

    #[test]
    fn places_are_known_until_there_are_too_many_and_again_after_all_are_gone() {
        let mut labels = Labels::default();
        assert_eq!(count(&labels), Some(0));

        for number in 0..MAX_RARE {
            labels.add(&place(number), vec![7]);
        }
        assert_eq!(count(&labels), Some(MAX_RARE));

        labels.add(&place(MAX_RARE), vec![7]);
        assert_eq!(count(&labels), None);

        for number in 0..=MAX_RARE {
            labels.remove(&place(number), vec![7]);
        }
        assert_eq!(count(&labels), Some(0));
    }
}
