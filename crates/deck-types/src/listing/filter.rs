//! The table of a listing's filters.

use std::borrow::Cow;
use std::fmt;

use crate::timestamp::Timestamp;
use crate::timestamp::timestamp_error::TimestampError;

/// One line in the table of a listing's filters: a key of the query, and the field that holds its values.
///
/// The type of the field tells the kind of the filter: an `Option` takes one value, a `Vec` takes several,
/// which are sent as repeated keys. The values are of any type that implements [`FilterValue`].
pub struct Filter<L> {
    key: &'static str,
    field: fn(&L) -> &dyn FilterField,
    field_mut: fn(&mut L) -> &mut dyn FilterField,
}

impl<L> Filter<L> {
    /// Creates a line; [`filters!`](crate::filters) is shorter.
    pub const fn new(
        key: &'static str,
        field: fn(&L) -> &dyn FilterField,
        field_mut: fn(&mut L) -> &mut dyn FilterField,
    ) -> Self {
        Self {
            key,
            field,
            field_mut,
        }
    }

    /// Returns the key as it stands in the query.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.key
    }

    pub(super) fn field<'a>(&self, listing: &'a L) -> &'a dyn FilterField {
        (self.field)(listing)
    }

    pub(super) fn field_mut<'a>(&self, listing: &'a mut L) -> &'a mut dyn FilterField {
        (self.field_mut)(listing)
    }
}

impl<L> fmt::Debug for Filter<L> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Filter({:?})", self.key)
    }
}

/// Creates the table of a listing's filters, one `"key" => field` a line.
///
/// It stands in the `impl` of [`Listing`](crate::Listing); see there for an example.
#[macro_export]
macro_rules! filters {
    ($($key:literal => $field:ident),* $(,)?) => {
        &[$($crate::Filter::new(
            $key,
            |listing: &Self| &listing.$field,
            |listing: &mut Self| &mut listing.$field,
        )),*]
    };
}

/// A field that holds the values of a filter: `Option<V>` or `Vec<V>`.
pub trait FilterField {
    /// Calls `visit` with the text of each value, in order.
    fn visit(&self, visit: &mut dyn FnMut(&str));

    /// Returns whether the field takes no further value.
    fn is_full(&self) -> bool;

    /// Adds the value that `text` stands for.
    fn push(&mut self, text: &str);

    /// Checks the values.
    ///
    /// # Errors
    ///
    /// Fails with the text of the first value that cannot be sent.
    fn check(&self) -> Result<(), (String, TimestampError)>;
}

/// A value of a filter.
pub trait FilterValue {
    /// Returns the value as it stands in the query, before percent-encoding.
    fn to_text(&self) -> Cow<'_, str>;

    /// Reads what [`to_text`](Self::to_text) returns; any other text gives a value too, which
    /// [`check`](Self::check) refuses.
    fn from_text(text: &str) -> Self;

    /// Checks that the value can be sent. Default: it can.
    ///
    /// # Errors
    ///
    /// Fails when the value is a timestamp that stands for no instant.
    fn check(&self) -> Result<(), TimestampError> {
        Ok(())
    }
}

impl<V: FilterValue> FilterField for Option<V> {
    fn visit(&self, visit: &mut dyn FnMut(&str)) {
        self.iter().for_each(|value| visit(&value.to_text()));
    }

    fn is_full(&self) -> bool {
        self.is_some()
    }

    fn push(&mut self, text: &str) {
        *self = Some(V::from_text(text));
    }

    fn check(&self) -> Result<(), (String, TimestampError)> {
        check_all(self)
    }
}

impl<V: FilterValue> FilterField for Vec<V> {
    fn visit(&self, visit: &mut dyn FnMut(&str)) {
        self.iter().for_each(|value| visit(&value.to_text()));
    }

    fn is_full(&self) -> bool {
        false
    }

    fn push(&mut self, text: &str) {
        self.push(V::from_text(text));
    }

    fn check(&self) -> Result<(), (String, TimestampError)> {
        check_all(self)
    }
}

fn check_all<'a, V: FilterValue + 'a>(
    values: impl IntoIterator<Item = &'a V>,
) -> Result<(), (String, TimestampError)> {
    values.into_iter().try_for_each(|value| {
        value
            .check()
            .map_err(|reason| (value.to_text().into_owned(), reason))
    })
}

impl FilterValue for Timestamp {
    fn to_text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }

    fn from_text(text: &str) -> Self {
        Self::from_received(text)
    }

    fn check(&self) -> Result<(), TimestampError> {
        self.unix_nanoseconds().map(|_| ())
    }
}

impl FilterValue for String {
    fn to_text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }

    fn from_text(text: &str) -> Self {
        text.to_owned()
    }
}

/// Implements [`FilterValue`] for a type that has `as_str` and is made from any text.
macro_rules! filter_value {
    ($name:ident) => {
        impl $crate::listing::filter::FilterValue for $name {
            fn to_text(&self) -> std::borrow::Cow<'_, str> {
                self.as_str().into()
            }

            fn from_text(text: &str) -> Self {
                Self::from(text)
            }
        }
    };
}

pub(crate) use filter_value;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::Listing;
    use crate::task::list_tasks::ListTasks;

    #[test]
    fn each_value_of_a_list_is_checked() {
        let good = Timestamp::from_received("2026-11-01T00:00:00Z");
        let bad = Timestamp::from_received("soon");
        assert_eq!(
            FilterField::check(&vec![good.clone(), good.clone()]),
            Ok(())
        );
        let refused = FilterField::check(&vec![good, bad]).unwrap_err();
        assert_eq!(refused.0, "soon");
    }

    #[test]
    fn debug_names_the_key() {
        let filter = &ListTasks::FILTERS[0];
        assert_eq!(format!("{filter:?}"), format!("Filter({:?})", filter.key()));
    }
}
