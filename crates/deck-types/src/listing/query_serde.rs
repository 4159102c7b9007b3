//! A listing in somebody's file or job queue: its query as one text.

use crate::listing::Listing;
use crate::listing::decode::Pair;
use crate::listing::decode::key_and_value;
use crate::listing::page_request::PageRequest;
use crate::listing::query_error::QueryError;
use crate::listing::query_reader::QueryReader;
use crate::percent;

/// Implements `Serialize` and `Deserialize` for a [`Listing`](crate::Listing) as one text: the query of its
/// first page.
///
/// `serde_as_query!(ListReports)` is for a listing that implements `Default`. A listing below a parent names
/// the constructor that takes the parent's id as a `String`, and the field that holds it, which must be a
/// [`FilterValue`](crate::FilterValue): `serde_as_query!(ListPages::new(report_id))`. The text begins with
/// that field as a parameter then.
///
/// The text is read as strictly as by [`PageRequest::from_query`](crate::PageRequest::from_query), and a
/// position in it is refused: where a listing stands in its pages is told by a
/// [`ResumeToken`](crate::ResumeToken). A listing that does not pass
/// [`PageRequest::check`](crate::PageRequest::check) is not written, because nobody could read it.
///
/// # Examples
///
/// ```
/// use deck_types::{FilterValue, Json, Listing, PathError, path, serde_as_query};
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct ListPages {
///     report_id: String,
/// }
///
/// impl ListPages {
///     fn new(report_id: String) -> Self {
///         Self { report_id }
///     }
/// }
///
/// impl Listing for ListPages {
///     type Item = Json;
///     const NAME: &'static str = "GET /reports/{report_id}/pages";
///
///     fn path(&self) -> Result<String, PathError> {
///         path(["reports", &self.report_id, "pages"])
///     }
/// }
///
/// serde_as_query!(ListPages::new(report_id));
///
/// let listing = ListPages::new("A & B".to_owned());
/// let text = serde_json::to_string(&listing)?;
/// assert_eq!(text, r#""report_id=A%20%26%20B""#);
/// assert_eq!(serde_json::from_str::<ListPages>(&text)?, listing);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! serde_as_query {
    ($listing:ident) => {
        $crate::serde_as_query!(
            @implement $listing, [], |[]: [::std::string::String; 0]| <$listing>::default()
        );
    };
    ($listing:ident :: $constructor:ident ( $($parent:ident),+ $(,)? )) => {
        $crate::serde_as_query!(
            @implement $listing, [$($parent),+], |[$($parent),+]| <$listing>::$constructor($($parent),+)
        );
    };
    (@implement $listing:ident, [$($parent:ident),*], $create:expr) => {
        impl $crate::serde::Serialize for $listing {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let parents: &[(&str, ::std::borrow::Cow<'_, str>)] =
                    &[$((::std::stringify!($parent), $crate::FilterValue::to_text(&self.$parent))),*];
                let text = $crate::listing_to_text(self, parents);
                let text = text.map_err(<S::Error as $crate::serde::ser::Error>::custom)?;
                serializer.serialize_str(&text)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $listing {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let text = <::std::string::String as $crate::serde::Deserialize>::deserialize(deserializer)?;
                let parents = [$(::std::stringify!($parent)),*];
                let listing = $crate::listing_from_text(&text, parents, $create);
                listing.map_err(<D::Error as $crate::serde::de::Error>::custom)
            }
        }
    };
}

/// Writes the parents and the query of the first page, for [`serde_as_query!`](crate::serde_as_query).
///
/// # Errors
///
/// Fails when the text could not be read back.
pub fn listing_to_text<L: Listing>(
    listing: &L,
    parents: &[(&str, std::borrow::Cow<'_, str>)],
) -> Result<String, QueryError> {
    let request = PageRequest::new(listing.clone());
    request.check()?;
    let mut text = crate::query(parents.iter().map(|(key, value)| (key, value)));
    let query = request.to_query();
    if !text.is_empty() && !query.is_empty() {
        text.push('&');
    }
    text.push_str(&query);
    Ok(text)
}

/// Reads what [`listing_to_text`] writes: `create` makes the listing of the values of its parents.
///
/// # Errors
///
/// Fails when a parent is missing or stands there twice, and when the rest is not a query without a position.
pub fn listing_from_text<L: Listing, const PARENTS: usize>(
    text: &str,
    parents: [&'static str; PARENTS],
    create: impl FnOnce([String; PARENTS]) -> L,
) -> Result<L, QueryError> {
    let mut values = [const { None::<String> }; PARENTS];
    let mut query = String::new();
    for segment in text.split('&') {
        let key = percent::decode(key_and_value(segment).0).ok();
        match parents
            .iter()
            .position(|parent| key.as_deref() == Some(parent))
        {
            Some(index) => {
                let pair = Pair::decode(segment)?;
                if values[index].is_some() {
                    return Err(pair.duplicate());
                }
                values[index] = Some(pair.value.into_owned());
            }
            None => {
                query.push_str(segment);
                query.push('&');
            }
        }
    }
    if let Some(missing) = values.iter().position(Option::is_none) {
        let key = parents[missing];
        return Err(QueryError::MissingKey { key });
    }
    let listing = create(values.map(Option::unwrap_or_default));
    let reader = QueryReader::new().refuse_positions();
    Ok(reader.read_into(listing, &query)?.listing)
}
