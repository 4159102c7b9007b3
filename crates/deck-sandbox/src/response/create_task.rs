//! The response to `POST /tasks`.

use deck_types::Task;
use deck_types::TaskId;
use deck_types::TaskStatus;
use http::StatusCode;

use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::error_response::ErrorResponse;

/// `settings` is on a concept page only.
const MEMBERS: [&str; 9] = [
    "name",
    "agent_id",
    "id",
    "input_schema",
    "output_schema",
    "prompt",
    "storage",
    "extraction",
    "settings",
];

/// Creates a task, which is `learning`.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    let mut body = call.body(&MEMBERS)?;
    body.check_not_null(&["extraction"])?;
    let name = body.required_text("name")?;
    let agent_id = body.required_text("agent_id")?;
    let id = body.take_text("id")?;
    if let Some(id) = &id {
        check_id(call, id)?;
    }
    let prompt = body.take_text("prompt")?;
    let extraction = body.take_flag("extraction")?;
    let id = id.unwrap_or_else(|| call.state.ids.resource(TaskId::PREFIX));
    let mut task = Task::fixture(id);
    task.name = Some(name);
    task.agent_id = Some(agent_id.into());
    task.status = Some(TaskStatus::Learning);
    task.prompt = prompt;
    task.extraction = Some(extraction.unwrap_or(false));
    task.input_schema = body.take("input_schema");
    task.output_schema = body.take("output_schema");
    task.storage = body.take("storage");
    if let Some(settings) = body.take("settings") {
        task.unknown_fields.insert("settings", &settings);
    }
    task.created_at = call.creation_time();
    task.updated_at.clone_from(&task.created_at);
    let agent_id = task.agent_id.clone();
    let response = call.keep(StatusCode::CREATED, task, "created");
    call.state.list_tasks_of(agent_id.as_ref());
    response
}

/// Checks that an id of the caller's choice is free, and can stand in a path: a task that no path names could
/// not be read.
fn check_id(call: &Call<'_>, id: &str) -> Result<(), ErrorResponse> {
    if deck_types::path(["tasks", id]).is_err() {
        let message = format!("{id:?} cannot stand in a path.");
        return Err(ErrorResponse::invalid_parameter("id", message));
    }
    if call.state.tasks.get(id).is_some() {
        let message = format!("There is a task {id} already.");
        return Err(ErrorResponse::invalid_parameter("id", message));
    }
    Ok(())
}
