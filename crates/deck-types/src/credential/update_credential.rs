//! Changing a credential.

use serde::Serialize;

use crate::change::Change;
use crate::credential::Credential;
use crate::id::CredentialId;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::operation::Operation;
use crate::operation::body::BodyError;
use crate::operation::body::read_body;
use crate::operation::members::Modelled;
use crate::operation::members::members;
use crate::operation::method::Method;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::secret::SecretJson;

/// Changes a credential: `PATCH /credentials/{credential_id}`. The response holds the credential.
///
/// Documented on the reference page *update a credential*. The body holds what changes and nothing else.
/// `Debug` shows nothing of the credentials.
///
/// # Examples
///
/// ```
/// use deck_types::{Json, Operation, UpdateCredential};
///
/// let operation = UpdateCredential::new("cred_1").remove_external_id();
/// assert_eq!(operation.path()?, "/credentials/cred_1");
/// assert_eq!(operation.body()?.as_ref().map(Json::as_str), Some(r#"{"external_id":null}"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct UpdateCredential {
    /// The credential to change.
    pub id: CredentialId,
    /// What becomes of the secrets. Default: they stay.
    pub auth_credentials: Change<SecretJson>,
    /// What becomes of the caller's own id of the end user. Default: it stays.
    pub external_id: Change<String>,
}

impl UpdateCredential {
    /// Changes nothing yet.
    pub fn new(id: impl Into<CredentialId>) -> Self {
        Self {
            id: id.into(),
            auth_credentials: Change::Keep,
            external_id: Change::Keep,
        }
    }

    /// Sets what the end user proves who they are with: any value that serializes to JSON.
    ///
    /// # Errors
    ///
    /// Fails only when the value's own `Serialize` does, or when a map in it has keys that are not strings.
    pub fn auth_credentials<T: Serialize + ?Sized>(
        mut self,
        auth_credentials: &T,
    ) -> Result<Self, JsonError> {
        self.auth_credentials = Change::Set(SecretJson::encode(auth_credentials)?);
        Ok(self)
    }

    /// Sets the caller's own id of the end user, at most 255 characters.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<String>) -> Self {
        self.external_id = Change::Set(external_id.into());
        self
    }

    /// Removes the caller's own id of the end user.
    #[must_use]
    pub fn remove_external_id(mut self) -> Self {
        self.external_id = Change::Clear;
        self
    }
}

members!(UpdateCredential {
    "auth_credentials" => auth_credentials,
    "external_id" => external_id,
});

impl Operation for UpdateCredential {
    type Output = Credential;
    const NAME: &'static str = "PATCH /credentials/{credential_id}";
    const METHOD: Method = Method::Patch;

    fn path(&self) -> Result<String, PathError> {
        path(["credentials", self.id.as_str()])
    }

    fn body(&self) -> Result<Option<Json>, JsonError> {
        self.to_body()
    }

    fn read(body: &[u8]) -> Result<Credential, BodyError> {
        read_body(body)
    }
}
