//! The items that were delivered lately.

use super::fingerprint::Fingerprint;

/// The fingerprints of items that were delivered, the last delivered one last.
///
/// It is bounded: beyond [`CAPACITY`](Self::CAPACITY) the oldest is forgotten. A page has at most 100 items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered(Vec<Fingerprint>);

impl Delivered {
    /// How many fingerprints are kept.
    pub const CAPACITY: usize = 300;

    /// Creates an empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records an item as the one delivered last.
    pub fn record(&mut self, item: Fingerprint) {
        if let Some(index) = self.0.iter().position(|known| *known == item) {
            self.0.remove(index);
        }
        if self.0.len() == Self::CAPACITY {
            self.0.remove(0);
        }
        self.0.push(item);
    }

    /// Records all items of another one behind those recorded here.
    pub fn extend(&mut self, later: &Self) {
        for item in &later.0 {
            self.record(*item);
        }
    }

    /// Returns whether an item was delivered.
    #[must_use]
    pub fn contains(&self, item: Fingerprint) -> bool {
        self.0.contains(&item)
    }

    /// Returns the item that was delivered last.
    #[must_use]
    pub fn last(&self) -> Option<Fingerprint> {
        self.0.last().copied()
    }

    /// Returns how many items are recorded.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether no item is recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the items, the last delivered one last.
    pub fn iter(&self) -> impl Iterator<Item = Fingerprint> {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(number: usize) -> Fingerprint {
        Fingerprint::of_text(&number.to_string())
    }

    #[test]
    fn beyond_the_capacity_the_oldest_is_forgotten() {
        let mut delivered = Delivered::new();
        for number in 0..=Delivered::CAPACITY {
            delivered.record(item(number));
        }
        assert_eq!(delivered.len(), Delivered::CAPACITY);
        assert!(!delivered.contains(item(0)));
        assert!(delivered.contains(item(1)));
        assert_eq!(delivered.last(), Some(item(Delivered::CAPACITY)));
    }

    #[test]
    fn an_item_delivered_again_is_recorded_once_and_as_the_last() {
        let mut delivered = Delivered::new();
        assert!(delivered.is_empty());
        for number in [1, 2, 1] {
            delivered.record(item(number));
        }
        assert_eq!(delivered.len(), 2);
        assert!(!delivered.is_empty());
        assert_eq!(delivered.last(), Some(item(1)));
    }

    #[test]
    fn extending_records_the_items_of_another_behind_its_own() {
        let [mut delivered, mut later] = [Delivered::new(), Delivered::new()];
        delivered.record(item(1));
        delivered.record(item(2));
        later.record(item(3));
        later.record(item(1));
        delivered.extend(&later);
        assert!(delivered.iter().eq([item(2), item(3), item(1)]));
    }
}
