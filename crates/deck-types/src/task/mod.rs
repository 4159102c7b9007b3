//! A task: what an agent is to do, as the API tells it.

use crate::id::AgentId;
use crate::id::RequestId;
use crate::id::TaskId;
use crate::json::Json;
use crate::lenient;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::timestamp::Timestamp;
use crate::unknown_fields::UnknownFields;

pub(crate) mod create_task;
pub(crate) mod get_task;
pub(crate) mod list_tasks;
pub(crate) mod reset_task;
pub(crate) mod run_task;
pub(crate) mod status;
#[cfg(test)]
mod tests;

use status::TaskStatus;

model! {
    /// A task: the description of what an agent does on a source. Each execution of it is a
    /// [`TaskRun`](crate::TaskRun).
    ///
    /// The reference pages call every field required. Nevertheless only [`id`](Self::id) is indispensable
    /// here, as in a [`TaskRun`](crate::TaskRun): every other field tolerates absence and null, and words and
    /// fields that this version does not know are kept and written back.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{Task, TaskStatus, read_body};
    ///
    /// let body = br#"{"id": "task_1", "name": "Bills", "status": "live", "prompt": null}"#;
    /// let task: Task = read_body(body)?;
    ///
    /// assert_eq!(task.id, "task_1");
    /// assert_eq!(task.status, Some(TaskStatus::Live));
    /// assert_eq!(task.prompt, None);
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Task, with the wire form TaskOnWire of "Task",
    which always has [
        "id", "object", "name", "status", "agent_id", "prompt", "input_schema", "output_schema", "storage",
        "extraction", "created_at", "updated_at", "request_id",
    ] {
        /// The id of the task.
        pub id: TaskId,
        /// The kind of object, `task`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// The name of the task, for people.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// The state that the task is in.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<TaskStatus>,
        /// The agent that the task belongs to.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub agent_id: Option<AgentId>,
        /// What the agent is told to do, in words.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub prompt: Option<String>,
        /// The JSON Schema that the input of a run must fit. `None` is absent, a JSON null is kept as such.
        #[serde(
            default,
            deserialize_with = "lenient::present",
            skip_serializing_if = "Option::is_none"
        )]
        pub input_schema: Option<Json>,
        /// The JSON Schema of the output of a run, under the same rules as
        /// [`input_schema`](Self::input_schema).
        #[serde(
            default,
            deserialize_with = "lenient::present",
            skip_serializing_if = "Option::is_none"
        )]
        pub output_schema: Option<Json>,
        /// The settings for the files that runs keep, under the same rules as
        /// [`input_schema`](Self::input_schema).
        ///
        /// The guides name the keys `enabled`, `extraction`, `extraction_schema` and `deduplication`, and
        /// newer ones others besides.
        #[serde(
            default,
            deserialize_with = "lenient::present",
            skip_serializing_if = "Option::is_none"
        )]
        pub storage: Option<Json>,
        /// Whether data is read out of the files that runs keep.
        #[serde(
            default,
            deserialize_with = "lenient::flag",
            skip_serializing_if = "Option::is_none"
        )]
        pub extraction: Option<bool>,
        /// When the task was created.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Timestamp>,
        /// When the task last changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Timestamp>,
        /// The id of the response, where the task is the whole of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

impl Task {
    /// Creates a task with an id and nothing else, for fixtures.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut task = deck_types::Task::fixture("task_1");
    /// task.status = Some("live".into());
    /// assert_eq!(task.object, Some("task".into()));
    /// ```
    pub fn fixture(id: impl Into<TaskId>) -> Self {
        Self {
            id: id.into(),
            object: Some("task".into()),
            name: None,
            status: None,
            agent_id: None,
            prompt: None,
            input_schema: None,
            output_schema: None,
            storage: None,
            extraction: None,
            created_at: None,
            updated_at: None,
            request_id: None,
            unknown_fields: UnknownFields::new(),
        }
    }

    /// Returns the words that this version does not know, each with the field in which it stands: `status`.
    ///
    /// They are kept and do no harm; many of them say that the API has grown and this crate has not.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut task = deck_types::Task::fixture("task_1");
    /// task.status = Some("retired".into());
    /// assert_eq!(task.unknown_words().collect::<Vec<_>>(), [("status", "retired")]);
    /// ```
    pub fn unknown_words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.status
            .iter()
            .filter(|word| !word.is_known())
            .map(|word| ("status", word.as_str()))
    }
}
