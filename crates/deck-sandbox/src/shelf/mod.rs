//! The objects of one resource, in the order of its listing.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::iter;
use std::sync::Arc;

use crate::rules::Order;
use crate::shelf::labels::Known;
use crate::shelf::labels::Labels;
use crate::shelf::scope::Scope;
use crate::shelf::scope::Window;
use crate::sort_key::Created;
use crate::sort_key::SortKey;

mod labels;

pub(crate) mod scope;

/// The objects of one resource, and where deleted ones stood.
#[derive(Clone)]
pub(crate) struct Shelf<T> {
    order: Order,
    /// In boxes, because the tree moves what is in it, and leaves room for more.
    objects: BTreeMap<SortKey, Box<T>>,
    places: HashMap<Arc<str>, SortKey>,
    deleted: HashMap<Arc<str>, SortKey>,
    labels: Labels,
}

impl<T: Created> Shelf<T> {
    /// Creates a shelf of `objects` in `order`. Of several with one id, the last one stays.
    pub(crate) fn new(order: Order, objects: impl IntoIterator<Item = T>) -> Shelf<T> {
        let mut shelf = Shelf {
            order,
            objects: BTreeMap::new(),
            places: HashMap::new(),
            deleted: HashMap::new(),
            labels: Labels::default(),
        };
        for object in objects {
            shelf.insert(object);
        }
        shelf
    }

    /// Puts the objects in `order`; none has been deleted yet.
    pub(crate) fn in_order(self, order: Order) -> Shelf<T> {
        Shelf::new(order, self.objects.into_values().map(|object| *object))
    }

    /// Adds `object`, and returns the one that had its id before.
    pub(crate) fn insert(&mut self, object: T) -> Option<T> {
        let place = SortKey::of(&object, self.order);
        self.deleted.remove(object.id());
        let before = self.places.insert(Arc::clone(&place.id), place.clone());
        let replaced = before.and_then(|before| {
            let replaced = *self.objects.remove(&before)?;
            self.labels.remove(&before, replaced.labels());
            Some(replaced)
        });
        self.labels.add(&place, object.labels());
        self.objects.insert(place, Box::new(object));
        replaced
    }

    /// Removes the object with `id` and remembers its place.
    pub(crate) fn delete(&mut self, id: &str) -> Option<T> {
        let (place, object) = self.take(id)?;
        self.deleted.insert(Arc::clone(&place.id), place);
        object
    }

    /// Removes the object with `id` without remembering its place.
    pub(crate) fn forget(&mut self, id: &str) -> Option<T> {
        self.take(id)?.1
    }

    /// Returns the object with `id`.
    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        let place = self.place(id)?;
        self.objects.get(place).map(Box::as_ref)
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
        self.forward(None, Scope::default())
    }

    /// Goes through the objects in `scope`, and maybe others, in order, from behind `place` or from the
    /// start.
    pub(crate) fn forward(
        &self,
        place: Option<&SortKey>,
        scope: Scope,
    ) -> Box<dyn Iterator<Item = &T> + '_> {
        self.walk(self.order == Order::OldestFirst, place, scope)
    }

    /// Goes through the objects in `scope`, and maybe others, against the order, from before `place` on.
    pub(crate) fn backward(
        &self,
        place: &SortKey,
        scope: Scope,
    ) -> Box<dyn Iterator<Item = &T> + '_> {
        self.walk(self.order != Order::OldestFirst, Some(place), scope)
    }

    fn take(&mut self, id: &str) -> Option<(SortKey, Option<T>)> {
        let place = self.places.remove(id)?;
        let object = self.objects.remove(&place).map(|object| *object);
        let labels = object.as_ref().map(T::labels);
        self.labels.remove(&place, labels.unwrap_or_default());
        Some((place, object))
    }

    fn walk(
        &self,
        is_upward: bool,
        place: Option<&SortKey>,
        scope: Scope,
    ) -> Box<dyn Iterator<Item = &T> + '_> {
        let window = match self.order {
            Order::NewestFirst | Order::OldestFirst => scope.window,
            // Their places have nothing to do with the creation.
            Order::LastUpdatedFirst | Order::Shuffled => Window::default(),
        };
        let Some(ends) = window.ends(is_upward, place) else {
            return Box::new(iter::empty());
        };
        match scope
            .label
            .map_or(Known::Common, |label| self.labels.find(label))
        {
            Known::Nowhere => Box::new(iter::empty()),
            Known::Rare(places) => {
                let objects = places
                    .range(ends)
                    .filter_map(|place| self.objects.get(place).map(Box::as_ref));
                turned(objects, is_upward)
            }
            Known::Common => {
                let objects = self.objects.range(ends).map(|(_, object)| &**object);
                turned(objects, is_upward)
            }
        }
    }
}

fn turned<'a, T>(
    upward: impl DoubleEndedIterator<Item = &'a T> + 'a,
    is_upward: bool,
) -> Box<dyn Iterator<Item = &'a T> + 'a> {
    if is_upward {
        Box::new(upward)
    } else {
        Box::new(upward.rev())
    }
}

#[cfg(test)]
mod tests {
    use deck_types::Timestamp;

    use super::*;

    struct Labelled(u64);

    impl Created for Labelled {
        fn id(&self) -> &'static str {
            "one"
        }

        fn created_at(&self) -> Option<&Timestamp> {
            None
        }

        fn labels(&self) -> Vec<u64> {
            vec![self.0]
        }
    }

    fn is_known(shelf: &Shelf<Labelled>, label: u64) -> bool {
        !matches!(shelf.labels.find(label), Known::Nowhere)
    }

    #[test]
    fn the_labels_of_an_object_go_with_it() {
        let mut shelf = Shelf::new(Order::default(), [Labelled(1)]);

        shelf.insert(Labelled(2));
        assert!(!is_known(&shelf, 1) && is_known(&shelf, 2));

        shelf.delete("one");
        assert!(!is_known(&shelf, 2));

        shelf.insert(Labelled(3));
        shelf.forget("one");
        assert!(!is_known(&shelf, 3));
    }
}
