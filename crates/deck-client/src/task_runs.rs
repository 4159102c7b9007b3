//! The listing of task runs.

use crate::Client;
use crate::TaskRunListing;

/// The listing of task runs. Made by [`Client::task_runs`].
#[derive(Clone, Debug)]
pub struct TaskRuns {
    client: Client,
}

impl TaskRuns {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Begins a listing (`GET /task-runs`).
    pub fn list(&self) -> TaskRunListing {
        TaskRunListing::new(self.client.clone())
    }
}
