//! The sandbox responds as the types know the API.

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::DriftWatch;
use deck_client::RateLimiter;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_transport::ManualClock;
use deck_types::CancelTaskRun;
use deck_types::GetTask;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::Include;
use deck_types::ListTaskRunStorage;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::RunTask;

#[tokio::test]
async fn the_sandbox_has_no_drift_in_any_response() {
    let drift = DriftWatch::new();
    let client = Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
        .with_transport(Sandbox::seeded(1))
        .with_clock(ManualClock::new())
        .with_rate_limiter(RateLimiter::unlimited())
        .with_drift_watch(drift.clone())
        .build()
        .unwrap();

    let mut runs = client.list(ListTaskRuns::new()).items();
    let mut last = None;
    while let Some(run) = runs.next().await {
        last = Some(run.unwrap());
    }
    let run = last.unwrap();
    let get = GetTaskRun::new(run.id.clone());
    client
        .call(get.include([Include::Input, Include::Storage]))
        .await
        .unwrap();
    client
        .list(ListTaskRunStorage::new(run.id))
        .page()
        .await
        .unwrap();
    let tasks = client.list(ListTasks::new()).page().await.unwrap();
    let task = tasks.data[0].id.clone();
    client.call(GetTask::new(task.clone())).await.unwrap();
    client.call(GetTestStatus).await.unwrap();
    let started = client.call(RunTask::new(task)).await.unwrap();
    client.call(CancelTaskRun::new(started.id)).await.unwrap();

    let report = drift.report();
    assert!(report.is_empty(), "{report}");
}
