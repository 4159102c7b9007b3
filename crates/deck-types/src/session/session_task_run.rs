//! A run as its session tells of it.

use crate::id::AgentId;
use crate::id::CredentialId;
use crate::id::TaskId;
use crate::id::TaskRunId;
use crate::model::model;
use crate::page::limits::ListElement;
use crate::page::limits::least_text_of;

model! {
    /// A task run in brief, as an element of [`Session::task_runs`](crate::Session::task_runs).
    ///
    /// Every field tolerates absence and null; what is absent is not written.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct SessionTaskRun, with the wire form SessionTaskRunOnWire of "SessionTaskRun",
    which always has ["id", "task_id", "agent_id", "credential_id"] {
        /// The id of the run.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<TaskRunId>,
        /// The task that was run.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub task_id: Option<TaskId>,
        /// The agent that did the work.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub agent_id: Option<AgentId>,
        /// The credential that the agent used.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub credential_id: Option<CredentialId>,
    }
}

impl ListElement for SessionTaskRun {
    fn least_text(&self) -> usize {
        least_text_of("id", self.id.as_ref().map(TaskRunId::as_str))
            + least_text_of("task_id", self.task_id.as_ref().map(TaskId::as_str))
            + least_text_of("agent_id", self.agent_id.as_ref().map(AgentId::as_str))
            + least_text_of(
                "credential_id",
                self.credential_id.as_ref().map(CredentialId::as_str),
            )
            + self.unknown_fields.least_text()
    }
}
