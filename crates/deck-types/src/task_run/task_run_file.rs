//! A file as its run tells of it.

use crate::id::StorageId;
use crate::json::Json;
use crate::lenient;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::page::limits::ListElement;
use crate::page::limits::least_text_of;
use crate::secret::Secret;
use crate::timestamp::Timestamp;

model! {
    /// A file that a task run kept, in brief, as an element of [`TaskRun::storage`](crate::TaskRun::storage).
    ///
    /// [`StorageItem`](crate::StorageItem) is the file on its own, of which more is told.
    ///
    /// Every field tolerates absence and null; what is absent is not written.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TaskRunFile, with the wire form TaskRunFileOnWire of "TaskRunFile",
    which always has [] {
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
        /// show it. Not on the reference page of `GET /task-runs`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub url: Option<Secret>,
        /// What the file is for, such as `output`, `attachment` or `extraction`; not on the reference page of
        /// `GET /task-runs`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub purpose: Option<String>,
        /// What was read out of the file; not on the reference page of `GET /task-runs`. `None` is absent, a
        /// JSON null is kept as such.
        #[serde(
            default,
            deserialize_with = "lenient::present",
            skip_serializing_if = "Option::is_none"
        )]
        pub extraction: Option<Json>,
    }
}

impl TaskRunFile {
    /// Creates a file with an id and nothing else, for fixtures.
    pub fn fixture(id: impl Into<StorageId>) -> Self {
        Self {
            id: Some(id.into()),
            object: Some("storage".into()),
            ..Self::default()
        }
    }
}

impl ListElement for TaskRunFile {
    fn least_text(&self) -> usize {
        least_text_of("id", self.id.as_ref().map(StorageId::as_str))
            + least_text_of("object", self.object.as_ref().map(ObjectKind::as_str))
            + least_text_of("file_name", self.file_name.as_deref())
            + least_text_of("file_type", self.file_type.as_deref())
            + least_text_of("file_size", self.file_size.map(|_| ""))
            + least_text_of(
                "created_at",
                self.created_at.as_ref().map(Timestamp::as_str),
            )
            + least_text_of("url", self.url.as_ref().map(Secret::expose))
            + least_text_of("purpose", self.purpose.as_deref())
            + least_text_of("extraction", self.extraction.as_ref().map(Json::as_str))
            + self.unknown_fields.least_text()
    }
}
