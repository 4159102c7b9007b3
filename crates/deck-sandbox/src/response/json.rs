//! Responses with a JSON body.

use bytes::Bytes;
use http::HeaderValue;
use http::Response;
use http::StatusCode;
use http::header;
use serde::Serialize;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// Returns a response with `body` as JSON.
pub(crate) fn response(status: StatusCode, body: &impl Serialize) -> Response<Bytes> {
    // Bodies are structures of text and numbers, which serde_json always writes; an empty body is what a
    // failure would look like.
    let text = serde_json::to_vec(body).unwrap_or_default();
    of_text(status, text)
}

/// Returns a response whose body is `text`, which is JSON.
pub(crate) fn of_text(status: StatusCode, text: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response
}
