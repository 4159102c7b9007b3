//! The items of a page in the server's order: those that could be read and those that could not, put together
//! again.

use std::borrow::Borrow;
use std::borrow::Cow;
use std::fmt;
use std::iter::Peekable;
use std::vec;

use serde::Serialize;
use serde::Serializer;

use super::page_item::PageItem;
use super::rejected_item::RejectedItem;

/// What stands in one place of a page that is looked at.
pub(super) struct Place<'a, T>(pub(super) Result<&'a T, &'a RejectedItem>);

/// An iterator over the places of a page.
pub(super) struct Entries<I, R: Iterator> {
    items: I,
    rejected: Peekable<R>,
    index: usize,
}

impl<I: Iterator, R: Iterator<Item: Borrow<RejectedItem>>> Entries<I, R> {
    pub(super) fn new(
        items: impl IntoIterator<IntoIter = I>,
        rejected: impl IntoIterator<IntoIter = R>,
    ) -> Self {
        Self {
            items: items.into_iter(),
            rejected: rejected.into_iter().peekable(),
            index: 0,
        }
    }
}

impl<I: Iterator, R: Iterator<Item: Borrow<RejectedItem>>> Iterator for Entries<I, R> {
    type Item = Result<I::Item, R::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.index;
        self.index += 1;
        let rejected = self.rejected.peek();
        if rejected.is_some_and(|rejected| rejected.borrow().index <= index) {
            return self.rejected.next().map(Err);
        }
        // Behind the last item come rejected ones whose index leaves a gap, as only a page put together by
        // hand can have.
        match self.items.next() {
            Some(item) => Some(Ok(item)),
            None => self.rejected.next().map(Err),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (items, most_items) = self.items.size_hint();
        let (rejected, most_rejected) = self.rejected.size_hint();
        let most = most_items.zip(most_rejected);
        (
            items.saturating_add(rejected),
            most.and_then(|(items, rejected)| items.checked_add(rejected)),
        )
    }
}

/// The items of a page in the server's order, those that could not be read as errors in their
/// places.
///
/// Made by [`Page::into_entries`](crate::Page::into_entries).
pub struct IntoEntries<T>(Entries<vec::IntoIter<T>, vec::IntoIter<RejectedItem>>);

impl<T> IntoEntries<T> {
    pub(super) fn new(data: Vec<T>, rejected: Vec<RejectedItem>) -> Self {
        Self(Entries::new(data, rejected))
    }
}

impl<T> fmt::Debug for IntoEntries<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("IntoEntries")
            .finish_non_exhaustive()
    }
}

impl<T> Iterator for IntoEntries<T> {
    type Item = Result<T, RejectedItem>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T> ExactSizeIterator for IntoEntries<T> {}

impl<'a, T: PageItem> Place<'a, T> {
    pub(super) fn item_id(&self) -> Option<Cow<'a, str>> {
        match self.0 {
            Ok(item) => item.item_id(),
            Err(rejected) => rejected.id.as_ref().map(|id| id.as_str().into()),
        }
    }
}

impl<T: Serialize> Serialize for Place<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Ok(item) => item.serialize(serializer),
            Err(rejected) => rejected.text.serialize(serializer),
        }
    }
}
