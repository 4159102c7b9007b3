//! Where on a shelf the objects of a listing can be.

use std::ops::Bound;

use crate::Order;
use crate::cursor::fingerprint;
use crate::sort_key::SortKey;

/// Where on a shelf the objects of a listing can be; others can be there, too.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// They were created in it.
    pub(crate) window: Window,
    /// For each filter the [`label`]s of which they have one; none has two of the same filter.
    pub(crate) labels: Vec<Vec<u64>>,
}

/// Instants of creation in nanoseconds since 1970, both ends included.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Window {
    pub(crate) first: Option<i128>,
    pub(crate) last: Option<i128>,
}

/// The ends of a part of a shelf.
pub(crate) type Ends = (Bound<SortKey>, Bound<SortKey>);

impl Scope {
    /// Returns the window where the places of `order` are instants of creation.
    pub(crate) fn window_in(&self, order: Order) -> Window {
        match order {
            Order::NewestFirst | Order::OldestFirst => self.window,
            Order::LastUpdatedFirst | Order::Shuffled => Window::default(),
        }
    }
}

/// Returns the number that stands for a member with a value. Two may share a number, though hardly ever.
pub(crate) fn label(member: &str, value: &str) -> u64 {
    fingerprint(member.bytes().chain([0]).chain(value.bytes()))
}

impl Window {
    /// Returns whether it has `instant`.
    pub(crate) fn contains(&self, instant: i128) -> bool {
        self.first.is_none_or(|first| first <= instant)
            && self.last.is_none_or(|last| instant <= last)
    }

    /// Returns the ends of what is behind `place`, upwards or downwards, on a shelf in the order of creation;
    /// nothing if there is nothing between them.
    pub(crate) fn ends(&self, is_upward: bool, place: Option<&SortKey>) -> Option<Ends> {
        let (above, below) = if is_upward {
            (place, None)
        } else {
            (None, place)
        };
        let first = self.first.map(SortKey::before);
        let behind_last = self.last.and_then(|last| last.checked_add(1));
        let end = behind_last.map(SortKey::before);
        // A place inside the window is nearer than its beginning.
        let lower = match (above, first) {
            (Some(place), Some(first)) if *place < first => Bound::Included(first),
            (Some(place), _) => Bound::Excluded(place.clone()),
            (None, Some(first)) => Bound::Included(first),
            (None, None) => Bound::Unbounded,
        };
        let upper = end.into_iter().chain(below.cloned()).min();
        let upper = upper.map_or(Bound::Unbounded, Bound::Excluded);
        let is_empty = match (&lower, &upper) {
            (Bound::Included(lower) | Bound::Excluded(lower), Bound::Excluded(upper)) => {
                lower >= upper
            }
            _ => false,
        };
        (!is_empty).then_some((lower, upper))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(rank: i128) -> SortKey {
        SortKey {
            rank,
            id: "a".into(),
        }
    }

    fn contains(ends: Option<&Ends>, rank: i128) -> bool {
        use std::ops::RangeBounds;

        ends.is_some_and(|ends| ends.contains(&key(rank)))
    }

    #[test]
    fn both_ends_of_a_window_are_inside_and_the_place_is_outside() {
        let window = Window {
            first: Some(3),
            last: Some(7),
        };
        let selected = |is_upward, place: Option<i128>| {
            let ends = window.ends(is_upward, place.map(key).as_ref());
            let all = (0..10).filter(|rank| contains(ends.as_ref(), *rank));
            all.collect::<Vec<_>>()
        };

        assert_eq!(selected(true, None), [3, 4, 5, 6, 7]);
        assert_eq!(selected(true, Some(1)), [3, 4, 5, 6, 7]);
        assert_eq!(selected(true, Some(4)), [5, 6, 7]);
        assert_eq!(selected(false, Some(5)), [3, 4]);
        assert_eq!(selected(false, Some(9)), [3, 4, 5, 6, 7]);
        assert!(selected(false, Some(1)).is_empty());
        assert!(selected(true, Some(9)).is_empty());
    }
}
