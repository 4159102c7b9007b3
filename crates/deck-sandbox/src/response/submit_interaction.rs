//! The response to `POST /task-runs/{run_id}/interaction`.

use bytes::Bytes;
use deck_types::Interaction;
use deck_types::RequestId;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use http::Request;
use http::Response;

use crate::arrival::Arrival;
use crate::response::body::Members;
use crate::response::changed_run;
use crate::response::error_response::ErrorResponse;
use crate::state::State;

/// Continues the run that has `id`, if it waits for an interaction and there is input for every field of it.
///
/// The documentation does not tell how input that no run waits for is refused. The sandbox refuses it
/// with status 400, as it does fields that are missing, and fields that the interaction has not.
pub(crate) fn respond(
    state: &mut State,
    id: &TaskRunId,
    request: &Request<Bytes>,
    arrival: Arrival,
    request_id: &RequestId,
) -> Result<Response<Bytes>, ErrorResponse> {
    let input = Members::read(request, &["input"])?.take_object("input")?;
    let run = state.run(id)?;
    if run.decoded().status != Some(TaskRunStatus::InteractionRequired) {
        return Err(ErrorResponse::interaction_not_required(id));
    }
    // An interaction of another shape has no fields that the input could be compared with.
    if let Some(Ok(prompt)) = run.decoded().interaction_prompt() {
        check_fields(&prompt, &input)?;
    }
    let mut run = run.to_run();
    run.status = Some(TaskRunStatus::Running);
    run.interaction = None;
    Ok(changed_run::respond(state, run, arrival, request_id))
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
