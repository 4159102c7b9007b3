//! What the filters of listings have in common.

use deck_types::Timestamp;

/// Returns whether an object was created in the window. The bounds do not belong to it: the reference page
/// says "after" and "before".
pub(super) fn is_between(created: Option<i128>, after: Option<i128>, before: Option<i128>) -> bool {
    after.is_none_or(|after| created.is_some_and(|created| created > after))
        && before.is_none_or(|before| created.is_some_and(|created| created < before))
}

pub(super) fn any_of<T: PartialEq>(wanted: &[T], value: Option<&T>) -> bool {
    wanted.is_empty() || value.is_some_and(|value| wanted.contains(value))
}

pub(super) fn equal<T: PartialEq>(wanted: Option<&T>, value: Option<&T>) -> bool {
    wanted.is_none() || wanted == value
}

pub(super) fn instant(timestamp: Option<&Timestamp>) -> Option<i128> {
    timestamp.and_then(|timestamp| timestamp.unix_nanoseconds().ok())
}
