//! Listing sources.

use crate::listing::Listing;
use crate::listing::page_size::PageSize;
use crate::listing::page_size_field::page_size_methods;
use crate::listing::page_size_field::page_size_setter;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::source::Source;

/// Lists sources: `GET /sources`.
///
/// The listing has no filters and goes on by cursor only. The order of the sources is not documented.
///
/// Documented in the guide to filtering, which names `limit` and `cursor`; no reference page was found.
///
/// # Examples
///
/// ```
/// use deck_types::{ListSources, PageRequest, PageSize};
///
/// let listing = ListSources::new().page_size(PageSize::new(50)?);
/// assert_eq!(PageRequest::new(listing).to_query(), "limit=50");
/// # Ok::<(), deck_types::PageSizeError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct ListSources {
    /// The largest number of items on a page (`limit`); `None` leaves it to the server.
    pub page_size: Option<PageSize>,
}

impl ListSources {
    /// Lists everything, in pages of the server's default size.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    page_size_setter!();
}

impl Listing for ListSources {
    type Item = Source;
    const NAME: &'static str = "GET /sources";

    fn path(&self) -> Result<String, PathError> {
        path(["sources"])
    }

    page_size_methods!();
}

crate::serde_as_query!(ListSources);
