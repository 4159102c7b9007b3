//! Resetting a task.

use crate::id::TaskId;
use crate::operation::by_id::operation_by_id;
use crate::task::Task;

operation_by_id! {
    /// Sets a task back to the state *learning*: `POST /tasks/{task_id}/reset`, without a body. The response
    /// holds the task.
    ///
    /// Documented on the reference page *reset a task*. What becomes of runs that are under way is not
    /// documented.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{Operation, ResetTask};
    ///
    /// assert_eq!(ResetTask::new("task_1").path()?, "/tasks/task_1/reset");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct ResetTask {
        /// The task to reset.
        pub id: TaskId,
    }

    impl Operation for ResetTask {
        Post "POST /tasks/{task_id}/reset" -> Task
    }
}
