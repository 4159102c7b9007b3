//! A session token: what the browser of an end user is given.

use crate::id::RequestId;
use crate::id::SessionTokenId;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::secret::Secret;
use crate::timestamp::Timestamp;
use crate::unknown_fields::UnknownFields;

pub(crate) mod create_session_token;

model! {
    /// A token for Deck's authentication component in the browser of an end user. It has nothing to do with a
    /// [`Session`](crate::Session).
    ///
    /// Documented on the reference page *create a session token*; Deck calls it a preview. Only
    /// [`id`](Self::id) is indispensable: every other field tolerates absence and null, and fields that this
    /// version does not know are kept and written back. `Debug` does not show the token.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SessionToken, with the wire form SessionTokenOnWire of "SessionToken",
    which always has ["request_id"] {
        /// The id of the token.
        pub id: SessionTokenId,
        /// The kind of object, `token`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// The token itself, which begins with `tk_`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token: Option<Secret>,
        /// When the token stops to be accepted: 30 minutes after it was created.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub expires_at: Option<Timestamp>,
        /// When the token was created.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Timestamp>,
        /// The id of the response.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

impl SessionToken {
    /// Makes a token with an id and nothing else, for fixtures.
    pub fn fixture(id: impl Into<SessionTokenId>) -> Self {
        Self {
            id: id.into(),
            object: Some("token".into()),
            token: None,
            expires_at: None,
            created_at: None,
            request_id: None,
            unknown_fields: UnknownFields::new(),
        }
    }
}
