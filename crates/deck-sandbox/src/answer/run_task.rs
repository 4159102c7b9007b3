//! The answer to `POST /tasks/{task_id}/run`.

use bytes::Bytes;
use deck_types::RequestId;
use deck_types::TaskRunStatus;
use http::Request;
use http::Response;
use http::StatusCode;

use crate::answer::body::Members;
use crate::answer::refusal::Refusal;
use crate::answer::reply;
use crate::answer::wire_run::WireRun;
use crate::arrival::Arrival;
use crate::state::State;

/// `request_id` is documented without a meaning, so it may be there and changes nothing.
const MEMBERS: [&str; 5] = [
    "credential_id",
    "source_id",
    "session_id",
    "input",
    "request_id",
];

/// Makes a queued run of the task that has `id`.
///
/// Whether the input fits the schema of the task is not looked at, nor whether there are such credentials,
/// sources and sessions.
pub(crate) fn answer(
    state: &mut State,
    id: &str,
    request: &Request<Bytes>,
    arrival: Arrival,
    request_id: &RequestId,
) -> Result<Response<Bytes>, Refusal> {
    let mut body = Members::read(request, &MEMBERS)?;
    let credential_id = body.take_text("credential_id")?;
    let source_id = body.take_text("source_id")?;
    let session_id = body.take_text("session_id")?;
    let task = state
        .tasks
        .get(id)
        .ok_or_else(|| Refusal::unknown_task(id))?;
    let (task_id, agent_id) = (task.id.clone(), task.agent_id.clone());
    check_session_limit(state)?;
    let mut run = state.new_run(arrival.time_of_day);
    run.task_id = Some(task_id);
    run.agent_id = agent_id;
    run.credential_id = credential_id.map(Into::into);
    run.source_id = source_id.map(Into::into);
    run.session_id = session_id.map(Into::into);
    run.input = body.take("input");
    let response = reply::json(StatusCode::CREATED, &WireRun::answer(&run, request_id));
    state.runs.insert(run);
    Ok(response)
}

fn check_session_limit(state: &State) -> Result<(), Refusal> {
    let Some(limit) = state.rules.session_limit else {
        return Ok(());
    };
    let is_busy = |status| matches!(status, &TaskRunStatus::Queued | &TaskRunStatus::Running);
    let busy = state
        .runs
        .forward(state.rules.order, None)
        .filter(|run| run.status.as_ref().is_some_and(is_busy));
    if busy.take(limit).count() == limit {
        Err(Refusal::session_limit_exceeded())
    } else {
        Ok(())
    }
}
