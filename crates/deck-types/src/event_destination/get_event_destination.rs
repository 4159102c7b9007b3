//! Reading one event destination.

use crate::event_destination::EventDestination;
use crate::id::EventDestinationId;
use crate::operation::by_id::operation_by_id;

operation_by_id! {
    /// Reads one event destination: `GET /event-destinations/{destination_id}`.
    ///
    /// Documented on the reference page *retrieve an event destination*.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{GetEventDestination, Operation};
    ///
    /// assert_eq!(GetEventDestination::new("evtd_1").path()?, "/event-destinations/evtd_1");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct GetEventDestination {
        /// The destination to read.
        pub id: EventDestinationId,
    }

    impl Operation for GetEventDestination {
        Get "GET /event-destinations/{destination_id}" -> EventDestination
    }
}
