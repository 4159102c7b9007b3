//! Answering what a paused run asks.

use std::fmt;

use serde::Serialize;

use crate::id::TaskRunId;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::operation::Operation;
use crate::operation::body::BodyError;
use crate::operation::body::read_body;
use crate::operation::members::Members;
use crate::operation::members::Modelled;
use crate::operation::members::members;
use crate::operation::method::Method;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::task_run::TaskRun;

/// Answers the [`Interaction`](crate::Interaction) that a run waits for: `POST
/// /task-runs/{run_id}/interaction`. The response holds the run.
///
/// All [`fields`](crate::Interaction::fields) of one interaction go into one request. When the source refuses
/// what was sent, the run asks again. When nothing is sent in time, the run fails with an error of type
/// `interaction`.
///
/// Documented on the reference page *submit interaction input* and in the guide to interactions. The earliest
/// pages call the member of the body `inputs` instead of `input`; this type sends `input`. Whether an
/// interaction that is no longer waited for is refused, and how, is not documented.
///
/// The values are often one-time codes or the answers of a person, so `Debug` shows the names of the fields
/// only.
///
/// # Examples
///
/// ```
/// use deck_types::{Json, Operation, SubmitInteraction};
///
/// let operation = SubmitInteraction::new("trun_1").field("code", "123456")?;
///
/// assert_eq!(operation.path()?, "/task-runs/trun_1/interaction");
/// assert_eq!(operation.body()?.as_ref().map(Json::as_str), Some(r#"{"input":{"code":"123456"}}"#));
/// assert!(!format!("{operation:?}").contains("123456"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct SubmitInteraction {
    /// The run that waits.
    pub run_id: TaskRunId,
    input: Members,
}

impl SubmitInteraction {
    /// Answers a run, without any field yet.
    pub fn new(run_id: impl Into<TaskRunId>) -> Self {
        Self {
            run_id: run_id.into(),
            input: Members::default(),
        }
    }

    /// Sets the value of the field that has this [`name`](crate::InteractionField::name), in place of one set
    /// before.
    ///
    /// The names in Deck's guide are `code`, `answer` and `account_id`, each with a string for a value. A
    /// [`Json`] is sent exactly as it is.
    ///
    /// # Errors
    ///
    /// Fails only when the value's own `Serialize` does, or when a map in it has keys that are not strings.
    pub fn field<T: Serialize + ?Sized>(
        mut self,
        name: impl Into<String>,
        value: &T,
    ) -> Result<Self, JsonError> {
        self.input.set(name.into(), Json::encode(value)?);
        Ok(self)
    }
}

impl fmt::Debug for SubmitInteraction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SubmitInteraction")
            .field("run_id", &self.run_id)
            .field("fields", &self.input.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

members!(SubmitInteraction { "input" => input });

impl Operation for SubmitInteraction {
    type Output = TaskRun;
    const NAME: &'static str = "POST /task-runs/{run_id}/interaction";
    const METHOD: Method = Method::Post;

    fn path(&self) -> Result<String, PathError> {
        path(["task-runs", self.run_id.as_str(), "interaction"])
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

    #[track_caller]
    fn check_body(operation: &SubmitInteraction, expected: &str) {
        assert_eq!(operation.body().unwrap().unwrap().as_str(), expected);
    }

    #[test]
    fn without_fields_the_input_is_an_empty_object() {
        check_body(&SubmitInteraction::new("trun_1"), r#"{"input":{}}"#);
    }

    #[test]
    fn fields_keep_their_order_and_the_last_value_of_each_counts() {
        let operation = SubmitInteraction::new("trun_1")
            .field("b\n", "\"x\"")
            .and_then(|operation| operation.field("a", &1))
            .and_then(|operation| operation.field("b\n", &Json::from_text("1.10")?))
            .unwrap();

        check_body(&operation, r#"{"input":{"b\n":1.10,"a":1}}"#);
    }

    #[test]
    fn the_id_is_one_segment_of_the_path() {
        assert_eq!(
            SubmitInteraction::new("a/b").path().as_deref(),
            Ok("/task-runs/a%2Fb/interaction")
        );
        assert!(SubmitInteraction::new("..").path().is_err());
    }

    #[test]
    fn debug_shows_names_and_no_values() {
        let operation = SubmitInteraction::new("trun_1")
            .field("code", "123456")
            .unwrap();

        assert_eq!(
            format!("{operation:?}"),
            r#"SubmitInteraction { run_id: TaskRunId("trun_1"), fields: ["code"], .. }"#
        );
    }
}
