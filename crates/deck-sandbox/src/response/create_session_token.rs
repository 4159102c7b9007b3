//! The response to `POST /token`.

use std::time::Duration;

use deck_types::RequestId;
use deck_types::SessionTokenId;
use deck_types::Timestamp;
use http::StatusCode;
use serde::Serialize;

use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::json;

/// The time for which a token is accepted, as documented.
const VALIDITY: Duration = Duration::from_secs(30 * 60);

#[derive(Serialize)]
struct Body<'a> {
    id: String,
    object: &'a str,
    token: String,
    expires_at: Option<Timestamp>,
    created_at: Option<Timestamp>,
    request_id: &'a RequestId,
}

/// Creates a token, which the sandbox forgets at once: it has no component that would show it.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    call.optional_body(&[])?;
    let expiry = call.moment.time_of_day.checked_add(VALIDITY);
    let body = Body {
        id: call.state.ids.resource(SessionTokenId::PREFIX),
        object: "token",
        token: call.state.ids.resource("tk_"),
        expires_at: expiry.and_then(|expiry| Timestamp::try_from(expiry).ok()),
        created_at: call.now(),
        request_id: call.request_id,
    };
    Ok(json::response(StatusCode::CREATED, &body))
}
