//! The response to `POST /task-runs/{run_id}/interaction`.

use deck_types::Interaction;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use http::StatusCode;

use crate::engine::transition::Cause;
use crate::response::body::Members;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::error_response::ErrorResponse;
use crate::response::get_task_run;

/// Continues the run that the path names, if it waits for an interaction and there is input for every field
/// of it. Whether the input is right is told a little later: the run asks the same again if not.
///
/// The documentation does not tell how input that no run waits for is refused. The sandbox refuses it
/// with status 400, as it does fields that are missing, and fields that the interaction has not.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    let input = call.body(&["input"])?.take_object("input")?;
    let run = call.state.run(call.id)?;
    if run.decoded().status != Some(TaskRunStatus::InteractionRequired) {
        return Err(ErrorResponse::interaction_not_required(call.id));
    }
    // An interaction of another shape has no fields that the input could be compared with.
    if let Some(Ok(prompt)) = run.decoded().interaction_prompt() {
        check_fields(&prompt, &input)?;
    }
    let id = TaskRunId::new(call.id);
    let moment = call.moment;
    call.state
        .engine
        .answer(&id, input.as_map(), moment.elapsed);
    call.state.change_run(&id, Cause::Answer, moment, |_| {});
    get_task_run::run(call, StatusCode::OK)
}

fn check_fields(prompt: &Interaction, input: &Members) -> Result<(), ErrorResponse> {
    let names: Vec<&str> = prompt
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    if let Some(missing) = names
        .iter()
        .find(|name| !input.keys().any(|key| key == **name))
    {
        return Err(ErrorResponse::missing_input(missing));
    }
    match input.keys().find(|key| !names.contains(key)) {
        Some(unknown) => Err(ErrorResponse::unknown_parameter(unknown)),
        None => Ok(()),
    }
}
