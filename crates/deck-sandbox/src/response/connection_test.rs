//! The response to `GET /test`.

use deck_types::RequestId;
use http::StatusCode;
use serde::Serialize;

use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::json;

#[derive(Serialize)]
struct Body<'a> {
    status: &'a str,
    environment: &'a str,
    request_id: &'a RequestId,
}

/// Responds that the key is accepted and that this is not the live system.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    Ok(json::response(
        StatusCode::OK,
        &Body {
            status: "ready",
            environment: "sandbox",
            request_id: call.request_id,
        },
    ))
}
