//! Reading one task.

use crate::id::TaskId;
use crate::operation::by_id::operation_by_id;
use crate::task::Task;

operation_by_id! {
    /// Reads one task: `GET /tasks/{task_id}`.
    ///
    /// Documented on the reference page *retrieve a task*.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{GetTask, Operation};
    ///
    /// assert_eq!(GetTask::new("task_1").path()?, "/tasks/task_1");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct GetTask {
        /// The task to read.
        pub id: TaskId,
    }

    impl Operation for GetTask {
        Get "GET /tasks/{task_id}" -> Task
    }
}
