//! Creating a task.

use serde::Serialize;

use crate::id::AgentId;
use crate::id::TaskId;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::operation::Operation;
use crate::operation::body::BodyError;
use crate::operation::body::read_body;
use crate::operation::extra_member_error::ExtraMemberError;
use crate::operation::members::Members;
use crate::operation::members::Modelled;
use crate::operation::members::members;
use crate::operation::method::Method;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::task::Task;

/// Creates a task: `POST /tasks`. The response has status 201 and holds the new task.
///
/// Documented on the reference page *create a task*. What is not set is absent from the body.
///
/// # Examples
///
/// ```
/// use deck_types::{CreateTask, Json, Operation};
///
/// let operation = CreateTask::new("Fetch bills", "agt_1")
///     .prompt("Log in and download the latest bill.")
///     .input_schema(&Json::from_text(r#"{"type": "object"}"#)?)?;
///
/// assert_eq!(
///     operation.body()?.as_ref().map(Json::as_str),
///     Some(concat!(
///         r#"{"name":"Fetch bills","agent_id":"agt_1","input_schema":{"type": "object"},"#,
///         r#""prompt":"Log in and download the latest bill."}"#,
///     ))
/// );
/// # Ok::<(), deck_types::JsonError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct CreateTask {
    /// The name of the task, for people.
    pub name: String,
    /// The agent that the task belongs to.
    pub agent_id: AgentId,
    /// An id of the caller's choice. Default: none, and Deck makes one.
    pub id: Option<TaskId>,
    /// The JSON Schema that the input of a run must fit. Default: none.
    pub input_schema: Option<Json>,
    /// The JSON Schema of the output of a run. Default: none.
    pub output_schema: Option<Json>,
    /// What the agent is told to do, in words. Default: none.
    pub prompt: Option<String>,
    /// The settings for the files that runs keep. Default: none.
    pub storage: Option<Json>,
    /// Whether data is read out of the files that runs keep. Default: none, which Deck takes for `false`.
    pub extraction: Option<bool>,
    extra: Members,
}

impl CreateTask {
    /// Creates a task with a name, below an agent, and nothing else.
    pub fn new(name: impl Into<String>, agent_id: impl Into<AgentId>) -> Self {
        Self {
            name: name.into(),
            agent_id: agent_id.into(),
            id: None,
            input_schema: None,
            output_schema: None,
            prompt: None,
            storage: None,
            extraction: None,
            extra: Members::default(),
        }
    }

    /// Sets the id of the task to one of the caller's choice.
    #[must_use]
    pub fn id(mut self, id: impl Into<TaskId>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the JSON Schema that the input of a run must fit: any value that serializes to JSON.
    ///
    /// # Errors
    ///
    /// Fails only when the value's own `Serialize` does, or when a map in it has keys that are not strings.
    pub fn input_schema<T: Serialize + ?Sized>(
        mut self,
        input_schema: &T,
    ) -> Result<Self, JsonError> {
        self.input_schema = Some(Json::encode(input_schema)?);
        Ok(self)
    }

    /// Sets the JSON Schema of the output of a run: any value that serializes to JSON.
    ///
    /// # Errors
    ///
    /// Fails only when the value's own `Serialize` does, or when a map in it has keys that are not strings.
    pub fn output_schema<T: Serialize + ?Sized>(
        mut self,
        output_schema: &T,
    ) -> Result<Self, JsonError> {
        self.output_schema = Some(Json::encode(output_schema)?);
        Ok(self)
    }

    /// Sets what the agent is told to do, in words.
    #[must_use]
    pub fn prompt(mut self, prompt: impl Into<String>) -> Self {
        self.prompt = Some(prompt.into());
        self
    }

    /// Sets the settings for the files that runs keep: any value that serializes to JSON.
    ///
    /// The guides name the keys `enabled`, `extraction`, `extraction_schema` and `deduplication`, and newer
    /// ones `extraction_prompt` and `deduplication_schema` besides.
    ///
    /// # Errors
    ///
    /// Fails only when the value's own `Serialize` does, or when a map in it has keys that are not strings.
    pub fn storage<T: Serialize + ?Sized>(mut self, storage: &T) -> Result<Self, JsonError> {
        self.storage = Some(Json::encode(storage)?);
        Ok(self)
    }

    /// Sets whether data is read out of the files that runs keep.
    #[must_use]
    pub fn extraction(mut self, extraction: bool) -> Self {
        self.extraction = Some(extraction);
        self
    }

    /// Sets a member of the body that has no field here, such as `settings`: the concept page about task runs
    /// names `settings.timeout_seconds`, and the reference page does not.
    ///
    /// Extra members stand behind the others, in the order in which their keys were first set.
    ///
    /// # Errors
    ///
    /// Fails only when the key is the one of a field.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{CreateTask, Json};
    ///
    /// let settings = Json::from_text(r#"{"timeout_seconds": 600}"#)?;
    /// let operation = CreateTask::new("Fetch bills", "agt_1").with_extra("settings", settings)?;
    ///
    /// let error = operation.with_extra("prompt", Json::encode(&7)?).unwrap_err();
    /// assert_eq!(error.key(), "prompt");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_extra(
        mut self,
        key: impl Into<String>,
        value: Json,
    ) -> Result<Self, ExtraMemberError> {
        self.extra.set_extra::<Self>(key.into(), value)?;
        Ok(self)
    }
}

members!(CreateTask {
    "name" => name,
    "agent_id" => agent_id,
    "id" => id,
    "input_schema" => input_schema,
    "output_schema" => output_schema,
    "prompt" => prompt,
    "storage" => storage,
    "extraction" => extraction,
    ..extra,
});

impl Operation for CreateTask {
    type Output = Task;
    const NAME: &'static str = "POST /tasks";
    const METHOD: Method = Method::Post;

    fn path(&self) -> Result<String, PathError> {
        path(["tasks"])
    }

    fn body(&self) -> Result<Option<Json>, JsonError> {
        self.to_body()
    }

    fn read(body: &[u8]) -> Result<Task, BodyError> {
        read_body(body)
    }
}
