//! Reading one task.

use crate::id::TaskId;
use crate::operation::Operation;
use crate::operation::body::BodyError;
use crate::operation::body::read_body;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::task::Task;

/// Reads one task: `GET /tasks/{task_id}`.
///
/// On no page that was found: the endpoint and its response are inferred from those of its siblings.
///
/// # Examples
///
/// ```
/// use deck_types::{GetTask, Operation};
///
/// assert_eq!(GetTask::new("task_1").path()?, "/tasks/task_1");
/// # Ok::<(), deck_types::PathError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct GetTask {
    /// The task to read.
    pub id: TaskId,
}

impl GetTask {
    /// Asks for one task.
    pub fn new(id: impl Into<TaskId>) -> Self {
        Self { id: id.into() }
    }
}

impl Operation for GetTask {
    type Output = Task;
    const NAME: &'static str = "GET /tasks/{task_id}";

    fn path(&self) -> Result<String, PathError> {
        path(["tasks", self.id.as_str()])
    }

    fn read(body: &[u8]) -> Result<Task, BodyError> {
        read_body(body)
    }
}
