//! Looks that fail.

use super::*;

fn failing(errors: usize, failure: &Reaction) -> Scene {
    let mut looks = vec![failure.clone(); errors];
    looks.push(status("completed"));
    Scene::new(looks)
}

#[tokio::test]
async fn ten_transient_errors_in_a_row_are_survived_and_not_eleven() {
    let unreadable = Body(200, "<html>".to_owned());
    for failure in [refused(503), refused(429), Broken, unreadable] {
        let scene = failing(10, &failure);
        let run = scene.client().wait("trun_1").await;
        assert!(run.is_ok(), "{failure:?}");

        let scene = failing(11, &failure);
        let error = scene.client().wait("trun_1").await.unwrap_err();
        assert_about_the_run(&error);
        assert!(!error.is_wait_timeout() && error.run().is_none());
        assert_eq!(scene.lines().len(), 11, "{failure:?}");
    }
}

#[tokio::test]
async fn a_success_begins_the_count_of_errors_anew() {
    let mut looks = vec![refused(500); 10];
    looks.push(status("running"));
    looks.extend(vec![Broken; 10]);
    looks.push(status("completed"));
    let scene = Scene::new(looks);
    assert!(scene.client().wait("trun_1").await.is_ok());
    assert_eq!(scene.lines().len(), 22);
}

#[tokio::test]
async fn a_permanent_error_ends_a_wait_at_once_and_tells_the_run_as_it_was_seen() {
    for refusal in [400, 401, 403, 404] {
        let scene = Scene::new([status("running"), refused(refusal)]);
        let error = scene.client().wait("trun_1").await.unwrap_err();
        assert_eq!(error.status(), Some(refusal));
        assert_eq!(scene.lines().len(), 2);
        assert_about_the_run(&error);
        assert_eq!(error.run().map(status_of), Some("running"));
        let text = error.to_string();
        assert!(
            text.contains("refused while the run trun_1 was waited for"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn the_wait_that_a_server_asks_for_is_kept_as_long_as_there_is_time_for_the_run() {
    let scene = Scene::new([Busy(90), status("completed")]);
    scene.client().wait("trun_1").await.unwrap();
    assert_eq!(scene.times(), [0.0, 90.0]);

    let scene = Scene::new([Busy(90), status("completed")]);
    let minute = Duration::from_secs(60);
    let wait = scene.client().wait("trun_1").with_timeout(minute);
    assert!(
        wait.await.is_ok(),
        "the last look is at the end of the time"
    );
    assert_eq!(scene.times(), [0.0, 60.0]);
}
