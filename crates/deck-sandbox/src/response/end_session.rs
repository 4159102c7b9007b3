//! The response to `POST /sessions/{session_id}/end`.

use deck_types::Session;
use deck_types::SessionId;

use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::get;

/// Ends the session and cancels its runs. A session that has ended stays as it is: how it is refused is not
/// documented.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    call.optional_body(&[])?;
    let id = SessionId::new(call.id);
    call.state.adopt_session(&id);
    call.object::<Session>()?;
    call.state.end_session(&id, call.moment);
    get::respond::<Session>(call)
}
