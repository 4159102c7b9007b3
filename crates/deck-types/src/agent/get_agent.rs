//! Reading one agent.

use crate::agent::Agent;
use crate::id::AgentId;
use crate::operation::by_id::operation_by_id;

operation_by_id! {
    /// Reads one agent: `GET /agents/{agent_id}`.
    ///
    /// Documented on the reference page *retrieve an agent*.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{GetAgent, Operation};
    ///
    /// assert_eq!(GetAgent::new("agt_1").path()?, "/agents/agt_1");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct GetAgent {
        /// The agent to read.
        pub id: AgentId,
    }

    impl Operation for GetAgent {
        Get "GET /agents/{agent_id}" -> Agent
    }
}
