//! The answer to `GET /tasks/{task_id}`.

use bytes::Bytes;
use deck_types::RequestId;
use http::Response;
use http::StatusCode;

use crate::answer::query;
use crate::answer::refusal::Refusal;
use crate::answer::reply;
use crate::answer::wire_task::WireTask;
use crate::state::State;

/// Answers with the task that has `id`.
pub(crate) fn answer(
    state: &State,
    id: &str,
    query: &str,
    request_id: &RequestId,
) -> Result<Response<Bytes>, Refusal> {
    query::check(query, &[])?;
    let task = state
        .tasks
        .get(id)
        .ok_or_else(|| Refusal::unknown_task(id))?;
    Ok(reply::json(
        StatusCode::OK,
        &WireTask::answer(task, request_id),
    ))
}
