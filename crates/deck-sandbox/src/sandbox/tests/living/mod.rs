//! Runs and sessions that change as time passes.

use std::time::Duration;

use deck_types::Operation;
use deck_types::RunTask;
use deck_types::Task;
use deck_types::TaskRunStatus;

use super::*;
use crate::Script;

mod described;
mod events;
mod laws;
mod orders;
mod resources;
mod runs;
mod sessions;

const SECOND: Duration = Duration::from_secs(1);

/// A sandbox with the task `task_1`, whose runs follow `script`.
fn with_script(script: Script) -> Sandbox {
    Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .script("task_1", script)
        .build()
}

/// Sends `operation` as a client does.
fn send_operation<O: Operation>(sandbox: &Sandbox, operation: &O) -> Response<Bytes> {
    let path = operation.path().unwrap();
    let request = Request::builder()
        .method(O::METHOD.as_str())
        .uri(format!("{SANDBOX_BASE_URL}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json");
    let body = operation
        .body()
        .unwrap()
        .map(|body| body.as_str().to_owned());
    sandbox.respond(&request.body(Bytes::from(body.unwrap_or_default())).unwrap())
}

/// Sends `operation`, which succeeds, and reads the response.
#[track_caller]
fn call<O: Operation>(sandbox: &Sandbox, operation: &O) -> O::Output {
    let response = send_operation(sandbox, operation);
    assert!(response.status().is_success(), "{:?}", response.body());
    O::read(response.body()).unwrap()
}

/// Starts a run of `task_1`.
#[track_caller]
fn start(sandbox: &Sandbox) -> TaskRunId {
    call(sandbox, &RunTask::new("task_1")).id
}

#[track_caller]
fn run_of(sandbox: &Sandbox, id: &TaskRunId) -> TaskRun {
    let mut runs = sandbox.runs().into_iter();
    runs.find(|run| run.id == *id).unwrap()
}

#[track_caller]
fn check_status(sandbox: &Sandbox, id: &TaskRunId, expected: &str) {
    let status = run_of(sandbox, id).status.unwrap();
    assert_eq!(status.as_str(), expected);
}
