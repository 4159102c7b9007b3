//! Where on a shelf the objects of a listing can be.

use std::ops::Bound;

use crate::cursor::fingerprint;
use crate::sort_key::SortKey;

/// Where on a shelf the objects of a listing can be; others can be there, too.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scope {
    /// They were created after this, in nanoseconds since 1970.
    pub(crate) after: Option<i128>,
    /// They were created before this, in nanoseconds since 1970.
    pub(crate) before: Option<i128>,
    /// They have this [`label`].
    pub(crate) label: Option<u64>,
}

/// The ends of a part of a shelf.
pub(crate) type Ends = (Bound<SortKey>, Bound<SortKey>);

/// Returns the number that stands for a member with a value. Two may share a number, though hardly ever.
pub(crate) fn label(member: &str, value: &str) -> u64 {
    fingerprint(member.bytes().chain([0]).chain(value.bytes()))
}

impl Scope {
    /// Returns the ends of what is behind `place`, upwards or downwards; nothing if there is nothing between
    /// them.
    pub(super) fn ends(&self, is_upward: bool, place: Option<&SortKey>) -> Option<Ends> {
        let start_of = |created| SortKey {
            created,
            id: "".into(),
        };
        let place = place.cloned();
        let (above, below) = if is_upward {
            (place, None)
        } else {
            (None, place)
        };
        let after = self.after.map(|after| start_of(after.saturating_add(1)));
        let before = self.before.map(start_of);
        // No object has an empty id, so that it makes no difference whether a start itself belongs to it.
        let lower = above.max(after);
        let upper = match (below, before) {
            (Some(below), Some(before)) => Some(below.min(before)),
            (below, before) => below.or(before),
        };
        if let (Some(lower), Some(upper)) = (&lower, &upper)
            && lower >= upper
        {
            return None;
        }
        let end = |key: Option<SortKey>| key.map_or(Bound::Unbounded, Bound::Excluded);
        Some((end(lower), end(upper)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(created: i128) -> SortKey {
        SortKey {
            created,
            id: "a".into(),
        }
    }

    fn contains(ends: Option<&Ends>, created: i128) -> bool {
        use std::ops::RangeBounds;

        ends.is_some_and(|ends| ends.contains(&key(created)))
    }

    #[test]
    fn both_bounds_of_a_window_are_outside_and_so_is_the_place() {
        let scope = Scope {
            after: Some(2),
            before: Some(8),
            label: None,
        };
        let selected = |is_upward, place: Option<i128>| {
            let ends = scope.ends(is_upward, place.map(key).as_ref());
            let all = (0..10).filter(|created| contains(ends.as_ref(), *created));
            all.collect::<Vec<_>>()
        };

        assert_eq!(selected(true, None), [3, 4, 5, 6, 7]);
        assert_eq!(selected(true, Some(4)), [5, 6, 7]);
        assert_eq!(selected(false, Some(5)), [3, 4]);
        assert_eq!(selected(false, Some(9)), [3, 4, 5, 6, 7]);
        assert!(selected(false, Some(1)).is_empty());
        assert!(selected(true, Some(9)).is_empty());
    }
}
