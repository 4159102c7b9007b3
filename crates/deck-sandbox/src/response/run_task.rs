//! The response to `POST /tasks/{task_id}/run`.

use bytes::Bytes;
use deck_types::RequestId;
use deck_types::TaskRunStatus;
use http::Request;
use http::Response;
use http::StatusCode;

use crate::SandboxRun;
use crate::arrival::Arrival;
use crate::response::body::Members;
use crate::response::error_response::ErrorResponse;
use crate::response::json;
use crate::response::run_body::RunBody;
use crate::shelf::Window;
use crate::state::State;

/// `request_id` is documented without a meaning, so it may be there and changes nothing.
const MEMBERS: [&str; 5] = [
    "credential_id",
    "source_id",
    "session_id",
    "input",
    "request_id",
];

/// Creates a queued run of the task that has `id`.
///
/// The input is not checked against the schema of the task, and credentials, sources and sessions need not
/// exist.
pub(crate) fn respond(
    state: &mut State,
    id: &str,
    request: &Request<Bytes>,
    arrival: Arrival,
    request_id: &RequestId,
) -> Result<Response<Bytes>, ErrorResponse> {
    let mut body = Members::read(request, &MEMBERS)?;
    let credential_id = body.take_text("credential_id")?;
    let source_id = body.take_text("source_id")?;
    let session_id = body.take_text("session_id")?;
    let task = state
        .tasks
        .get(id)
        .ok_or_else(|| ErrorResponse::unknown_task(id))?;
    let (task_id, agent_id) = (task.id.clone(), task.agent_id.clone());
    check_session_limit(state)?;
    let mut run = state.new_run(arrival.time_of_day);
    run.task_id = Some(task_id);
    run.agent_id = agent_id;
    run.credential_id = credential_id.map(Into::into);
    run.source_id = source_id.map(Into::into);
    run.session_id = session_id.map(Into::into);
    run.input = body.take("input");
    let run = SandboxRun::from(run);
    let response = json::response(StatusCode::CREATED, &RunBody::alone(&run, request_id));
    state.runs.insert(run);
    Ok(response)
}

fn check_session_limit(state: &State) -> Result<(), ErrorResponse> {
    let Some(limit) = state.rules.session_limit else {
        return Ok(());
    };
    let is_busy = |status| matches!(status, &TaskRunStatus::Queued | &TaskRunStatus::Running);
    let busy = state
        .runs
        .forward(None, Window::default())
        .filter(|run| run.decoded().status.as_ref().is_some_and(is_busy));
    if busy.take(limit).count() == limit {
        Err(ErrorResponse::session_limit_exceeded())
    } else {
        Ok(())
    }
}
