//! The answer to `GET /test`.

use bytes::Bytes;
use deck_types::RequestId;
use http::Response;
use http::StatusCode;
use serde::Serialize;

use crate::answer::query;
use crate::answer::refusal::Refusal;
use crate::answer::reply;

#[derive(Serialize)]
struct Answer<'a> {
    status: &'a str,
    environment: &'a str,
    request_id: &'a RequestId,
}

/// Answers that the key is good, and that this is no live system.
pub(crate) fn answer(query: &str, request_id: &RequestId) -> Result<Response<Bytes>, Refusal> {
    query::check(query, &[])?;
    Ok(reply::json(
        StatusCode::OK,
        &Answer {
            status: "ready",
            environment: "sandbox",
            request_id,
        },
    ))
}
