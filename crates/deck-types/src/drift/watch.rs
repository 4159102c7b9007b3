//! The watch over what a thread reads.
//!
//! serde offers no way to hand a place to put findings through derived implementations, so it belongs to the
//! thread for as long as something is read. Whoever reads models asks [`is_on`] first, once for each object
//! and each list, and does nothing else where nobody watches.

use std::cell::Cell;
use std::cell::RefCell;

use super::SchemaDrift;
use super::drift_kind::DriftKind;
use super::finding::DriftFinding;
use super::json_type::JsonType;
use crate::excerpt::beginning;

thread_local! {
    static IS_ON: Cell<bool> = const { Cell::new(false) };
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

/// What was found so far, and the place of the value that is being read.
struct Watch {
    drift: SchemaDrift,
    path: String,
}

impl Watch {
    fn new() -> Self {
        Self {
            drift: SchemaDrift::default(),
            path: ROOT.to_owned(),
        }
    }

    fn note(&mut self, path: String, kind: DriftKind, json_type: Option<JsonType>) {
        let finding = DriftFinding {
            path,
            kind,
            json_type,
        };
        self.drift.add(finding, 1);
    }
}

const ROOT: &str = "$";

/// How long a path may be before no further step is added to it.
const LONGEST_PATH: usize = 256;

/// How much of a name is told. Names of fields are shorter; a hostile one may be as long as the body.
const LONGEST_NAME: usize = 64;

const ELLIPSIS: &str = "…";

/// Returns whether what this thread reads is watched.
pub(crate) fn is_on() -> bool {
    IS_ON.get()
}

pub(super) fn watch<T>(read: impl FnOnce() -> T) -> (T, SchemaDrift) {
    let before = Restore(WATCH.replace(Some(Watch::new())), IS_ON.replace(true));
    let result = read();
    let found = WATCH.take();
    drop(before);
    (result, found.map(|watch| watch.drift).unwrap_or_default())
}

/// Puts the watch back that was on before, also when reading panics.
struct Restore(Option<Watch>, bool);

impl Drop for Restore {
    fn drop(&mut self) {
        WATCH.replace(self.0.take());
        IS_ON.set(self.1);
    }
}

/// Reads something, and forgets what was found in it if that fails: what is read again is not to be found
/// twice.
pub(crate) fn unless_it_fails<T, E>(read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let before = take_findings();
    let result = read();
    if let Some(before) = before {
        put_findings_back(before, result.is_ok());
    }
    result
}

/// Takes out what was found so far, where there is a watch.
fn take_findings() -> Option<Box<SchemaDrift>> {
    with(|watch| Box::new(std::mem::take(&mut watch.drift)))
}

/// Puts back what was found before, with what was found since where that is `kept`.
fn put_findings_back(before: Box<SchemaDrift>, kept: bool) {
    with(|watch| {
        let found = std::mem::replace(&mut watch.drift, *before);
        if kept {
            watch.drift.merge(found);
        }
    });
}

/// Reads the member `name` of the object that is being read.
///
/// It is never inlined, so that reading without a watch does not pay for the guard.
#[inline(never)]
pub(crate) fn within_member<T>(name: &str, read: impl FnOnce() -> T) -> T {
    let _place = enter(|path| push_member(path, name));
    read()
}

/// Goes on to the elements of the list that is being read, until the result is dropped.
pub(crate) fn enter_elements() -> Place {
    enter(|path| path.push_str("[]"))
}

/// Goes on to the items of the page that is being read, until the result is dropped.
pub(crate) fn enter_items() -> Place {
    enter(|path| path.push_str(".data[]"))
}

/// A place inside the value that is being read; dropping it goes back.
#[must_use]
pub(crate) struct Place {
    path_length: Option<usize>,
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(length) = self.path_length {
            leave(length);
        }
    }
}

fn enter(push: impl FnOnce(&mut String)) -> Place {
    let path_length = with(|watch| {
        let length = watch.path.len();
        if length <= LONGEST_PATH {
            push(&mut watch.path);
        } else if !watch.path.ends_with(ELLIPSIS) {
            watch.path.push_str(ELLIPSIS);
        }
        length
    });
    Place { path_length }
}

fn leave(path_length: usize) {
    with(|watch| watch.path.truncate(path_length));
}

/// Notes that the value with this text stands in a field that the model has no name for.
pub(crate) fn note_unknown_field(value: &str) {
    note_here(DriftKind::UnknownField, Some(JsonType::of(value)));
}

/// Notes that the open enum that is being read does not know its word.
pub(crate) fn note_unknown_word() {
    note_here(DriftKind::UnknownWord, Some(JsonType::String));
}

/// Notes that the model that is being read has no field of this name.
///
/// The id of the response is there only where the model is the whole of it.
pub(crate) fn note_absent_field(name: &str) {
    with(|watch| {
        if name == REQUEST_ID && watch.path != ROOT {
            return;
        }
        let mut path = watch.path.clone();
        push_member(&mut path, name);
        watch.note(path, DriftKind::AbsentField, None);
    });
}

const REQUEST_ID: &str = "request_id";

/// Notes that the item that is being read cannot be read, for what is at this path inside of it.
pub(crate) fn note_unreadable_item(path_inside: &str) {
    with(|watch| {
        let inside = path_inside.strip_prefix(ROOT).unwrap_or(path_inside);
        let mut path = watch.path.clone();
        push_without_indices(&mut path, inside);
        watch.note(path, DriftKind::UnreadableItem, None);
    });
}

fn note_here(kind: DriftKind, json_type: Option<JsonType>) {
    with(|watch| {
        let path = watch.path.clone();
        watch.note(path, kind, json_type);
    });
}

/// Shows the watch, if it is on. Nothing that is called with it reads anything.
fn with<R>(look: impl FnOnce(&mut Watch) -> R) -> Option<R> {
    if !is_on() {
        return None;
    }
    WATCH.with_borrow_mut(|watch| watch.as_mut().map(look))
}

fn push_member(path: &mut String, name: &str) {
    let shown = beginning(name, LONGEST_NAME);
    let ellipsis = if shown.len() < name.len() {
        ELLIPSIS
    } else {
        ""
    };
    if is_plain(shown) {
        path.extend([".", shown, ellipsis]);
    } else {
        path.extend(["[\"", shown, ellipsis, "\"]"]);
    }
}

fn is_plain(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty() && name.bytes().all(is_plain)
}

/// Appends a path with `[]` in the place of each index.
fn push_without_indices(path: &mut String, inside: &str) {
    let shown = beginning(inside, LONGEST_PATH);
    let mut rest = shown;
    while let Some((before, after)) = rest.split_once('[') {
        path.extend([before, "["]);
        rest = after.trim_start_matches(|character: char| character.is_ascii_digit());
    }
    path.push_str(rest);
    if shown.len() < inside.len() {
        path.push_str(ELLIPSIS);
    }
}
