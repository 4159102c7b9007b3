//! The objects of one resource, in the order of their creation.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::ops::Bound;

use crate::rules::Order;
use crate::sort_key::Created;
use crate::sort_key::SortKey;

/// The objects of one resource, and where deleted ones stood.
#[derive(Clone)]
pub(crate) struct Shelf<T> {
    objects: BTreeMap<SortKey, T>,
    places: HashMap<Box<str>, SortKey>,
    deleted: HashMap<Box<str>, SortKey>,
}

impl<T: Created> Shelf<T> {
    /// Creates a shelf of `objects`. Of several with one id, the last one stays.
    pub(crate) fn new(objects: impl IntoIterator<Item = T>) -> Shelf<T> {
        let mut shelf = Shelf {
            objects: BTreeMap::new(),
            places: HashMap::new(),
            deleted: HashMap::new(),
        };
        for object in objects {
            shelf.insert(object);
        }
        shelf
    }

    /// Adds `object`, and returns the one that had its id before.
    pub(crate) fn insert(&mut self, object: T) -> Option<T> {
        let place = SortKey::of(&object);
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

    /// Removes the object that was created first, if that was before `nanoseconds` since 1970, without
    /// remembering its place.
    pub(crate) fn expire(&mut self, nanoseconds: i128) -> Option<T> {
        let first = self.objects.first_entry()?;
        if first.key().created >= nanoseconds {
            return None;
        }
        let (place, object) = first.remove_entry();
        self.places.remove(&place.id);
        Some(object)
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

    /// Goes through the objects in `order`, from behind `place` or from the start.
    pub(crate) fn forward(
        &self,
        order: Order,
        place: Option<&SortKey>,
    ) -> Box<dyn Iterator<Item = &T> + '_> {
        match order {
            Order::NewestFirst => self.descending(place),
            Order::OldestFirst => self.ascending(place),
        }
    }

    /// Goes through the objects against `order`, from before `place` on.
    pub(crate) fn backward(
        &self,
        order: Order,
        place: &SortKey,
    ) -> Box<dyn Iterator<Item = &T> + '_> {
        match order {
            Order::NewestFirst => self.ascending(Some(place)),
            Order::OldestFirst => self.descending(Some(place)),
        }
    }

    fn ascending(&self, place: Option<&SortKey>) -> Box<dyn Iterator<Item = &T> + '_> {
        let start = place.map_or(Bound::Unbounded, Bound::Excluded);
        let range = self.objects.range((start, Bound::Unbounded));
        Box::new(range.map(|(_, object)| object))
    }

    fn descending(&self, place: Option<&SortKey>) -> Box<dyn Iterator<Item = &T> + '_> {
        let end = place.map_or(Bound::Unbounded, Bound::Excluded);
        let range = self.objects.range((Bound::Unbounded, end));
        Box::new(range.rev().map(|(_, object)| object))
    }
}
