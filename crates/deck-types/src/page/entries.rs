//! The items of a page in the server's order: those that could be read and those that could not, put together again.

use std::borrow::Borrow;
use std::iter::Peekable;

use serde::Serialize;
use serde::Serializer;

use super::page_item::PageItem;
use super::rejected_item::RejectedItem;
use crate::id::TaskRunId;

/// What stands in one place of a page.
pub(super) enum Entry<T, R> {
    Item(T),
    Rejected(R),
}

/// Goes through the places of a page.
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
    type Item = Entry<I::Item, R::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.index;
        self.index += 1;
        if let Some(rejected) = self
            .rejected
            .next_if(|rejected| rejected.borrow().index <= index)
        {
            return Some(Entry::Rejected(rejected));
        }
        // Behind the last item come rejected ones whose index leaves a gap, as only a page put together by hand can have.
        match self.items.next() {
            Some(item) => Some(Entry::Item(item)),
            None => self.rejected.next().map(Entry::Rejected),
        }
    }
}

impl<T, R> Entry<T, R> {
    pub(super) fn into_result(self) -> Result<T, R> {
        match self {
            Self::Item(item) => Ok(item),
            Self::Rejected(rejected) => Err(rejected),
        }
    }
}

impl<T: PageItem> Entry<&T, &RejectedItem> {
    pub(super) fn task_run_id(&self) -> Option<TaskRunId> {
        match self {
            Self::Item(item) => item.task_run_id(),
            Self::Rejected(rejected) => rejected.id.clone(),
        }
    }
}

impl<T: Serialize> Serialize for Entry<&T, &RejectedItem> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Item(item) => item.serialize(serializer),
            Self::Rejected(rejected) => rejected.text.serialize(serializer),
        }
    }
}
