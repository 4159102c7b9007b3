//! A file that a task run kept.

use crate::id::RequestId;
use crate::id::StorageId;
use crate::id::TaskRunId;
use crate::json::Json;
use crate::lenient;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::page::page_item::page_item;
use crate::secret::Secret;
use crate::storage::extraction_result::ExtractionResult;
use crate::timestamp::Timestamp;
use crate::word::unknown_in;

pub(crate) mod extraction_result;
pub(crate) mod get_storage_item;

model! {
    /// A file that a task run kept, such as a downloaded statement. A run tells of its files in brief, as
    /// [`TaskRunFile`](crate::TaskRunFile).
    ///
    /// Documented on the reference page *retrieve a storage item*, of which four copies show different
    /// fields, and in the guide to storage; all of them are here. Every field tolerates absence and null;
    /// what is absent is not written.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct StorageItem, with the wire form StorageItemOnWire of "StorageItem",
    which always has ["id", "object", "file_name", "file_type", "file_size", "created_at"] {
        /// The id of the file.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<StorageId>,
        /// The kind of object: `storage`, or `storage_item` in one of Deck's guides.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// The name of the file.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub file_name: Option<String>,
        /// The MIME type of the file.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub file_type: Option<String>,
        /// The size of the file in bytes.
        #[serde(
            default,
            deserialize_with = "lenient::number",
            skip_serializing_if = "Option::is_none"
        )]
        pub file_size: Option<u64>,
        /// When the file was kept.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Timestamp>,
        /// Where the file can be downloaded, by anybody who has the URL: it is signed, so `Debug` does not
        /// show it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub url: Option<Secret>,
        /// What the file is for, such as `output`, `attachment` or `extraction`; in a guide only.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub purpose: Option<String>,
        /// What was read out of the file; null where that is off or failed. `None` is absent, a JSON null is
        /// kept as such.
        #[serde(
            default,
            deserialize_with = "lenient::present",
            skip_serializing_if = "Option::is_none"
        )]
        pub extraction: Option<Json>,
        /// The run that kept the file.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub task_run_id: Option<TaskRunId>,
        /// Facts about the file; on two copies of the reference page. `None` is absent, a JSON null is kept
        /// as such.
        #[serde(
            default,
            deserialize_with = "lenient::present",
            skip_serializing_if = "Option::is_none"
        )]
        pub metadata: Option<Json>,
        /// When the file was fetched; on one copy of the reference page.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub fetch_date: Option<Timestamp>,
        /// Whether data was read out of the file; on one copy of the reference page.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub result: Option<ExtractionResult>,
        /// The id of the response; the guide to storage has one on each item of a listing.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

impl StorageItem {
    /// Makes a file with an id and nothing else, for fixtures.
    pub fn fixture(id: impl Into<StorageId>) -> Self {
        Self {
            id: Some(id.into()),
            object: Some("storage".into()),
            ..Self::default()
        }
    }

    /// Returns the words that this version does not know, each with the field in which it stands: `result`.
    pub fn unknown_words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        unknown_in("result", &self.result)
    }
}

page_item!(StorageItem with optional id);
