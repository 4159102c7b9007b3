//! The response to `POST /task-runs/{run_id}/cancel`.

use deck_types::TaskRunId;
use http::StatusCode;

use crate::engine::transition::Cause;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::get_task_run;

/// Cancels the run that the path names: a queued run at once; another run that has not ended becomes
/// *cancelling*, and is canceled a little later. A run that has ended stays as it is.
///
/// The documentation of this endpoint is one old sentence, which shows no response; the sandbox responds with
/// the run.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    call.optional_body(&[])?;
    call.state.run(call.id)?;
    call.state
        .cancel(&TaskRunId::new(call.id), Cause::Cancel, call.moment);
    get_task_run::run(call, StatusCode::OK)
}
