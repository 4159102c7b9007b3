//! A task as its agent tells of it.

use crate::id::TaskId;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::page::limits::ListElement;
use crate::page::limits::least_text_of;
use crate::task::status::TaskStatus;

model! {
    /// A task in brief, as an element of [`Agent::tasks`](crate::Agent::tasks).
    ///
    /// Every field tolerates absence and null; what is absent is not written.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct AgentTask, with the wire form AgentTaskOnWire of "AgentTask",
    which always has ["id", "object", "name", "status"] {
        /// The id of the task.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<TaskId>,
        /// The kind of object, `task`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// The name of the task, for people.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// The state that the task is in.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<TaskStatus>,
    }
}

impl ListElement for AgentTask {
    fn least_text(&self) -> usize {
        least_text_of("id", self.id.as_ref().map(TaskId::as_str))
            + least_text_of("object", self.object.as_ref().map(ObjectKind::as_str))
            + least_text_of("name", self.name.as_deref())
            + least_text_of("status", self.status.as_ref().map(TaskStatus::as_str))
            + self.unknown_fields.least_text()
    }
}
