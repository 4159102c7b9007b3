//! The response to `GET /test`.

use bytes::Bytes;
use deck_types::RequestId;
use http::Response;
use http::StatusCode;
use serde::Serialize;

use crate::response::error_response::ErrorResponse;
use crate::response::json;
use crate::response::query;

#[derive(Serialize)]
struct Body<'a> {
    status: &'a str,
    environment: &'a str,
    request_id: &'a RequestId,
}

/// Responds that the key is accepted and that this is not the live system.
pub(crate) fn respond(
    query: &str,
    request_id: &RequestId,
) -> Result<Response<Bytes>, ErrorResponse> {
    query::check(query, &[])?;
    Ok(json::response(
        StatusCode::OK,
        &Body {
            status: "ready",
            environment: "sandbox",
            request_id,
        },
    ))
}
