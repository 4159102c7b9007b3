//! Reading one file.

use crate::id::StorageId;
use crate::operation::by_id::operation_by_id;
use crate::storage::StorageItem;

operation_by_id! {
    /// Reads what is known of one file, with a URL to download it: `GET /storage/{storage_id}`.
    ///
    /// Documented on the reference page *retrieve a storage item*, of which four copies show different
    /// fields; [`StorageItem`](crate::StorageItem) has those of all. Files are kept for 90 days at most,
    /// depending on the plan.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{GetStorageItem, Operation};
    ///
    /// assert_eq!(GetStorageItem::new("stor_1").path()?, "/storage/stor_1");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct GetStorageItem {
        /// The file to read.
        pub id: StorageId,
    }

    impl Operation for GetStorageItem {
        Get "GET /storage/{storage_id}" -> StorageItem
    }
}
