//! Reading one event.

use crate::event::Event;
use crate::id::EventId;
use crate::operation::by_id::operation_by_id;

operation_by_id! {
    /// Reads one event: `GET /events/{event_id}`.
    ///
    /// Documented on the reference page *retrieve an event*. Events are kept for 30 days.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{GetEvent, Operation};
    ///
    /// assert_eq!(GetEvent::new("evt_1").path()?, "/events/evt_1");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct GetEvent {
        /// The event to read.
        pub id: EventId,
    }

    impl Operation for GetEvent {
        Get "GET /events/{event_id}" -> Event
    }
}
