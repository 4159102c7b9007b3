//! The response to `DELETE /credentials/{credential_id}`.

use deck_types::Credential;
use deck_types::CredentialStatus;
use http::StatusCode;

use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::delete::deleted;

/// Gives the credential the status `deleted`; it can still be read, as documented.
///
/// The response is that of other deletions: its own is not documented.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    call.optional_body(&[])?;
    let mut credential = call.object::<Credential>()?.clone();
    if credential.status != Some(CredentialStatus::Deleted) {
        credential.status = Some(CredentialStatus::Deleted);
        call.touch(&mut credential.updated_at);
        call.keep(StatusCode::OK, credential, "deleted")?;
    }
    Ok(deleted::<Credential>(call))
}
