//! Requests that the sandbox refuses, one for each documented status of an error.

use deck_client::Error;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;
use deck_types::Cursor;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::ListTaskRuns;
use deck_types::RunTask;
use deck_types::Task;
use http::StatusCode;

use crate::Failure;
use crate::client;
use crate::recorder::Recorder;

/// Makes the requests.
pub(crate) async fn record(recorder: &Recorder) -> Result<(), Failure> {
    let faults = FaultPlan::new().at(6, Fault::status(StatusCode::INTERNAL_SERVER_ERROR));
    let sandbox = Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .session_limit(1)
        .faults(faults)
        .speed(0)
        .build();
    let server = SandboxServer::start(sandbox).await?;
    let stranger = client(&server, recorder, "sk_live_stranger")?.build()?;
    refused(stranger.call(GetTestStatus).await, StatusCode::UNAUTHORIZED)?;
    let client = client(&server, recorder, SANDBOX_API_KEY)?.build()?;
    let unknown = client.call(GetTaskRun::new("trun_unknown")).await;
    refused(unknown, StatusCode::NOT_FOUND)?;
    let cursor = client
        .list(ListTaskRuns::new())
        .cursor(Cursor::new("no cursor")?);
    refused(cursor.page().await, StatusCode::BAD_REQUEST)?;
    let run = RunTask::new("task_1").input("one")?;
    client.call(run).idempotency_key("key".parse()?).await?;
    let run = RunTask::new("task_1").input("another")?;
    let other_bytes = client.call(run).idempotency_key("key".parse()?).await;
    refused(other_bytes, StatusCode::CONFLICT)?;
    let failing = client.call(GetTestStatus).await;
    refused(failing, StatusCode::INTERNAL_SERVER_ERROR)?;
    let one_too_many = client.call(RunTask::new("task_1")).await;
    refused(one_too_many, StatusCode::TOO_MANY_REQUESTS)?;
    server.shutdown().await;
    Ok(())
}

/// Checks that the response was an error with this status.
fn refused<T>(outcome: Result<T, Error>, status: StatusCode) -> Result<(), Failure> {
    match outcome {
        Err(error) if error.status() == Some(status.as_u16()) => Ok(()),
        Err(error) => Err(error.into()),
        Ok(_) => Err(format!("a request that should have had status {status} succeeded").into()),
    }
}
