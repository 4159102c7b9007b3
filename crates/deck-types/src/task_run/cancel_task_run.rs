//! Canceling a run.

use crate::id::TaskRunId;
use crate::operation::Operation;
use crate::operation::any_body::read_any;
use crate::operation::body::BodyError;
use crate::operation::method::Method;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::task_run::TaskRun;

/// Asks Deck to cancel a run: `POST /task-runs/{run_id}/cancel`, without a body.
///
/// # How sure this is
///
/// The endpoint stands in the oldest edition of Deck's concept page about task runs and nowhere else: it has
/// no reference page, and the newest table of endpoints leaves it out. That later pages know a status for a
/// run that is being canceled, and an event for it, makes it likely that the endpoint is still there. A
/// response with status 404 may mean that there is no such run or that there is no such endpoint.
///
/// The response is not documented at all, so any body is accepted that does not report an error, also an
/// empty one and a page of HTML: a cancel that worked must not read as an error. The output is the run when
/// the body is one, and `None` otherwise.
///
/// A run that was asked to stop may still complete. [`GetTaskRun`](crate::GetTaskRun) tells what became of
/// it.
///
/// # Examples
///
/// ```
/// use deck_types::{CancelTaskRun, Operation};
///
/// let operation = CancelTaskRun::new("trun_1");
/// assert_eq!(operation.path()?, "/task-runs/trun_1/cancel");
/// assert!(operation.body()?.is_none());
///
/// let run = CancelTaskRun::read(br#"{"id": "trun_1", "status": "cancelling"}"#)?;
/// assert!(run.is_some());
/// assert_eq!(CancelTaskRun::read(b"")?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct CancelTaskRun {
    /// The run to cancel.
    pub run_id: TaskRunId,
}

impl CancelTaskRun {
    /// Asks to cancel one run.
    pub fn new(run_id: impl Into<TaskRunId>) -> Self {
        Self {
            run_id: run_id.into(),
        }
    }
}

impl Operation for CancelTaskRun {
    type Output = Option<TaskRun>;
    const NAME: &'static str = "POST /task-runs/{run_id}/cancel";
    const METHOD: Method = Method::Post;

    fn path(&self) -> Result<String, PathError> {
        path(["task-runs", self.run_id.as_str(), "cancel"])
    }

    /// Fails only when the body reports an error.
    fn read(body: &[u8]) -> Result<Option<TaskRun>, BodyError> {
        let is_run = |run: &TaskRun| run.object.as_ref().is_none_or(|kind| kind == "task_run");
        read_any(body).map(|run| run.filter(is_run))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_is_no_run_is_accepted_as_none() {
        for body in [
            "",
            "null",
            "true",
            "{}",
            "[]",
            r#""canceled""#,
            r#"{"request_id": "req_1"}"#,
            r#"{"id": "sess_1", "object": "session"}"#,
            "<html></html>",
            "{\"id\":",
        ] {
            assert_eq!(CancelTaskRun::read(body.as_bytes()), Ok(None), "{body}");
        }
        assert_eq!(CancelTaskRun::read(b"\xFF"), Ok(None));
    }

    #[test]
    fn a_body_that_reports_an_error_is_refused() {
        let error = CancelTaskRun::read(br#"{"errors": [{"type": "request"}]}"#).unwrap_err();

        assert_eq!(error.reason(), "it reports an error in place of a result");
    }

    #[test]
    fn a_body_that_is_a_run_is_that_run() {
        let run = CancelTaskRun::read(br#"{"id":"trun_1","object":"task_run"}"#);

        assert_eq!(run, Ok(Some(TaskRun::fixture("trun_1"))));
    }

    #[test]
    fn the_id_is_one_segment_of_the_path() {
        assert_eq!(
            CancelTaskRun::new("a/b").path().as_deref(),
            Ok("/task-runs/a%2Fb/cancel")
        );
    }
}
