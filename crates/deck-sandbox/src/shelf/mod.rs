//! The objects of one resource, in the order of its listing.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::iter;
use std::sync::Arc;

use crate::rules::Order;
use crate::shelf::labels::Labels;
use crate::shelf::objects::Objects;
use crate::shelf::scope::Scope;
use crate::sort_key::Created;
use crate::sort_key::SortKey;

mod labels;

pub(crate) mod merged;

pub(crate) mod objects;

pub(crate) mod scope;

/// Things in the order of a shelf, or against it.
pub(crate) type Walk<'a, T> = Box<dyn Iterator<Item = T> + 'a>;

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
        self.remember(place);
        object
    }

    /// Removes the object with `id` without remembering its place.
    pub(crate) fn forget(&mut self, id: &str) -> Option<T> {
        self.take(id)?.1
    }

    /// Returns the object with `id`.
    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        let place = self.places.get(id)?;
        self.objects.get(place).map(Box::as_ref)
    }

    /// Returns the number of objects.
    pub(crate) fn len(&self) -> usize {
        self.objects.len()
    }

    /// Returns the number of objects with one of `labels`, none of which has two of them.
    pub(crate) fn count(&self, labels: &[u64]) -> usize {
        self.labels.count(labels)
    }

    /// Goes through all objects in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        let objects = self.walk(self.order.is_upward(), None, &Scope::default());
        objects.map(|(_, object)| object)
    }

    /// Remembers that an object was at `place` and is not any more.
    pub(crate) fn remember(&mut self, place: SortKey) {
        self.deleted.insert(Arc::clone(&place.id), place);
    }

    /// Goes through the objects in `scope`, and maybe others, with their places, upwards or downwards from
    /// behind `place` or from the end.
    pub(crate) fn walk(
        &self,
        is_upward: bool,
        place: Option<&SortKey>,
        scope: &Scope,
    ) -> Walk<'_, (&SortKey, &T)> {
        let Some(ends) = scope.window_in(self.order).ends(is_upward, place) else {
            return Box::new(iter::empty());
        };
        let rarest = scope.labels.iter();
        match rarest.min_by_key(|labels| self.labels.count(labels)) {
            Some(labels) => {
                let places = self.labels.places(labels, &ends, is_upward);
                Box::new(places.filter_map(|place| Some((place, &**self.objects.get(place)?))))
            }
            None => {
                let objects = self.objects.range(ends);
                turned(objects.map(|(place, object)| (place, &**object)), is_upward)
            }
        }
    }

    fn take(&mut self, id: &str) -> Option<(SortKey, Option<T>)> {
        let place = self.places.remove(id)?;
        let object = self.objects.remove(&place).map(|object| *object);
        let labels = object.as_ref().map(T::labels);
        self.labels.remove(&place, labels.unwrap_or_default());
        Some((place, object))
    }
}

impl<T: Created + Clone> Objects<T> for Shelf<T> {
    fn place(&self, id: &str) -> Option<SortKey> {
        self.places.get(id).cloned()
    }

    fn former_place(&self, id: &str) -> Option<SortKey> {
        self.deleted.get(id).cloned()
    }

    fn order(&self) -> Order {
        self.order
    }

    fn walk(
        &self,
        is_upward: bool,
        place: Option<&SortKey>,
        scope: &Scope,
    ) -> Walk<'_, Cow<'_, T>> {
        let objects = Shelf::walk(self, is_upward, place, scope);
        Box::new(objects.map(|(_, object)| Cow::Borrowed(object)))
    }
}

/// Returns what goes `upward` in the direction that is asked for.
pub(crate) fn turned<'a, T>(
    upward: impl DoubleEndedIterator<Item = T> + 'a,
    is_upward: bool,
) -> Walk<'a, T> {
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
        shelf.count(&[label]) == 1
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
