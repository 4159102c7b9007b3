//! Reading one source.

use crate::id::SourceId;
use crate::operation::by_id::operation_by_id;
use crate::source::Source;

operation_by_id! {
    /// Reads one source: `GET /sources/{source_id}`.
    ///
    /// Documented on the reference page *retrieve a source*.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{GetSource, Operation};
    ///
    /// assert_eq!(GetSource::new("src_1").path()?, "/sources/src_1");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct GetSource {
        /// The source to read.
        pub id: SourceId,
    }

    impl Operation for GetSource {
        Get "GET /sources/{source_id}" -> Source
    }
}
