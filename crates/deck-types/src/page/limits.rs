//! Bounds on what a page turns into while it is read.
//!
//! A list element of three bytes becomes a struct of a hundred and more. So the items of a page are counted,
//! and what the elements inside them take beyond their own text added up, while they are read: serde offers
//! no other way to stop early. The count belongs to the thread for as long as [`within`] runs.
//!
//! The text of an element is all that justifies it. Were the rest of the page counted too, a page could hold
//! one long text, which costs three times its bytes while it is read, and a short list that costs as much as
//! that text would justify.

use std::cell::Cell;

use serde::de::Error;

use super::Page;

/// What may still be read of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    items: usize,
    has_too_many_items: bool,
    element_bytes: usize,
}

impl Limits {
    /// Allows a page with at most `items` items.
    pub(super) fn of_page(items: usize) -> Self {
        Self {
            items,
            has_too_many_items: false,
            element_bytes: ALLOWANCE,
        }
    }

    /// Allows one item, out of so many on a page.
    pub(super) fn of_item(items: usize) -> Self {
        Self {
            items: usize::MAX,
            has_too_many_items: false,
            element_bytes: ALLOWANCE / items.max(1),
        }
    }

    pub(super) fn has_too_many_items(&self) -> bool {
        self.has_too_many_items
    }
}

/// How many bytes the list elements of a page may take beyond what their text justifies.
const ALLOWANCE: usize = 256 * 1024;

/// An element of a list inside an item.
pub(crate) trait ListElement {
    /// Returns how many bytes of text it takes at least to send the element.
    fn least_text(&self) -> usize;
}

/// Returns how many bytes of text it takes at least to send an optional field: its name, its text, and the
/// signs around them.
pub(crate) fn least_text_of(name: &str, text: Option<&str>) -> usize {
    text.map_or(0, |text| r#""":"","#.len() + name.len() + text.len())
}

/// Returns how many bytes the elements of lists may take in memory beside a text of this length. A file of a
/// run, the largest element that is common, takes little more memory than text.
fn justified_by(text_length: usize) -> usize {
    text_length + text_length / 6
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
pub(crate) trait Count<T> {
    /// Counts one element.
    fn count<E: Error>(element: &T) -> Result<(), E>;

    /// Returns for how many more elements room is made behind so many.
    fn room_behind(length: usize) -> usize;
}

/// Counts the items of a page.
pub(super) struct ItemCount;

impl<T> Count<T> for ItemCount {
    fn count<E: Error>(_: &T) -> Result<(), E> {
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

    /// A page has a hundred items, and one that has more probably has as many as it may: growing step by
    /// step, with its old elements beside the new, would take more than room for all.
    fn room_behind(length: usize) -> usize {
        match length {
            0 => USUAL_ITEMS,
            1..MOST_ITEMS => MOST_ITEMS - length,
            _ => length / 4,
        }
    }
}

/// How many items a page has at most by the documentation.
const USUAL_ITEMS: usize = 100;

const MOST_ITEMS: usize = Page::<()>::MAX_ITEMS;

/// Adds up what the elements of a list inside an item take beyond their text.
pub(crate) struct ElementCount;

impl<T: ListElement> Count<T> for ElementCount {
    fn count<E: Error>(element: &T) -> Result<(), E> {
        take(|left| {
            let excess = size_of::<T>().saturating_sub(justified_by(element.least_text()));
            let bytes = left.element_bytes.checked_sub(excess);
            left.element_bytes =
                bytes.ok_or_else(|| E::custom("list has more elements than its text justifies"))?;
            Ok(())
        })
    }

    /// A long list grows by a quarter, since twice as much would double what a hostile one costs.
    fn room_behind(length: usize) -> usize {
        match length {
            0..4 => 4,
            4..64 => length,
            _ => length / 4,
        }
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
