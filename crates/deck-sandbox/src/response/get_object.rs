//! The response to `GET` of an object of a collection.

use bytes::Bytes;
use http::Response;
use http::StatusCode;

use crate::response::error_response::ErrorResponse;
use crate::response::json;
use crate::state::State;

/// Responds with the exact text of the object that has `id`, whatever the query, since the sandbox does not
/// know the endpoint.
pub(crate) fn respond(
    state: &State,
    path: &str,
    id: &str,
) -> Result<Response<Bytes>, ErrorResponse> {
    let object = state
        .collections
        .get(path)
        .and_then(|collection| collection.shelf.get(id))
        .ok_or_else(|| ErrorResponse::unknown("object", id))?;
    Ok(json::response(StatusCode::OK, &object.text))
}
