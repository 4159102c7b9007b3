//! Reading one credential.

use crate::credential::Credential;
use crate::id::CredentialId;
use crate::operation::by_id::operation_by_id;

operation_by_id! {
    /// Reads one credential: `GET /credentials/{credential_id}`.
    ///
    /// Documented on the reference page *retrieve a credential*. A deleted credential can still be read.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{GetCredential, Operation};
    ///
    /// assert_eq!(GetCredential::new("cred_1").path()?, "/credentials/cred_1");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct GetCredential {
        /// The credential to read.
        pub id: CredentialId,
    }

    impl Operation for GetCredential {
        Get "GET /credentials/{credential_id}" -> Credential
    }
}
