//! Creating a credential.

use serde::Serialize;

use crate::credential::Credential;
use crate::credential::auth_method::AuthMethod;
use crate::id::SourceId;
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

/// Stores an end user's access to a source: `POST /credentials`. The response has status 201 and holds the
/// new credential, without its secrets.
///
/// Documented on the reference page *create a credential*. What is not set is absent from the body. `Debug`
/// shows nothing of the credentials.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
///
/// use deck_types::{AuthMethod, CreateCredential, Json, Operation};
///
/// let operation = CreateCredential::new("src_1")
///     .auth_method(AuthMethod::UsernamePassword)
///     .auth_credentials(&BTreeMap::from([("password", "secret"), ("username", "ada")]))?
///     .external_id("user_12345");
///
/// assert_eq!(
///     operation.body()?.as_ref().map(Json::as_str),
///     Some(concat!(
///         r#"{"source_id":"src_1","auth_method":"username_password","#,
///         r#""auth_credentials":{"password":"secret","username":"ada"},"external_id":"user_12345"}"#,
///     ))
/// );
/// assert!(!format!("{operation:?}").contains("ada"));
/// # Ok::<(), deck_types::JsonError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct CreateCredential {
    /// The source that the credential is for.
    pub source_id: SourceId,
    /// How the end user proves who they are. Default: none, which Deck takes for
    /// [`AuthMethod::None`].
    pub auth_method: Option<AuthMethod>,
    /// What the end user proves it with. Default: none.
    pub auth_credentials: Option<SecretJson>,
    /// The caller's own id of the end user, at most 255 characters. Default: none.
    pub external_id: Option<String>,
}

impl CreateCredential {
    /// Creates a credential without method, secrets and external id.
    pub fn new(source_id: impl Into<SourceId>) -> Self {
        Self {
            source_id: source_id.into(),
            auth_method: None,
            auth_credentials: None,
            external_id: None,
        }
    }

    /// Sets how the end user proves who they are.
    #[must_use]
    pub fn auth_method(mut self, auth_method: impl Into<AuthMethod>) -> Self {
        self.auth_method = Some(auth_method.into());
        self
    }

    /// Sets what the end user proves it with: any value that serializes to JSON.
    ///
    /// The reference page calls the member anything; its keys depend on the method. The concept page has
    /// further fields of a source in it, under `source_fields`: at most 10, with names that match
    /// `^[a-z][a-z0-9_]{0,63}$`.
    ///
    /// # Errors
    ///
    /// Fails only when the value's own `Serialize` does, or when a map in it has keys that are not strings.
    pub fn auth_credentials<T: Serialize + ?Sized>(
        mut self,
        auth_credentials: &T,
    ) -> Result<Self, JsonError> {
        self.auth_credentials = Some(SecretJson::encode(auth_credentials)?);
        Ok(self)
    }

    /// Sets the caller's own id of the end user, at most 255 characters.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<String>) -> Self {
        self.external_id = Some(external_id.into());
        self
    }
}

members!(CreateCredential {
    "source_id" => source_id,
    "auth_method" => auth_method,
    "auth_credentials" => auth_credentials,
    "external_id" => external_id,
});

impl Operation for CreateCredential {
    type Output = Credential;
    const NAME: &'static str = "POST /credentials";
    const METHOD: Method = Method::Post;

    fn path(&self) -> Result<String, PathError> {
        path(["credentials"])
    }

    fn body(&self) -> Result<Option<Json>, JsonError> {
        self.to_body()
    }

    fn read(body: &[u8]) -> Result<Credential, BodyError> {
        read_body(body)
    }
}
