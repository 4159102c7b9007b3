//! The response to `GET /task-runs/{run_id}`.

use bytes::Bytes;
use deck_types::RequestId;
use deck_types::TaskRunId;
use http::Response;
use http::StatusCode;

use crate::response::error_response::ErrorResponse;
use crate::response::json;
use crate::response::query;
use crate::response::run_body::RunBody;
use crate::state::State;

/// Responds with the run that has `id`.
///
/// `include` may be there and changes nothing: in the version of the documentation that the sandbox follows,
/// `input` and `storage` are part of every run. Later versions leave them out unless they are asked for.
pub(crate) fn respond(
    state: &State,
    id: &TaskRunId,
    query: &str,
    request_id: &RequestId,
) -> Result<Response<Bytes>, ErrorResponse> {
    query::check(query, &["include"])?;
    let run = state.run(id)?;
    Ok(json::response(
        StatusCode::OK,
        &RunBody::alone(run, request_id),
    ))
}
