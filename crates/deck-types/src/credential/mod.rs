//! A credential: an end user's access to a source.

use crate::credential::auth_method::AuthMethod;
use crate::credential::status::CredentialStatus;
use crate::id::CredentialId;
use crate::id::RequestId;
use crate::id::SourceId;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::page::page_item::page_item;
use crate::secret::SecretJson;
use crate::timestamp::Timestamp;
use crate::unknown_fields::UnknownFields;
use crate::word::unknown_in;

pub(crate) mod auth_method;
pub(crate) mod create_credential;
pub(crate) mod delete_credential;
pub(crate) mod get_credential;
pub(crate) mod list_credentials;
pub(crate) mod status;
pub(crate) mod update_credential;

model! {
    /// A credential: an end user's access to a source.
    ///
    /// The reference pages mark every field required. Nevertheless only [`id`](Self::id) is indispensable
    /// here: every other field tolerates absence and null, and words and fields that this version does not
    /// know are kept and written back.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{Credential, CredentialStatus, read_body};
    ///
    /// let body = br#"{"id": "cred_1", "status": "verified", "auth_credentials": {"username": "ada"}}"#;
    /// let credential: Credential = read_body(body)?;
    ///
    /// assert_eq!(credential.status, Some(CredentialStatus::Verified));
    /// assert!(!format!("{credential:?}").contains("ada"));
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Credential, with the wire form CredentialOnWire of "Credential",
    which always has [
        "id", "object", "status", "source_id", "auth_method", "external_id", "auth_credentials",
        "created_at", "updated_at", "request_id",
    ] {
        /// The id of the credential.
        pub id: CredentialId,
        /// The kind of object, `credential`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// The state that the credential is in.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<CredentialStatus>,
        /// The source that the credential is for.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub source_id: Option<SourceId>,
        /// How the end user proves who they are.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub auth_method: Option<AuthMethod>,
        /// The caller's own id of the end user, at most 255 characters.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub external_id: Option<String>,
        /// What Deck shows of the access: the reference pages name `username` and `key`, and no password.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub auth_credentials: Option<SecretJson>,
        /// When the credential was created.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Timestamp>,
        /// When the credential last changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Timestamp>,
        /// The id of the response, where the credential is the whole of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

impl Credential {
    /// Makes a credential with an id and nothing else, for fixtures.
    pub fn fixture(id: impl Into<CredentialId>) -> Self {
        Self {
            id: id.into(),
            object: Some("credential".into()),
            status: None,
            source_id: None,
            auth_method: None,
            external_id: None,
            auth_credentials: None,
            created_at: None,
            updated_at: None,
            request_id: None,
            unknown_fields: UnknownFields::new(),
        }
    }

    /// Returns the words that this version does not know, each with the field in which it stands: `status` or
    /// `auth_method`.
    pub fn unknown_words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        unknown_in("status", &self.status).chain(unknown_in("auth_method", &self.auth_method))
    }
}

page_item!(Credential);
