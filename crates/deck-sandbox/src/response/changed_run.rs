//! The response to a request that has changed a run.

use bytes::Bytes;
use deck_types::RequestId;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use http::Response;
use http::StatusCode;

use crate::SandboxRun;
use crate::arrival::Arrival;
use crate::response::json;
use crate::response::run_body::RunBody;
use crate::state::State;

/// Sets the times of `run`, which a request has changed, stores it, and returns it as a response.
pub(crate) fn respond(
    state: &mut State,
    mut run: TaskRun,
    arrival: Arrival,
    request_id: &RequestId,
) -> Response<Bytes> {
    let now = Timestamp::try_from(arrival.time_of_day).ok();
    // A clock that is set back must not make a change look older than the one before.
    if run.updated_at < now {
        run.updated_at.clone_from(&now);
    }
    if run.status == Some(TaskRunStatus::Canceled) {
        run.canceled_at.clone_from(&run.updated_at);
    }
    let run = match state.runs.get(run.id.as_str()) {
        Some(stored) => stored.changed(run),
        None => SandboxRun::from(run),
    };
    let response = json::response(StatusCode::OK, &RunBody::alone(&run, request_id));
    state.runs.insert(run);
    response
}
