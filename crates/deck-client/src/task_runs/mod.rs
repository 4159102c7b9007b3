//! The home of [`TaskRuns`], the operations on task runs.

pub(crate) mod get;

use deck_types::TaskRun;
use deck_types::TaskRunId;

use crate::Client;
use crate::GetTaskRunRequest;

/// The operations on task runs. Made by [`Client::task_runs`].
#[derive(Clone, Debug)]
pub struct TaskRuns {
    client: Client,
}

impl TaskRuns {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Begins to read one run (`GET /task-runs/{run_id}`).
    pub fn get(&self, id: impl Into<TaskRunId>) -> GetTaskRunRequest<TaskRun> {
        GetTaskRunRequest::new(self.client.clone(), id.into())
    }
}
