//! The response to `POST /tasks/{task_id}/run`.

use deck_types::SessionId;
use deck_types::TaskRunStatus;
use http::StatusCode;

use crate::changes::session::has_ended;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::error_response::ErrorResponse;
use crate::response::json;
use crate::response::run_body::RunBody;
use crate::sandbox_run::status_label;
use crate::state::State;

/// `request_id` is documented without a meaning, so it may be there and changes nothing.
const MEMBERS: [&str; 5] = [
    "credential_id",
    "source_id",
    "session_id",
    "input",
    "request_id",
];

/// The statuses of runs that have a session, or wait for one: also while the end user is asked, and while
/// they stop.
const NEED_SESSION: [fn() -> TaskRunStatus; 4] = [
    || TaskRunStatus::Queued,
    || TaskRunStatus::Running,
    || TaskRunStatus::InteractionRequired,
    TaskRunStatus::cancelling,
];

/// Creates a queued run of the task that the path names.
///
/// The input is not checked against the schema of the task, and credentials and sources need not exist. A
/// session that does not exist is made. The body may be left out, since nothing in it is required.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    let mut body = call.optional_body(&MEMBERS)?;
    let credential_id = body.take_text("credential_id")?;
    let source_id = body.take_text("source_id")?;
    let session_id = body.take_text("session_id")?.map(SessionId::from);
    let task = call.state.tasks.get(call.id);
    let task = task
        .ok_or_else(|| ErrorResponse::unknown("task", call.id))?
        .clone();
    check_session(call.state, session_id.as_ref())?;
    check_session_limit(call.state)?;
    let mut run = call.state.new_run(call.moment);
    run.task_id = Some(task.id.clone());
    run.agent_id.clone_from(&task.agent_id);
    run.credential_id = credential_id.map(Into::into);
    run.source_id = source_id.map(Into::into);
    run.session_id = session_id;
    run.input = body.take("input");
    let run = call.state.queue_run(run, &task, call.moment);
    Ok(json::response(
        StatusCode::CREATED,
        &RunBody::alone(&run, call.request_id),
    ))
}

fn check_session(state: &State, id: Option<&SessionId>) -> Result<(), ErrorResponse> {
    let session = id.and_then(|id| state.sessions.get(id.as_str()));
    match session {
        Some(session) if has_ended(session) => {
            let message = format!("The session {} has ended.", session.id);
            Err(ErrorResponse::invalid_parameter("session_id", message))
        }
        _ => Ok(()),
    }
}

fn check_session_limit(state: &State) -> Result<(), ErrorResponse> {
    let Some(limit) = state.rules.session_limit else {
        return Ok(());
    };
    if state
        .runs
        .count(&NEED_SESSION.map(|status| status_label(&status())))
        >= limit
    {
        Err(ErrorResponse::session_limit_exceeded())
    } else {
        Ok(())
    }
}
