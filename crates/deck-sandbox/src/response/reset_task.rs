//! The response to `POST /tasks/{task_id}/reset`.

use deck_types::Task;
use deck_types::TaskStatus;
use http::StatusCode;

use crate::response::call::Call;
use crate::response::call::Reply;

/// Sets the task back to `learning`. Runs that are under way go on.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    call.optional_body(&[])?;
    let mut task = call.object::<Task>()?.clone();
    task.status = Some(TaskStatus::Learning);
    call.touch(&mut task.updated_at);
    let agent_id = task.agent_id.clone();
    let response = call.keep(StatusCode::OK, task, "reset");
    call.state.list_tasks_of(agent_id.as_ref());
    response
}
