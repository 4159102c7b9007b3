//! Bounds on what a page turns into while it is read.
//!
//! A list element of three bytes becomes a struct of a hundred and more. So the items of a page are counted, and the sizes of the
//! elements inside them added up, while they are read: serde offers no other way to stop early. The count belongs to the thread
//! for as long as [`within`] runs.

use std::cell::Cell;

use serde::de::Error;

/// What may still be read of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    items: usize,
    has_too_many_items: bool,
    element_bytes: usize,
}

impl Limits {
    /// Allows a page of `text_length` bytes with at most `items` items.
    pub(super) fn of_page(text_length: usize, items: usize) -> Self {
        Self {
            items,
            has_too_many_items: false,
            element_bytes: justified_by(text_length).saturating_add(ALLOWANCE),
        }
    }

    /// Allows one item of `text_length` bytes, out of so many on a page.
    pub(super) fn of_item(text_length: usize, items: usize) -> Self {
        Self {
            items: usize::MAX,
            has_too_many_items: false,
            element_bytes: justified_by(text_length).saturating_add(ALLOWANCE / items.max(1)),
        }
    }

    pub(super) fn has_too_many_items(&self) -> bool {
        self.has_too_many_items
    }
}

/// How many bytes the list elements of a page may take beyond what its text justifies.
const ALLOWANCE: usize = 256 * 1024;

/// A file of a run, the largest element that is common, takes little more memory than text.
fn justified_by(text_length: usize) -> usize {
    text_length + text_length / 4
}

thread_local! {
    static LEFT: Cell<Option<Limits>> = const { Cell::new(None) };
}

/// Reads something under `limits`, and returns what is left of them.
pub(super) fn within<R>(limits: Limits, read: impl FnOnce() -> R) -> (R, Limits) {
    let _before = Restore(LEFT.replace(Some(limits)));
    let result = read();
    (result, LEFT.get().unwrap_or(limits))
}

/// What is counted for each element of a list.
pub(crate) trait Count {
    /// Counts one element of type `T`.
    fn count<T, E: Error>() -> Result<(), E>;
}

/// Counts the items of a page.
pub(super) struct ItemCount;

impl Count for ItemCount {
    fn count<T, E: Error>() -> Result<(), E> {
        take(|left| match left.items.checked_sub(1) {
            Some(items) => {
                left.items = items;
                Ok(())
            }
            None => {
                left.has_too_many_items = true;
                Err(E::custom("page has too many items"))
            }
        })
    }
}

/// Adds up the sizes of the elements of a list inside an item.
pub(crate) struct ElementCount;

impl Count for ElementCount {
    fn count<T, E: Error>() -> Result<(), E> {
        take(|left| {
            let bytes = left.element_bytes.checked_sub(size_of::<T>());
            left.element_bytes =
                bytes.ok_or_else(|| E::custom("list has more elements than its text justifies"))?;
            Ok(())
        })
    }
}

fn take<E>(count: impl FnOnce(&mut Limits) -> Result<(), E>) -> Result<(), E> {
    let Some(mut left) = LEFT.get() else {
        return Ok(());
    };
    let counted = count(&mut left);
    LEFT.set(Some(left));
    counted
}

/// Puts the limits back that were in force before, also when reading panics.
struct Restore(Option<Limits>);

impl Drop for Restore {
    fn drop(&mut self) {
        LEFT.set(self.0);
    }
}
