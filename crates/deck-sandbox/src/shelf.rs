//! The objects of one resource, in the order of its listing.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::ops::Bound;

use crate::rules::Order;
use crate::sort_key::Created;
use crate::sort_key::SortKey;

/// The instants of creation that a listing may have, both ends included.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Window {
    pub(crate) first: Option<i128>,
    pub(crate) last: Option<i128>,
}

/// The objects of one resource, and where deleted ones stood.
#[derive(Clone)]
pub(crate) struct Shelf<T> {
    order: Order,
    objects: BTreeMap<SortKey, T>,
    places: HashMap<Box<str>, SortKey>,
    deleted: HashMap<Box<str>, SortKey>,
}

impl<T: Created> Shelf<T> {
    /// Creates a shelf of `objects` in `order`. Of several with one id, the last one stays.
    pub(crate) fn new(order: Order, objects: impl IntoIterator<Item = T>) -> Shelf<T> {
        let mut shelf = Shelf {
            order,
            objects: BTreeMap::new(),
            places: HashMap::new(),
            deleted: HashMap::new(),
        };
        for object in objects {
            shelf.insert(object);
        }
        shelf
    }

    /// Puts the objects in `order`; none has been deleted yet.
    pub(crate) fn in_order(self, order: Order) -> Shelf<T> {
        Shelf::new(order, self.objects.into_values())
    }

    /// Adds `object`, and returns the one that had its id before.
    pub(crate) fn insert(&mut self, object: T) -> Option<T> {
        let place = SortKey::of(&object, self.order);
        self.deleted.remove(object.id());
        let before = self.places.insert(object.id().into(), place.clone());
        let replaced = before.and_then(|before| self.objects.remove(&before));
        self.objects.insert(place, object);
        replaced
    }

    /// Removes the object with `id` and remembers its place.
    pub(crate) fn delete(&mut self, id: &str) -> Option<T> {
        let place = self.places.remove(id)?;
        let object = self.objects.remove(&place);
        self.deleted.insert(id.into(), place);
        object
    }

    /// Removes the object with `id` without remembering its place.
    pub(crate) fn forget(&mut self, id: &str) -> Option<T> {
        let place = self.places.remove(id)?;
        self.objects.remove(&place)
    }

    /// Returns the object with `id`.
    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.place(id).and_then(|place| self.objects.get(place))
    }

    /// Returns the place where the object with `id` is.
    pub(crate) fn place(&self, id: &str) -> Option<&SortKey> {
        self.places.get(id)
    }

    /// Returns the place where the deleted object with `id` was.
    pub(crate) fn former_place(&self, id: &str) -> Option<&SortKey> {
        self.deleted.get(id)
    }

    /// Returns the number of objects.
    pub(crate) fn len(&self) -> usize {
        self.objects.len()
    }

    /// Goes through all objects in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.forward(None, Window::default())
    }

    /// Goes through the objects in order, from behind `place` or from the start.
    ///
    /// Those outside of `window` may be left out.
    pub(crate) fn forward(
        &self,
        place: Option<&SortKey>,
        window: Window,
    ) -> Box<dyn Iterator<Item = &T> + '_> {
        match self.order {
            Order::OldestFirst => self.ascending(place, window),
            Order::NewestFirst | Order::LastUpdatedFirst | Order::Shuffled => {
                self.descending(place, window)
            }
        }
    }

    /// Goes through the objects against the order, from before `place` on.
    pub(crate) fn backward(
        &self,
        place: &SortKey,
        window: Window,
    ) -> Box<dyn Iterator<Item = &T> + '_> {
        match self.order {
            Order::OldestFirst => self.descending(Some(place), window),
            Order::NewestFirst | Order::LastUpdatedFirst | Order::Shuffled => {
                self.ascending(Some(place), window)
            }
        }
    }

    fn ascending(
        &self,
        place: Option<&SortKey>,
        window: Window,
    ) -> Box<dyn Iterator<Item = &T> + '_> {
        let (first, end) = self.keys(window);
        // A place inside the window is nearer than its beginning.
        let start = match (place, first) {
            (Some(place), Some(first)) if *place < first => Bound::Included(first),
            (Some(place), _) => Bound::Excluded(place.clone()),
            (None, Some(first)) => Bound::Included(first),
            (None, None) => Bound::Unbounded,
        };
        Box::new(self.range(start, end.map_or(Bound::Unbounded, Bound::Excluded)))
    }

    fn descending(
        &self,
        place: Option<&SortKey>,
        window: Window,
    ) -> Box<dyn Iterator<Item = &T> + '_> {
        let (first, end) = self.keys(window);
        let end = end.into_iter().chain(place.cloned()).min();
        let start = first.map_or(Bound::Unbounded, Bound::Included);
        Box::new(
            self.range(start, end.map_or(Bound::Unbounded, Bound::Excluded))
                .rev(),
        )
    }

    /// Returns the first place of a window and the one behind it, where the order is by creation.
    fn keys(&self, window: Window) -> (Option<SortKey>, Option<SortKey>) {
        if !matches!(self.order, Order::NewestFirst | Order::OldestFirst) {
            return (None, None);
        }
        let end = window.last.and_then(|last| last.checked_add(1));
        (window.first.map(SortKey::before), end.map(SortKey::before))
    }

    fn range(
        &self,
        start: Bound<SortKey>,
        end: Bound<SortKey>,
    ) -> impl DoubleEndedIterator<Item = &T> {
        let is_empty = match (&start, &end) {
            (Bound::Included(start) | Bound::Excluded(start), Bound::Excluded(end)) => start >= end,
            _ => false,
        };
        let range = (!is_empty).then(|| self.objects.range((start, end)));
        range.into_iter().flatten().map(|(_, object)| object)
    }
}
