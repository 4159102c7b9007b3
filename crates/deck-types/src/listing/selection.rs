//! The rules by which filters select an item that one has at hand, the same for every listing.

use crate::timestamp::Timestamp;

/// Returns whether the value of an item is one of those that are wanted, where any are. An item without a
/// value is none of them.
pub(crate) fn is_any_of<T: PartialEq>(wanted: &[T], value: Option<&T>) -> bool {
    is_any_by(wanted, value, PartialEq::eq)
}

/// Returns what [`is_any_of`] does, for values that can be the same without being equal.
pub(crate) fn is_any_by<T>(
    wanted: &[T],
    value: Option<&T>,
    is_same: impl Fn(&T, &T) -> bool,
) -> bool {
    let is_wanted = |value| wanted.iter().any(|wanted| is_same(wanted, value));
    wanted.is_empty() || value.is_some_and(is_wanted)
}

/// Returns whether the value of an item is the one that is wanted, where one is.
pub(crate) fn is<T: PartialEq>(wanted: Option<&T>, value: Option<&T>) -> bool {
    wanted.is_none() || wanted == value
}

/// Returns whether an instant lies in the window. The bounds do not belong to it: the reference page says
/// "after" and "before".
///
/// Where there is a bound, it, and the text of the item, must stand for an instant.
pub(crate) fn is_between(
    after: Option<&Timestamp>,
    before: Option<&Timestamp>,
    value: Option<&Timestamp>,
) -> bool {
    if after.is_none() && before.is_none() {
        return true;
    }
    let Some(value) = value.and_then(instant) else {
        return false;
    };
    after.is_none_or(|after| instant(after).is_some_and(|after| value > after))
        && before.is_none_or(|before| instant(before).is_some_and(|before| value < before))
}

fn instant(timestamp: &Timestamp) -> Option<i128> {
    timestamp.unix_nanoseconds().ok()
}
