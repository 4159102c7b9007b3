//! The response to `GET /task-runs/{run_id}`.

use bytes::Bytes;
use http::Response;
use http::StatusCode;

use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::error_response::ErrorResponse;
use crate::response::json;
use crate::response::query;
use crate::response::run_body::RunBody;

/// The sections that one edition of the documentation or another lets `include` ask for.
const SECTIONS: [&str; 4] = ["input", "storage", "screenshots", "artifacts"];

/// Responds with the run that the path names.
///
/// `include` may be there with documented sections and changes nothing: in the version of the
/// documentation that the sandbox follows, `input` and `storage` are part of every run. Later versions
/// leave them out unless they are asked for.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&["include"])?;
    for list in query::values(call.query(), "include") {
        for section in list.split(',').filter(|_| !list.is_empty()) {
            call.check_word("include", section, &SECTIONS)?;
        }
    }
    run(call, StatusCode::OK)
}

/// Responds with the run that the path names, as it is now.
pub(super) fn run(call: &Call<'_>, status: StatusCode) -> Result<Response<Bytes>, ErrorResponse> {
    let run = call.state.run(call.id)?;
    Ok(json::response(
        status,
        &RunBody::alone(&run, call.request_id),
    ))
}
