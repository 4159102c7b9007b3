//! The response to `POST /task-runs/{run_id}/cancel`.

use bytes::Bytes;
use deck_types::RequestId;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use http::Request;
use http::Response;
use http::StatusCode;

use crate::arrival::Arrival;
use crate::response::body::Members;
use crate::response::changed_run;
use crate::response::error_response::ErrorResponse;
use crate::response::json;
use crate::response::run_body::RunBody;
use crate::state::State;

/// Cancels the run that has `id`: a queued run at once; another run that has not ended becomes *cancelling*.
/// A run that has ended stays as it is.
///
/// The documentation of this endpoint is one old sentence, which shows no response; the sandbox responds with
/// the run.
pub(crate) fn respond(
    state: &mut State,
    id: &TaskRunId,
    request: &Request<Bytes>,
    arrival: Arrival,
    request_id: &RequestId,
) -> Result<Response<Bytes>, ErrorResponse> {
    Members::read_optional(request, &[])?;
    let run = state.run(id)?;
    match status_after(run.decoded()) {
        None => Ok(json::response(
            StatusCode::OK,
            &RunBody::alone(run, request_id),
        )),
        Some(status) => {
            let mut run = run.to_run();
            run.status = Some(status);
            run.interaction = None;
            Ok(changed_run::respond(state, run, arrival, request_id))
        }
    }
}

/// Returns the status that `run` gets; nothing when it keeps the one it has.
fn status_after(run: &TaskRun) -> Option<TaskRunStatus> {
    match &run.status {
        Some(TaskRunStatus::Queued) => Some(TaskRunStatus::Canceled),
        Some(status) if status.is_terminal() == Some(true) || status.is_cancelling() => None,
        _ => Some(TaskRunStatus::cancelling()),
    }
}
