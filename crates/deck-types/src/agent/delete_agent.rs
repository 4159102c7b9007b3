//! Deleting an agent.

use crate::deleted::Deleted;
use crate::id::AgentId;
use crate::operation::by_id::operation_by_id;

operation_by_id! {
    /// Deletes an agent for good: `DELETE /agents/{agent_id}`.
    ///
    /// Documented on the reference page *delete an agent*. What becomes of its tasks and runs is not
    /// documented.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{DeleteAgent, Operation};
    ///
    /// assert_eq!(DeleteAgent::new("agt_1").path()?, "/agents/agt_1");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct DeleteAgent {
        /// The agent to delete.
        pub id: AgentId,
    }

    impl Operation for DeleteAgent {
        Delete "DELETE /agents/{agent_id}" -> Deleted
    }
}
