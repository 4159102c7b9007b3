//! Planned error responses, with and without the envelope of the API.

use bytes::Bytes;
use deck_types::RequestId;
use http::HeaderValue;
use http::Response;
use http::StatusCode;
use http::header;

use crate::ErrorBody;
use crate::response::error_response::ErrorResponse;

/// Responds with `status` and the given kind of body.
pub(crate) fn respond(
    status: StatusCode,
    body: ErrorBody,
    request_id: &RequestId,
) -> Response<Bytes> {
    let status = final_status(status);
    let mut response = match body {
        ErrorBody::Envelope => ErrorResponse::planned(status).into_response(request_id),
        ErrorBody::ProblemDetails => {
            text(status, "application/problem+json", problem_details(status))
        }
        ErrorBody::Html => text(status, "text/html; charset=utf-8", html(status)),
        ErrorBody::Text => text(status, "text/plain; charset=utf-8", format!("{status}\n")),
        ErrorBody::Empty => Response::new(Bytes::new()),
    };
    *response.status_mut() = status;
    if is_bodiless(status) {
        response.headers_mut().remove(header::CONTENT_TYPE);
        *response.body_mut() = Bytes::new();
    }
    response
}

/// Replaces a status below 200, after which a client waits for another response.
fn final_status(status: StatusCode) -> StatusCode {
    if status.is_informational() {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        status
    }
}

fn is_bodiless(status: StatusCode) -> bool {
    matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

fn text(status: StatusCode, content_type: &'static str, body: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

fn problem_details(status: StatusCode) -> String {
    let title = status.canonical_reason().unwrap_or("Planned");
    serde_json::json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "errors": {"limit": ["As planned."]},
    })
    .to_string()
}

fn html(status: StatusCode) -> String {
    format!(
        "<!DOCTYPE html>\n<html>\n<head><title>{status}</title></head>\n<body>\n\
         <center><h1>{status}</h1></center>\n</body>\n</html>\n"
    )
}
