//! The response to `PATCH /credentials/{credential_id}`.

use deck_types::Credential;
use deck_types::CredentialStatus;
use http::StatusCode;

use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::create_credential::check_external_id;
use crate::response::create_credential::check_source_fields;
use crate::response::create_credential::shown;

/// Changes the credential. New secrets replace the old ones and are `unverified`; null removes the external
/// id, as documented.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    let mut body = call.body(&["auth_credentials", "external_id"])?;
    let mut credential = call.object::<Credential>()?.clone();
    let mut action = "updated";
    if body.has("external_id") {
        let external_id = body.take_text("external_id")?;
        check_external_id(external_id.as_deref())?;
        credential.external_id = external_id;
    }
    if let Some(given) = body.take("auth_credentials") {
        check_source_fields(Some(&given))?;
        credential.auth_credentials = shown(Some(&given));
        credential.status = Some(CredentialStatus::Unverified);
        action = "unverified";
    }
    call.touch(&mut credential.updated_at);
    match action {
        // There is no event of this name.
        "updated" => call.keep_silently(StatusCode::OK, credential),
        action => call.keep(StatusCode::OK, credential, action),
    }
}
