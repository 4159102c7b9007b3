//! Listing event destinations.

use crate::event_destination::EventDestination;
use crate::event_destination::status::EventDestinationStatus;
use crate::filters;
use crate::listing::Listing;
use crate::listing::filter::Filter;
use crate::listing::page_size::PageSize;
use crate::listing::page_size_field::page_size_methods;
use crate::listing::page_size_field::page_size_setter;
use crate::operation::path::PathError;
use crate::operation::path::path;

/// Lists event destinations: `GET /event-destinations`.
///
/// The listing goes on by cursor only. The order of the destinations is not documented.
///
/// Documented in the guide to filtering; no reference page was found.
///
/// # Examples
///
/// ```
/// use deck_types::{EventDestinationStatus, ListEventDestinations, PageRequest};
///
/// let listing = ListEventDestinations::new().status(EventDestinationStatus::Inactive);
/// assert_eq!(PageRequest::new(listing).to_query(), "status=inactive");
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct ListEventDestinations {
    /// The largest number of items on a page (`limit`); `None` leaves it to the server.
    pub page_size: Option<PageSize>,
    /// Only destinations in this state (`status`).
    pub status: Option<EventDestinationStatus>,
}

impl ListEventDestinations {
    /// Lists everything, in pages of the server's default size.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    page_size_setter!();

    /// Asks for destinations in this state only.
    #[must_use]
    pub fn status(mut self, status: impl Into<EventDestinationStatus>) -> Self {
        self.status = Some(status.into());
        self
    }
}

impl Listing for ListEventDestinations {
    type Item = EventDestination;
    const NAME: &'static str = "GET /event-destinations";
    const FILTERS: &'static [Filter<Self>] = filters! { "status" => status };

    fn path(&self) -> Result<String, PathError> {
        path(["event-destinations"])
    }

    page_size_methods!();
}

crate::serde_as_query!(ListEventDestinations);
