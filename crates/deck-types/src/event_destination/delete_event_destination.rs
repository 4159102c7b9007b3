//! Deleting an event destination.

use crate::deleted::Deleted;
use crate::id::EventDestinationId;
use crate::operation::by_id::operation_by_id;

operation_by_id! {
    /// Deletes an event destination: `DELETE /event-destinations/{destination_id}`.
    ///
    /// Documented on the reference page *delete an event destination*; that its response has the fields of
    /// the other deletions is inferred.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{DeleteEventDestination, Operation};
    ///
    /// assert_eq!(DeleteEventDestination::new("evtd_1").path()?, "/event-destinations/evtd_1");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct DeleteEventDestination {
        /// The destination to delete.
        pub id: EventDestinationId,
    }

    impl Operation for DeleteEventDestination {
        Delete "DELETE /event-destinations/{destination_id}" -> Deleted
    }
}
