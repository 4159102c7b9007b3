//! The response to `GET /sessions/{session_id}`.

use deck_types::Session;
use deck_types::SessionId;

use crate::response::call::Call;
use crate::response::call::Reply;
use crate::response::get;

/// Responds with the session that the path names.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.state.adopt_session(&SessionId::new(call.id));
    get::respond::<Session>(call)
}
