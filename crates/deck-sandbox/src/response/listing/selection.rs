//! What the filters of listings have in common.

pub(super) fn any_of<T: PartialEq>(wanted: &[T], value: Option<&T>) -> bool {
    wanted.is_empty() || value.is_some_and(|value| wanted.contains(value))
}

pub(super) fn equal<T: PartialEq>(wanted: Option<&T>, value: Option<&T>) -> bool {
    wanted.is_none() || wanted == value
}
