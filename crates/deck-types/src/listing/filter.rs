//! The table of a listing's filters.

use std::borrow::Cow;
use std::fmt;

use crate::listing::filter_value_error::FilterValueError;
use crate::timestamp::Timestamp;

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
    ///
    /// # Errors
    ///
    /// Fails when it stands for none; nothing is added then.
    fn push(&mut self, text: &str) -> Result<(), FilterValueError>;

    /// Checks the values.
    ///
    /// # Errors
    ///
    /// Fails with the text of the first value that cannot be sent.
    fn check(&self) -> Result<(), (String, FilterValueError)>;
}

/// A value of a filter.
///
/// A text, an id, an open word, a [`Timestamp`], a `bool`, or a whole number (`u32`, `u64`, `i64`); types of
/// your own implement it.
///
/// A value has one text: `true` or `false`, and numbers as decimal digits without leading zeros, with a `-`
/// where they are negative. So equal values give equal queries, and a query is read back into the same text.
///
/// # Examples
///
/// ```
/// use std::borrow::Cow;
///
/// use deck_types::{FilterValue, FilterValueError};
///
/// #[derive(Debug, PartialEq)]
/// enum Order {
///     Newest,
///     Oldest,
/// }
///
/// impl FilterValue for Order {
///     fn to_text(&self) -> Cow<'_, str> {
///         match self {
///             Self::Newest => "newest".into(),
///             Self::Oldest => "oldest".into(),
///         }
///     }
///
///     fn from_text(text: &str) -> Result<Self, FilterValueError> {
///         match text {
///             "newest" => Ok(Self::Newest),
///             "oldest" => Ok(Self::Oldest),
///             _ => Err(FilterValueError::Form { expected: "newest or oldest" }),
///         }
///     }
/// }
///
/// assert_eq!(Order::from_text("oldest"), Ok(Order::Oldest));
/// assert!(bool::from_text("yes").is_err());
/// assert_eq!(u64::from_text("7"), Ok(7));
/// ```
pub trait FilterValue: Sized {
    /// Returns the value as it stands in the query, before percent-encoding.
    fn to_text(&self) -> Cow<'_, str>;

    /// Reads what [`to_text`](Self::to_text) returns. A type that keeps any text takes any other one too,
    /// and leaves it to [`check`](Self::check) to refuse it.
    ///
    /// # Errors
    ///
    /// Fails when the text is not of the form of such a value.
    fn from_text(text: &str) -> Result<Self, FilterValueError>;

    /// Checks that the value can be sent. Default: it can.
    ///
    /// # Errors
    ///
    /// Fails when the server could not read the value, such as a timestamp that stands for no instant.
    fn check(&self) -> Result<(), FilterValueError> {
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

    fn push(&mut self, text: &str) -> Result<(), FilterValueError> {
        *self = Some(V::from_text(text)?);
        Ok(())
    }

    fn check(&self) -> Result<(), (String, FilterValueError)> {
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

    fn push(&mut self, text: &str) -> Result<(), FilterValueError> {
        self.push(V::from_text(text)?);
        Ok(())
    }

    fn check(&self) -> Result<(), (String, FilterValueError)> {
        check_all(self)
    }
}

fn check_all<'a, V: FilterValue + 'a>(
    values: impl IntoIterator<Item = &'a V>,
) -> Result<(), (String, FilterValueError)> {
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

    fn from_text(text: &str) -> Result<Self, FilterValueError> {
        Ok(Self::from_received(text))
    }

    fn check(&self) -> Result<(), FilterValueError> {
        self.unix_nanoseconds()?;
        Ok(())
    }
}

impl FilterValue for String {
    fn to_text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }

    fn from_text(text: &str) -> Result<Self, FilterValueError> {
        Ok(text.to_owned())
    }
}

/// Implements [`FilterValue`] for a type that is read only from the text that it is written as.
macro_rules! exact_filter_value {
    ($($name:ty: $expected:literal),* $(,)?) => {$(
        impl FilterValue for $name {
            fn to_text(&self) -> Cow<'_, str> {
                self.to_string().into()
            }

            fn from_text(text: &str) -> Result<Self, FilterValueError> {
                let read = text.parse().ok();
                read.filter(|value: &Self| value.to_text() == text)
                    .ok_or(FilterValueError::Form { expected: $expected })
            }
        }
    )*};
}

exact_filter_value! {
    bool: "true or false",
    u32: "a whole number from 0 to 4294967295, without a sign and without leading zeros",
    u64: "a whole number from 0 to 18446744073709551615, without a sign and without leading zeros",
    i64: "a whole number from -9223372036854775808 to 9223372036854775807, without leading zeros",
}

/// Implements [`FilterValue`] for a type that has `as_str` and is made from any text.
macro_rules! filter_value {
    ($name:ident) => {
        impl $crate::listing::filter::FilterValue for $name {
            fn to_text(&self) -> std::borrow::Cow<'_, str> {
                self.as_str().into()
            }

            fn from_text(
                text: &str,
            ) -> Result<Self, $crate::listing::filter_value_error::FilterValueError> {
                Ok(Self::from(text))
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
    fn a_flag_and_a_number_are_read_from_the_one_text_that_they_are_written_as() {
        assert_eq!(bool::from_text("true"), Ok(true));
        assert_eq!(u64::from_text(&u64::MAX.to_text()), Ok(u64::MAX));
        assert_eq!(i64::from_text(&i64::MIN.to_text()), Ok(i64::MIN));
        for text in ["", "True", "1", "yes", " true"] {
            assert!(bool::from_text(text).is_err(), "{text:?}");
        }
        for text in [
            "",
            "07",
            "+7",
            "-0",
            " 7",
            "7.0",
            "1e3",
            "18446744073709551616",
        ] {
            assert!(u64::from_text(text).is_err(), "{text:?}");
            assert!(i64::from_text(text).is_err(), "{text:?}");
        }
        assert!(u32::from_text("4294967296").is_err() && u32::from_text("-1").is_err());
    }

    #[test]
    fn debug_names_the_key() {
        let filter = &ListTasks::FILTERS[0];
        assert_eq!(format!("{filter:?}"), format!("Filter({:?})", filter.key()));
    }
}
