//! Listing the deliveries to an event destination.

use crate::event::event_type::EventType;
use crate::event_destination::delivery_status::DeliveryStatus;
use crate::event_destination::event_delivery::EventDelivery;
use crate::filters;
use crate::id::EventDestinationId;
use crate::listing::Listing;
use crate::listing::filter::Filter;
use crate::listing::page_size::PageSize;
use crate::listing::page_size_field::page_size_methods;
use crate::listing::page_size_field::page_size_setter;
use crate::operation::path::PathError;
use crate::operation::path::path;

/// Lists what was delivered to an event destination: `GET
/// /event-destinations/{destination_id}/event-deliveries`.
///
/// The listing goes on by cursor only. The order of the deliveries is not documented. The items have no id,
/// so that nothing tells whether one was listed twice.
///
/// Documented on the reference page *list event deliveries*. Whether the filters take several values is not.
///
/// # Examples
///
/// The destination stands in the path, so that a query is read with
/// [`of_query`](crate::PageRequest::of_query):
///
/// ```
/// use deck_types::{DeliveryStatus, ListEventDeliveries, Listing, PageRequest};
///
/// let listing = ListEventDeliveries::new("evtd_1").status(DeliveryStatus::Failure);
/// assert_eq!(listing.path()?, "/event-destinations/evtd_1/event-deliveries");
///
/// let request = PageRequest::of_query(ListEventDeliveries::new("evtd_1"), "status=failure")?;
/// assert_eq!(request.listing, listing);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct ListEventDeliveries {
    /// The destination whose deliveries are listed.
    pub destination_id: EventDestinationId,
    /// The largest number of items on a page (`limit`); `None` leaves it to the server.
    pub page_size: Option<PageSize>,
    /// Only deliveries that went this way (`status`).
    pub status: Option<DeliveryStatus>,
    /// Only deliveries of events of this type (`type`).
    pub event_type: Option<EventType>,
}

impl ListEventDeliveries {
    /// Lists everything that was delivered to one destination, in pages of the server's default size.
    #[must_use]
    pub fn new(destination_id: impl Into<EventDestinationId>) -> Self {
        Self {
            destination_id: destination_id.into(),
            page_size: None,
            status: None,
            event_type: None,
        }
    }

    page_size_setter!();

    /// Asks for deliveries that went this way only.
    #[must_use]
    pub fn status(mut self, status: impl Into<DeliveryStatus>) -> Self {
        self.status = Some(status.into());
        self
    }

    /// Asks for deliveries of events of this type only.
    #[must_use]
    pub fn event_type(mut self, event_type: impl Into<EventType>) -> Self {
        self.event_type = Some(event_type.into());
        self
    }
}

impl Listing for ListEventDeliveries {
    type Item = EventDelivery;
    const NAME: &'static str = "GET /event-destinations/{destination_id}/event-deliveries";
    const FILTERS: &'static [Filter<Self>] = filters! { "status" => status, "type" => event_type };

    fn path(&self) -> Result<String, PathError> {
        let id = self.destination_id.as_str();
        path(["event-destinations", id, "event-deliveries"])
    }

    page_size_methods!();
}

crate::serde_as_query!(ListEventDeliveries::new(destination_id));
