//! Deleting a credential.

use crate::id::CredentialId;
use crate::json::Json;
use crate::operation::Operation;
use crate::operation::any_body::read_any;
use crate::operation::body::BodyError;
use crate::operation::method::Method;
use crate::operation::path::PathError;
use crate::operation::path::path;

/// Deletes a credential: `DELETE /credentials/{credential_id}`. Its status becomes `deleted`; it and its runs
/// can still be read.
///
/// Documented in the guide *credential management*; no reference page was found. The response is not
/// documented, so any body is accepted that does not report an error, also an empty one: a deletion that
/// worked must not read as an error. The output is the body when it is JSON, and `None` otherwise.
///
/// # Examples
///
/// ```
/// use deck_types::{DeleteCredential, Operation};
///
/// assert_eq!(DeleteCredential::new("cred_1").path()?, "/credentials/cred_1");
/// assert_eq!(DeleteCredential::read(b"")?, None);
/// assert!(DeleteCredential::read(br#"{"id": "cred_1", "status": "deleted"}"#)?.is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct DeleteCredential {
    /// The credential to delete.
    pub id: CredentialId,
}

impl DeleteCredential {
    /// Creates the operation for one id.
    pub fn new(id: impl Into<CredentialId>) -> Self {
        Self { id: id.into() }
    }
}

impl Operation for DeleteCredential {
    type Output = Option<Json>;
    const NAME: &'static str = "DELETE /credentials/{credential_id}";
    const METHOD: Method = Method::Delete;

    fn path(&self) -> Result<String, PathError> {
        path(["credentials", self.id.as_str()])
    }

    /// Fails only when the body reports an error.
    fn read(body: &[u8]) -> Result<Option<Json>, BodyError> {
        read_any(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_body_is_accepted_but_one_that_reports_an_error() {
        for body in ["", "<html></html>", "{\"id\":"] {
            assert_eq!(DeleteCredential::read(body.as_bytes()), Ok(None), "{body}");
        }
        for body in [
            "null",
            "[]",
            r#"{"id":"cred_1","object":"credential","deleted":true}"#,
        ] {
            let read = DeleteCredential::read(body.as_bytes()).unwrap();
            assert_eq!(read.as_ref().map(Json::as_str), Some(body));
        }
        assert_eq!(DeleteCredential::read(b"\xFF"), Ok(None));
        assert!(DeleteCredential::read(br#"{"errors": [{"type": "request"}]}"#).is_err());
    }
}
