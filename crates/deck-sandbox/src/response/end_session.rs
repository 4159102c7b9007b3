//! The response to `POST /sessions/{session_id}/end`.

use deck_types::Session;
use http::StatusCode;

use crate::resource::wire_object::WireObject;
use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::json;

/// Ends the session and cancels its runs. A session that has ended stays as it is: how it is refused is not
/// documented.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    call.optional_body(&[])?;
    let id = call.object::<Session>()?.id.clone();
    call.state.end_session(&id, call.moment);
    let session = call.object::<Session>()?;
    Ok(json::response(
        StatusCode::OK,
        &WireObject::alone(session, call.request_id),
    ))
}
