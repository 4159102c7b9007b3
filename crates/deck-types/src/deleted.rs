//! What Deck says of something that was deleted.

use crate::id::ItemId;
use crate::id::RequestId;
use crate::lenient;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::unknown_fields::UnknownFields;

model! {
    /// The response to a request that deleted something.
    ///
    /// Documented in the guide *using the API* and on the reference pages *delete an agent* and *delete a
    /// source*: `{id, object, deleted: true, request_id}`. Only [`id`](Self::id) is indispensable; the status
    /// of the response has said already that the object is gone.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{DeleteAgent, Operation};
    ///
    /// let body = br#"{"id": "agt_1", "object": "agent", "deleted": true, "request_id": "req_1"}"#;
    /// let deleted = DeleteAgent::read(body)?;
    ///
    /// assert_eq!(deleted.id, "agt_1");
    /// assert_eq!(deleted.deleted, Some(true));
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Deleted, with the wire form DeletedOnWire of "Deleted",
    which always has ["id", "object", "deleted", "request_id"] {
        /// The id of the object that was deleted.
        pub id: ItemId,
        /// The kind of object that was deleted, such as `agent`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// Whether it is deleted, `true`.
        #[serde(
            default,
            deserialize_with = "lenient::flag",
            skip_serializing_if = "Option::is_none"
        )]
        pub deleted: Option<bool>,
        /// The id of the response.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

impl Deleted {
    /// Makes the response to a deletion with an id and a kind of object, for fixtures.
    pub fn fixture(id: impl Into<ItemId>, object: impl Into<ObjectKind>) -> Self {
        Self {
            id: id.into(),
            object: Some(object.into()),
            deleted: Some(true),
            request_id: None,
            unknown_fields: UnknownFields::new(),
        }
    }
}
