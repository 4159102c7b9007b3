//! A task run: one execution of a task, as the API tells it.

use std::time::Duration;

use crate::id::AgentId;
use crate::id::CredentialId;
use crate::id::RequestId;
use crate::id::SessionId;
use crate::id::SourceId;
use crate::id::TaskId;
use crate::id::TaskRunId;
use crate::id::WorkflowId;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::lenient;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::problem::Problem;
use crate::timestamp::Timestamp;
use crate::unknown_fields::UnknownFields;

pub(crate) mod cancel_task_run;
pub(crate) mod get_task_run;
pub(crate) mod include;
pub(crate) mod interaction;
pub(crate) mod list_task_run_storage;
pub(crate) mod list_task_runs;
pub(crate) mod outcome;
pub(crate) mod status;
pub(crate) mod submit_interaction;
pub(crate) mod task_run_file;
#[cfg(test)]
mod tests;
mod unknown_words;

use interaction::Interaction;
use outcome::Outcome;
use status::TaskRunStatus;
use task_run_file::TaskRunFile;

model! {
    /// A task run: one execution of a task by an agent.
    ///
    /// Only [`id`](Self::id) is indispensable. Every other field tolerates absence and null, numbers tolerate
    /// strings of digits, and words and fields that this version does not know are kept and written back.
    /// [`WithRaw<TaskRun>`](crate::WithRaw) keeps the text to the byte, and
    /// [`to_json_line`](crate::to_json_line) writes a run on one line, which `serde_json` alone does not
    /// where its payloads came on several.
    ///
    /// # Examples
    ///
    /// An `id` makes a run:
    ///
    /// ```
    /// use deck_types::TaskRun;
    /// use deck_types::TaskRunStatus;
    ///
    /// let body = br#"{"id": "trun_1", "status": "queued", "runtime_ms": "250", "mood": "good"}"#;
    /// let run: TaskRun = deck_types::read_body(body)?;
    ///
    /// assert_eq!(run.id, "trun_1");
    /// assert_eq!(run.status, Some(TaskRunStatus::Queued));
    /// assert_eq!(run.runtime_ms, Some(250));
    /// assert_eq!(run.output, None);
    /// assert!(run.unknown_fields.get("mood").is_some());
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TaskRun, with the wire form TaskRunOnWire of "TaskRun",
    which always has ["id", "object", "status", "result", "request_id"] {
        /// The id of the run.
        pub id: TaskRunId,
        /// The kind of object, `task_run`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// The state that the run is in.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<TaskRunStatus>,
        /// What the run achieved; absent while it goes on.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub result: Option<Outcome>,
        /// The task that was run.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub task_id: Option<TaskId>,
        /// The credential that the agent used.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub credential_id: Option<CredentialId>,
        /// The session that the run took place in.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub session_id: Option<SessionId>,
        /// The workflow that the run belongs to; newer responses have none.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub workflow_id: Option<WorkflowId>,
        /// The agent that did the work.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub agent_id: Option<AgentId>,
        /// The source that the agent worked on.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub source_id: Option<SourceId>,
        /// How long the run took, in milliseconds; [`runtime`](Self::runtime) gives it as a [`Duration`].
        #[serde(
            default,
            deserialize_with = "lenient::number",
            skip_serializing_if = "Option::is_none"
        )]
        pub runtime_ms: Option<u64>,
        /// What the run was given: any JSON value, or one `enc_` string when the organization encrypts
        /// payloads. `None` is absent, a JSON null is kept as such.
        #[serde(
            default,
            deserialize_with = "lenient::present",
            skip_serializing_if = "Option::is_none"
        )]
        pub input: Option<Json>,
        /// What the run gave back, under the same rules as [`input`](Self::input).
        #[serde(
            default,
            deserialize_with = "lenient::present",
            skip_serializing_if = "Option::is_none"
        )]
        pub output: Option<Json>,
        /// The files that the run kept; `None` when the response does not tell.
        #[serde(
            default,
            deserialize_with = "lenient::optional_list",
            skip_serializing_if = "Option::is_none"
        )]
        pub storage: Option<Vec<TaskRunFile>>,
        /// Screenshots and the like, sent only to those who ask for them with
        /// [`Include::Artifacts`](crate::Include::Artifacts).
        #[serde(
            default,
            deserialize_with = "lenient::present",
            skip_serializing_if = "Option::is_none"
        )]
        pub artifacts: Option<Json>,
        /// What went wrong; empty when nothing did or the response does not tell.
        #[serde(default, deserialize_with = "lenient::list")]
        pub errors: Vec<Problem>,
        /// What the run waits for the end user to answer; see
        /// [`interaction_prompt`](Self::interaction_prompt). Null reads as `None`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub interaction: Option<Json>,
        /// When the run was canceled.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub canceled_at: Option<Timestamp>,
        /// When the run was created.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Timestamp>,
        /// When the run last changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Timestamp>,
        /// The id of the response; on `GET /task-runs/{id}` only, where the run is the whole response.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

impl TaskRun {
    /// Creates a run with an id and nothing else, for fixtures.
    ///
    /// # Examples
    ///
    /// The fields are public, so the rest is set by hand:
    ///
    /// ```
    /// let mut run = deck_types::TaskRun::fixture("trun_1");
    /// run.status = Some("failed".into());
    ///
    /// assert_eq!(run.status.and_then(|status| status.is_terminal()), Some(true));
    /// ```
    pub fn fixture(id: impl Into<TaskRunId>) -> Self {
        Self {
            id: id.into(),
            object: Some("task_run".into()),
            status: None,
            result: None,
            task_id: None,
            credential_id: None,
            session_id: None,
            workflow_id: None,
            agent_id: None,
            source_id: None,
            runtime_ms: None,
            input: None,
            output: None,
            storage: None,
            artifacts: None,
            errors: Vec::new(),
            interaction: None,
            canceled_at: None,
            created_at: None,
            updated_at: None,
            request_id: None,
            unknown_fields: UnknownFields::new(),
        }
    }

    /// Returns how long the run took.
    #[must_use]
    pub fn runtime(&self) -> Option<Duration> {
        self.runtime_ms.map(Duration::from_millis)
    }

    /// Reads [`interaction`](Self::interaction) in the shape that Deck's guide to interactions documents;
    /// `None` when there is none.
    ///
    /// # Errors
    ///
    /// Fails only when the interaction has another shape; the field itself still has its text.
    #[must_use]
    pub fn interaction_prompt(&self) -> Option<Result<Interaction, JsonError>> {
        self.interaction.as_ref().map(Json::parse)
    }
}
