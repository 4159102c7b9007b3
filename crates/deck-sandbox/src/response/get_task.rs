//! The response to `GET /tasks/{task_id}`.

use bytes::Bytes;
use deck_types::RequestId;
use http::Response;
use http::StatusCode;

use crate::response::error_response::ErrorResponse;
use crate::response::json;
use crate::response::query;
use crate::response::wire_task::WireTask;
use crate::state::State;

/// Responds with the task that has `id`.
pub(crate) fn respond(
    state: &State,
    id: &str,
    query: &str,
    request_id: &RequestId,
) -> Result<Response<Bytes>, ErrorResponse> {
    query::check(query, &[])?;
    let task = state
        .tasks
        .get(id)
        .ok_or_else(|| ErrorResponse::unknown_task(id))?;
    Ok(json::response(
        StatusCode::OK,
        &WireTask::with_request_id(task, request_id),
    ))
}
