//! The answer to `GET /task-runs/{run_id}`.

use bytes::Bytes;
use deck_types::RequestId;
use deck_types::TaskRunId;
use http::Response;
use http::StatusCode;

use crate::answer::query;
use crate::answer::refusal::Refusal;
use crate::answer::reply;
use crate::answer::wire_run::WireRun;
use crate::state::State;

/// Answers with the run that has `id`.
///
/// `include` may be there and changes nothing: in the version of the documentation that the sandbox follows,
/// `input` and `storage` are part of every run. Later versions leave them out unless they are asked for.
pub(crate) fn answer(
    state: &State,
    id: &TaskRunId,
    query: &str,
    request_id: &RequestId,
) -> Result<Response<Bytes>, Refusal> {
    query::check(query, &["include"])?;
    let run = state.run(id)?;
    Ok(reply::json(
        StatusCode::OK,
        &WireRun::answer(run, request_id),
    ))
}
