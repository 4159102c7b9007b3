//! Running a task.

use serde::Serialize;

use crate::id::CredentialId;
use crate::id::SessionId;
use crate::id::SourceId;
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
use crate::task_run::TaskRun;

/// Runs a task: `POST /tasks/{task_id}/run`. The response has status 201 and holds the new run, which is
/// queued.
///
/// Fields that are not set are absent from the body. With none set the body is `{}`.
///
/// Documented on the reference page *run a task*, which calls no member required. The page is cut in every
/// copy that was seen, before the types of `session_id` and `input`, and names a member `request_id` without
/// saying what it means; [`with_extra`](Self::with_extra) sends that one.
///
/// # Examples
///
/// ```
/// use deck_types::{Json, Method, Operation, RunTask};
///
/// #[derive(serde::Serialize)]
/// struct Bill {
///     account: String,
/// }
///
/// let bill = Bill { account: "7".into() };
/// let operation = RunTask::new("task_1").credential_id("cred_1").input(&bill)?;
///
/// assert_eq!((RunTask::METHOD, operation.path()?.as_str()), (Method::Post, "/tasks/task_1/run"));
/// assert_eq!(
///     operation.body()?.as_ref().map(Json::as_str),
///     Some(r#"{"credential_id":"cred_1","input":{"account":"7"}}"#)
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct RunTask {
    /// The task to run.
    pub task_id: TaskId,
    /// The credential that the agent is to use. Default: none.
    pub credential_id: Option<CredentialId>,
    /// The source that the agent is to work on. Default: none.
    pub source_id: Option<SourceId>,
    /// The session that the run is to take place in. Default: none.
    pub session_id: Option<SessionId>,
    /// What the run is given; it must fit the `input_schema` of the task. Default: none.
    pub input: Option<Json>,
    extra: Members,
}

impl RunTask {
    /// Runs a task without credential, source, session and input.
    pub fn new(task_id: impl Into<TaskId>) -> Self {
        Self {
            task_id: task_id.into(),
            credential_id: None,
            source_id: None,
            session_id: None,
            input: None,
            extra: Members::default(),
        }
    }

    /// Sets the credential that the agent is to use.
    #[must_use]
    pub fn credential_id(mut self, credential_id: impl Into<CredentialId>) -> Self {
        self.credential_id = Some(credential_id.into());
        self
    }

    /// Sets the source that the agent is to work on.
    #[must_use]
    pub fn source_id(mut self, source_id: impl Into<SourceId>) -> Self {
        self.source_id = Some(source_id.into());
        self
    }

    /// Sets the session that the run is to take place in.
    #[must_use]
    pub fn session_id(mut self, session_id: impl Into<SessionId>) -> Self {
        self.session_id = Some(session_id.into());
        self
    }

    /// Sets what the run is given: any value that serializes to JSON. A [`Json`] is sent exactly as it is.
    ///
    /// A value that serializes to null is sent as null; not to call this is how to send none.
    ///
    /// # Errors
    ///
    /// Fails only when the value's own `Serialize` does, or when a map in it has keys that are not strings.
    pub fn input<T: Serialize + ?Sized>(mut self, input: &T) -> Result<Self, JsonError> {
        self.input = Some(Json::encode(input)?);
        Ok(self)
    }

    /// Sets a member of the body that has no field here, such as `request_id`, whose meaning is not
    /// documented.
    ///
    /// Extra members stand behind the others, in the order in which their keys were first set.
    ///
    /// # Errors
    ///
    /// Fails only when the key is the one of a field: `credential_id`, `source_id`, `session_id` or `input`.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{Json, Operation, RunTask};
    ///
    /// let operation = RunTask::new("task_1").with_extra("request_id", Json::encode("bill-7")?)?;
    /// assert_eq!(operation.body()?.as_ref().map(Json::as_str), Some(r#"{"request_id":"bill-7"}"#));
    ///
    /// let error = RunTask::new("task_1").with_extra("input", Json::encode(&7)?).unwrap_err();
    /// assert_eq!(error.key(), "input");
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

members!(RunTask {
    "credential_id" => credential_id,
    "source_id" => source_id,
    "session_id" => session_id,
    "input" => input,
    ..extra,
});

impl Operation for RunTask {
    type Output = TaskRun;
    const NAME: &'static str = "POST /tasks/{task_id}/run";
    const METHOD: Method = Method::Post;

    fn path(&self) -> Result<String, PathError> {
        path(["tasks", self.task_id.as_str(), "run"])
    }

    fn body(&self) -> Result<Option<Json>, JsonError> {
        self.to_body()
    }

    fn read(body: &[u8]) -> Result<TaskRun, BodyError> {
        read_body(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        Json::from_text(text).unwrap()
    }

    #[track_caller]
    fn check_body(operation: &RunTask, expected: &str) {
        assert_eq!(operation.body().unwrap().unwrap().as_str(), expected);
    }

    #[test]
    fn what_is_not_set_is_absent() {
        check_body(&RunTask::new("task_1"), "{}");
        check_body(
            &RunTask::new("task_1").source_id("src_1"),
            r#"{"source_id":"src_1"}"#,
        );
    }

    #[test]
    fn every_field_has_its_key() {
        let operation = RunTask::new("task_1")
            .input(&[1, 2])
            .unwrap()
            .session_id("sess_1")
            .source_id("src_1")
            .credential_id("cred_1");

        check_body(
            &operation,
            r#"{"credential_id":"cred_1","source_id":"src_1","session_id":"sess_1","input":[1,2]}"#,
        );
    }

    #[test]
    fn an_input_and_extra_members_that_are_json_keep_every_byte() {
        let payload = r#"{ "b": 1.10, "a": 123456789012345678901234567890, "b": 2 }"#;
        let operation = RunTask::new("task_1")
            .input(&json(payload))
            .unwrap()
            .with_extra("é\"", json(payload))
            .unwrap();

        check_body(
            &operation,
            &format!(r#"{{"input":{payload},"é\"":{payload}}}"#),
        );
    }

    #[test]
    fn ids_are_escaped_in_path_and_body() {
        let operation = RunTask::new("a/b").credential_id("\"\n\\");

        assert_eq!(operation.path().as_deref(), Ok("/tasks/a%2Fb/run"));
        check_body(&operation, r#"{"credential_id":"\"\n\\"}"#);
    }

    #[test]
    fn an_extra_member_that_is_set_twice_is_sent_once() {
        let operation = RunTask::new("task_1")
            .with_extra("a", json("1"))
            .and_then(|operation| operation.with_extra("b", json("2")))
            .and_then(|operation| operation.with_extra("a", json("3")))
            .unwrap();

        check_body(&operation, r#"{"a":3,"b":2}"#);
    }

    #[test]
    fn every_key_of_the_body_that_has_a_field_is_refused_as_an_extra_member() {
        let operation = RunTask::new("task_1")
            .credential_id("cred_1")
            .source_id("src_1")
            .session_id("sess_1")
            .input(&0)
            .unwrap();
        let body = operation.body().unwrap().unwrap();
        let members: std::collections::BTreeMap<String, Json> = body.parse().unwrap();

        for key in members.keys() {
            let error = RunTask::new("task_1")
                .with_extra(key, json("0"))
                .unwrap_err();
            assert_eq!(error.key(), key);
        }
    }

    #[test]
    fn an_input_that_is_no_json_is_an_error() {
        let keys_are_lists = std::collections::BTreeMap::from([([0_u8], 0)]);

        assert!(RunTask::new("task_1").input(&keys_are_lists).is_err());
    }
}
