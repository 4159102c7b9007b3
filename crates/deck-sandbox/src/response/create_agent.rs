//! The response to `POST /agents`.

use deck_types::Agent;
use deck_types::AgentId;
use http::StatusCode;

use crate::response::call::Call;
use crate::response::call::Reply;

/// Creates an agent.
pub(crate) fn respond(call: &mut Call<'_>) -> Reply {
    call.check_query(&[])?;
    let mut body = call.body(&["name", "description"])?;
    let name = body.required_text("name")?;
    let description = body.take_text("description")?;
    let mut agent = Agent::fixture(call.state.ids.resource(AgentId::PREFIX));
    agent.name = Some(name);
    agent.description = description;
    agent.tasks = Some(Vec::new());
    agent.created_at = call.creation_time();
    agent.updated_at.clone_from(&agent.created_at);
    call.keep(StatusCode::CREATED, agent, "created")
}
