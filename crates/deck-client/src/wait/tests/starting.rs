//! Waits that follow the call that starts the run.

use deck_types::GetTaskRun;
use deck_types::RunTask;

use super::*;
use crate::ClientEvent;
use crate::WaitSignal;

const START: &str = "POST /tasks/task_1/run";

fn started() -> Reaction {
    let body = r#"{"id":"trun_1","status":"queued"}"#;
    Body(201, body.to_owned())
}

#[tokio::test]
async fn the_run_that_a_call_starts_is_waited_for() {
    let scene = Scene::new([status("running"), status("completed")]).writing([started()]);
    let run = scene.client().call(RunTask::new("task_1")).wait().await;
    assert_eq!(status_of(&run.unwrap()), "completed");
    assert_eq!(scene.lines(), [START, LOOK, LOOK]);
    assert_eq!(scene.times(), [0.0, 1.0, 2.0]);
}

#[tokio::test]
async fn a_call_that_fails_is_the_error_of_the_call() {
    let scene = Scene::new([]).writing([refused(403)]);
    let call = scene.client().call(RunTask::new("task_1"));
    let error = call.wait().await.unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert!(error.run_id().is_none() && error.idempotency_key().is_some());
    assert_eq!(scene.lines(), [START]);
}

#[tokio::test]
async fn a_run_that_was_just_started_may_be_unknown_for_ten_seconds() {
    let mut looks = vec![refused(404); 9];
    looks.push(status("completed"));
    let scene = Scene::new(looks).writing([started()]);
    let run = scene.client().call(RunTask::new("task_1")).wait().await;
    assert!(run.is_ok());

    let scene = Scene::new([refused(404)]).writing([started()]);
    let call = scene.client().call(RunTask::new("task_1"));
    let error = call.wait().await.unwrap_err();
    assert!(error.is_not_found());
    assert_about_the_run(&error);
    assert_eq!(error.run().map(status_of), Some("queued"));
    assert_eq!(scene.passed(), Duration::from_secs(10));
}

#[tokio::test]
async fn a_run_that_was_found_once_is_not_unknown_afterwards() {
    let scene = Scene::new([status("running"), refused(404)]).writing([started()]);
    let call = scene.client().call(RunTask::new("task_1"));
    assert!(call.wait().await.unwrap_err().is_not_found());
    assert_eq!(scene.lines(), [START, LOOK, LOOK]);
}

#[tokio::test]
async fn a_call_that_reads_starts_nothing_that_may_be_unknown() {
    let scene = Scene::new([status("running"), refused(404)]);
    let call = scene.client().call(GetTaskRun::new("trun_1"));
    assert!(call.wait().await.unwrap_err().is_not_found());
    assert_eq!(scene.lines(), [LOOK; 2]);
}

#[tokio::test]
async fn errors_tell_the_key_by_which_the_call_gives_the_same_run() {
    let scene = Scene::new([asks("Code?", 1)]).writing([started()]);
    let key: IdempotencyKey = "bill-7".parse().unwrap();
    let call = scene.client().call(RunTask::new("task_1"));
    let wait = call.idempotency_key(key.clone()).wait();
    let error = wait.await.unwrap_err();
    assert!(error.is_interaction_required());
    assert_eq!(error.idempotency_key(), Some(&key));
    assert_eq!(scene.requests()[0].key.as_deref(), Some("bill-7"));
}

#[tokio::test]
async fn the_time_begins_with_the_run() {
    let no_session = r#"{"errors":[{"type":"rate_limit","code":"session_limit_exceeded"}]}"#;
    let mut writes = vec![Body(429, no_session.to_owned()); 20];
    writes.push(started());
    let scene = Scene::new([status("running")]).writing(writes);
    let call = scene.client().call(RunTask::new("task_1"));
    let queueing = call.queueing_for(Duration::from_secs(3_600));
    let wait = queueing.wait().with_timeout(Duration::from_secs(60));
    assert!(wait.await.unwrap_err().is_wait_timeout());
    // 20 tries, 17.5 seconds apart.
    assert_eq!(scene.passed(), Duration::from_secs(350 + 60));
}

#[tokio::test]
async fn a_signal_that_wakes_while_the_run_is_started_is_not_lost() {
    let scene = Scene::new([status("completed")]).writing([started()]);
    let signal = WaitSignal::new();
    let receiver = signal.clone();
    let client = scene
        .builder()
        .with_observer(move |_: &ClientEvent<'_>| receiver.wake())
        .build()
        .unwrap();
    let wait = client.call(RunTask::new("task_1")).wait();
    wait.with_signal(&signal).await.unwrap();
    assert_eq!(scene.times(), [0.0, 0.0]);
}
