//! Waits whose time is over.

use std::error::Error as _;

use super::*;

const LIMIT: Duration = Duration::from_secs(100);

#[tokio::test]
async fn the_last_look_is_at_the_end_of_the_time() {
    let scene = Scene::new([status("running")]);
    let wait = scene.client().wait("trun_1").with_timeout(LIMIT);
    let error = wait.await.unwrap_err();
    assert!(error.is_wait_timeout() && !error.is_timeout() && !error.is_retryable());
    assert_about_the_run(&error);
    assert_eq!(error.run().map(status_of), Some("running"));
    assert_eq!(scene.times().last(), Some(&100.0));
    assert_eq!(scene.passed(), LIMIT);
    assert!(scene.lines().iter().all(|line| line == LOOK), "no cancel");
}

#[tokio::test]
async fn a_run_that_ends_with_the_time_has_ended() {
    let mut looks = vec![status("running"); 3];
    looks.push(status("completed"));
    let scene = Scene::new(looks);
    let limit = Duration::from_millis(2_500);
    let run = scene.client().wait("trun_1").with_timeout(limit).await;
    assert!(run.is_ok());
    assert_eq!(scene.passed(), limit);
}

#[tokio::test]
async fn a_look_that_is_under_way_gets_ten_seconds_more() {
    let scene = Scene::new([status("running"), Silent]);
    let wait = scene.client().wait("trun_1").with_timeout(LIMIT);
    let error = wait.await.unwrap_err();
    assert!(error.is_wait_timeout());
    assert_eq!(error.run().map(status_of), Some("running"));
    assert_eq!(scene.passed(), LIMIT + Duration::from_secs(10));
}

#[tokio::test]
async fn the_source_is_what_the_last_look_failed_with() {
    let scene = Scene::new([Broken]);
    let limit = Duration::from_secs(3);
    let wait = scene.client().wait("trun_1").with_timeout(limit);
    let error = wait.await.unwrap_err();
    assert!(error.is_wait_timeout() && error.run().is_none());
    assert_about_the_run(&error);
    let source = error.source().unwrap().downcast_ref::<Error>().unwrap();
    assert!(source.is_transport());
    assert_eq!(scene.passed(), limit);
}

#[tokio::test]
async fn a_run_is_canceled_when_its_time_is_over_and_the_error_shows_it() {
    let scene = Scene::new([status("running")]).writing([status("cancelling")]);
    let wait = scene.client().wait("trun_1").with_timeout(LIMIT);
    let error = wait.cancel_on_timeout().await.unwrap_err();
    assert!(error.is_wait_timeout());
    assert_eq!(error.run().map(status_of), Some("cancelling"));
    assert_eq!(scene.lines().last().map(String::as_str), Some(CANCEL));
    let cancels = scene.lines().iter().filter(|line| *line == CANCEL).count();
    assert_eq!(cancels, 1);
    assert!(error.to_string().contains("asked to cancel"), "{error}");
}

#[tokio::test]
async fn a_response_to_the_cancel_that_shows_nothing_leaves_the_run_as_it_was_seen() {
    let scene = Scene::new([status("running")]).writing([Body(200, String::new())]);
    let wait = scene.client().wait("trun_1").with_timeout(LIMIT);
    let error = wait.cancel_on_timeout().await.unwrap_err();
    assert_eq!(error.run().map(status_of), Some("running"));
}

#[tokio::test]
async fn a_cancel_that_fails_is_the_source() {
    let scene = Scene::new([status("running")]).writing([refused(404)]);
    let wait = scene.client().wait("trun_1").with_timeout(LIMIT);
    let error = wait.cancel_on_timeout().await.unwrap_err();
    assert!(error.is_wait_timeout());
    let source = error.source().unwrap().downcast_ref::<Error>().unwrap();
    assert!(source.is_not_found());
    assert!(error.to_string().contains("not canceled"), "{error}");
}

#[tokio::test]
async fn a_run_that_has_ended_in_time_is_not_canceled() {
    let scene = Scene::new([status("running"), status("completed")]);
    let wait = scene.client().wait("trun_1").cancel_on_timeout();
    assert!(wait.await.is_ok());
    assert_eq!(scene.lines(), [LOOK; 2]);
}
