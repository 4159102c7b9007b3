//! The response to `POST /credentials`, and what credentials have in common.

use deck_types::AuthMethod;
use deck_types::Credential;
use deck_types::CredentialId;
use deck_types::CredentialStatus;
use deck_types::Json;
use deck_types::SecretJson;
use http::StatusCode;
use serde_json::json;

use crate::response::body::Members;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::error_response::ErrorResponse;

const MEMBERS: [&str; 4] = [
    "source_id",
    "auth_method",
    "auth_credentials",
    "external_id",
];

const AUTH_METHODS: [&str; 2] = ["username_password", "none"];

/// The largest length of an external id, as documented, in characters.
const MAX_EXTERNAL_ID: usize = 255;

/// Creates a credential, which is `unverified`.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    let mut body = call.body(&MEMBERS)?;
    let source_id = body.required_text("source_id")?;
    let auth_method = body.take_text("auth_method")?;
    let auth_method = auth_method.unwrap_or_else(|| "none".to_owned());
    call.check_word("auth_method", &auth_method, &AUTH_METHODS)?;
    let external_id = body.take_text("external_id")?;
    check_external_id(external_id.as_deref())?;
    let secrets = body.take("auth_credentials");
    check_source_fields(secrets.as_ref())?;
    let mut credential = Credential::fixture(call.state.ids.resource(CredentialId::PREFIX));
    credential.status = Some(CredentialStatus::Unverified);
    credential.source_id = Some(source_id.into());
    credential.auth_method = Some(AuthMethod::from(auth_method));
    credential.external_id = external_id;
    credential.auth_credentials = shown(secrets.as_ref());
    credential.created_at = call.creation_time();
    credential.updated_at.clone_from(&credential.created_at);
    call.keep(StatusCode::CREATED, credential, "created")
}

/// The largest number of fields of a source, as documented.
const MAX_SOURCE_FIELDS: usize = 10;

pub(super) fn check_external_id(external_id: Option<&str>) -> Result<(), ErrorResponse> {
    match external_id {
        Some(id) if id.chars().count() > MAX_EXTERNAL_ID => {
            let message = format!("external_id has more than {MAX_EXTERNAL_ID} characters.");
            Err(ErrorResponse::invalid_parameter("external_id", message))
        }
        _ => Ok(()),
    }
}

/// Checks the fields of the source among the secrets, by what is documented of their number and names.
pub(super) fn check_source_fields(secrets: Option<&Json>) -> Result<(), ErrorResponse> {
    let fields = secrets.and_then(|secrets| secrets.parse::<Members>().ok());
    let fields = fields.and_then(|mut secrets| secrets.take_object("source_fields").ok());
    let Some(fields) = fields else {
        return Ok(());
    };
    let refuse = |message| {
        Err(ErrorResponse::invalid_parameter(
            "auth_credentials",
            message,
        ))
    };
    if fields.keys().count() > MAX_SOURCE_FIELDS {
        return refuse(format!(
            "source_fields has more than {MAX_SOURCE_FIELDS} members."
        ));
    }
    match fields.keys().find(|key| !is_source_field(key)) {
        Some(key) => refuse(format!("{key:?} is no name of a member of source_fields.")),
        None => Ok(()),
    }
}

/// Returns whether `key` is a lower-case letter and at most 63 more, digits and underscores.
fn is_source_field(key: &str) -> bool {
    key.len() <= 64
        && key.starts_with(|first: char| first.is_ascii_lowercase())
        && key
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

/// Returns what is shown of credentials: the name of the user. The rest is not even kept.
pub(super) fn shown(given: Option<&Json>) -> Option<SecretJson> {
    let given = given.and_then(|given| given.parse::<Members>().ok());
    let username = given.and_then(|mut given| given.take_text("username").ok().flatten());
    SecretJson::encode(&json!({"username": username, "key": null})).ok()
}
