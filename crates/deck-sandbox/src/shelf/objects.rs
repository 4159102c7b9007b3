//! What a listing needs of the objects it lists.

use std::borrow::Cow;

use crate::rules::Order;
use crate::shelf::Shelf;
use crate::shelf::Walk;
use crate::shelf::scope::Scope;
use crate::sort_key::Created;
use crate::sort_key::SortKey;

/// The objects of one resource in the order of its listing.
pub(crate) trait Objects<T: Clone> {
    /// Returns the place where the object with `id` is.
    fn place(&self, id: &str) -> Option<SortKey>;

    /// Returns the place where the deleted object with `id` was.
    fn former_place(&self, id: &str) -> Option<SortKey>;

    /// Returns the order of the listing.
    fn order(&self) -> Order;

    /// Goes through the objects in `scope`, and maybe others, upwards or downwards from behind `place` or
    /// from the end.
    fn walk(&self, is_upward: bool, place: Option<&SortKey>, scope: &Scope)
    -> Walk<'_, Cow<'_, T>>;

    /// Goes through the objects in `scope`, and maybe others, in order, from behind `place` or from the
    /// start.
    fn forward(&self, place: Option<&SortKey>, scope: &Scope) -> Walk<'_, Cow<'_, T>> {
        self.walk(self.order().is_upward(), place, scope)
    }

    /// Goes through the objects in `scope`, and maybe others, against the order, from before `place` on.
    fn backward(&self, place: &SortKey, scope: &Scope) -> Walk<'_, Cow<'_, T>> {
        self.walk(!self.order().is_upward(), Some(place), scope)
    }
}

/// Objects of the state, or some that were put together for one response.
pub(crate) enum ListedObjects<'a, T> {
    Kept(&'a dyn Objects<T>),
    Made(Shelf<T>),
}

impl<T: Created + Clone> ListedObjects<'_, T> {
    pub(crate) fn get(&self) -> &dyn Objects<T> {
        match self {
            ListedObjects::Kept(objects) => *objects,
            ListedObjects::Made(shelf) => shelf,
        }
    }
}
