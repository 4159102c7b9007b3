//! Deleting a source.

use crate::deleted::Deleted;
use crate::id::SourceId;
use crate::operation::by_id::operation_by_id;

operation_by_id! {
    /// Deletes a source: `DELETE /sources/{source_id}`.
    ///
    /// Documented on the reference page *delete a source*. What becomes of its credentials is not documented.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{DeleteSource, Operation};
    ///
    /// assert_eq!(DeleteSource::new("src_1").path()?, "/sources/src_1");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct DeleteSource {
        /// The source to delete.
        pub id: SourceId,
    }

    impl Operation for DeleteSource {
        Delete "DELETE /sources/{source_id}" -> Deleted
    }
}
