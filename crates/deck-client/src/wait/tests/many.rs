//! Many runs at a time.

use std::sync::Arc;
use std::sync::Mutex;

use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;

use super::*;
use crate::Reply;
use crate::WaitAll;

pub(super) fn run(id: &str, status: &str) -> Reaction {
    Body(200, format!(r#"{{"id":"{id}","status":"{status}"}}"#))
}

/// A listing that shows these runs as running.
pub(super) fn listed(ids: &[&str]) -> Reaction {
    let run =
        |id| format!(r#"{{"id":"{id}","status":"running","created_at":"2026-11-02T10:00:00Z"}}"#);
    let runs: Vec<String> = ids.iter().map(run).collect();
    Body(
        200,
        format!(r#"{{"data":[{}],"has_more":false}}"#, runs.join(",")),
    )
}

pub(super) const LIST: &str = "GET /task-runs";
pub(super) const LOOK_A: &str = "GET /task-runs/a";
pub(super) const LOOK_B: &str = "GET /task-runs/b";

/// Two runs, which have ended if somebody looks.
pub(super) fn ended() -> Scene {
    let scene = Scene::new([]).looking_at("a", [run("a", "completed")]);
    scene.looking_at("b", [run("b", "failed")])
}

/// Waits for all, and returns their ids, or the errors.
pub(super) async fn all(mut runs: WaitAll) -> Vec<String> {
    let mut ended = Vec::new();
    while let Some(run) = runs.next().await {
        ended.push(match run {
            Ok(run) => run.id.to_string(),
            Err(error) => match error.run_id() {
                Some(id) => format!("{id}: {:?}", error.status()),
                None => {
                    ended.push(format!("all: {:?}", error.status()));
                    break;
                }
            },
        });
        assert!(ended.len() < 100, "it does not end");
    }
    ended
}

#[tokio::test]
async fn a_single_run_is_looked_at_without_a_listing() {
    let scene = ended().looking_at("a", [run("a", "running"), run("a", "completed")]);
    let ended = all(scene.client().wait_all(["a", "a"])).await;
    assert_eq!(ended, ["a"]);
    assert_eq!(scene.lines(), [LOOK_A, LOOK_A]);
}

#[tokio::test]
async fn each_new_status_is_told_once() {
    let states = ["queued", "running", "running", "completed"];
    let scene = ended().looking_at("a", states.map(|status| run("a", status)));
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let runs = scene.client().wait_all(["a"]).on_status(move |run| {
        let status = run.status.as_ref().map(ToString::to_string);
        telling.lock().unwrap().extend(status);
    });
    all(runs).await;
    assert_eq!(*told.lock().unwrap(), ["queued", "running", "completed"]);
}

#[tokio::test]
async fn what_the_response_to_a_start_shows_is_not_told_and_what_a_listing_shows_is() {
    let scene = ended().listing([listed(&["a", "b"]), listed(&[])]);
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let mut runs = scene.client().wait_all(["a"]).on_status(move |run| {
        telling
            .lock()
            .unwrap()
            .push(format!("{} {:?}", run.id, run.status));
    });
    let mut started = TaskRun::fixture("b");
    started.status = Some(TaskRunStatus::Running);
    runs.add_started(started);
    all(runs).await;
    let mut told = told.lock().unwrap().clone();
    told.sort_unstable();
    assert_eq!(
        told,
        ["a Some(Completed)", "a Some(Running)", "b Some(Failed)"]
    );
}

#[tokio::test]
async fn the_error_of_one_run_leaves_the_others() {
    let scene = ended()
        .looking_at("a", [refused(404)])
        .listing([listed(&[])]);
    let ended = all(scene.client().wait_all(["a", "b"])).await;
    assert_eq!(ended, ["a: Some(404)", "b"]);
}

#[tokio::test]
async fn a_refused_key_ends_all_and_tells_which_runs_are_left() {
    let scene = ended().listing([refused(401)]);
    let mut runs = scene.client().wait_all(["a", "b"]);
    let error = runs.next().await.unwrap().unwrap_err();
    assert!(error.is_unauthorized() && error.run_id().is_none());
    tokio::select! {
        biased;
        end = runs.next() => assert!(end.is_none()),
        () = std::future::ready(()) => panic!("it has not ended"),
    }
    assert_eq!(runs.remaining().len(), 2);
    assert_eq!(scene.lines(), [LIST]);
}

#[tokio::test]
async fn a_run_whose_time_is_over_is_told_also_while_listings_fail() {
    let scene = ended()
        .looking_at("a", [run("a", "running")])
        .looking_at("b", [run("b", "running")])
        .listing([refused(503)]);
    let runs = scene.client().wait_all(["a", "b"]);
    let mut runs = runs.with_timeout(Duration::from_secs(3));
    for id in ["a", "b"] {
        let error = runs.next().await.unwrap().unwrap_err();
        assert!(error.is_wait_timeout());
        assert_eq!(error.run_id().map(TaskRunId::as_str), Some(id));
    }
    assert!(runs.next().await.is_none());
    assert_eq!(scene.passed(), Duration::from_secs(3));
}

#[tokio::test]
async fn a_run_whose_time_is_over_is_canceled_if_that_was_asked_for() {
    let scene = Scene::new([])
        .looking_at("a", [run("a", "running")])
        .looking_at("b", [run("b", "running")])
        .listing([listed(&["a", "b"])])
        .writing([Body(200, String::new())]);
    let runs = scene.client().wait_all(["a", "b"]);
    let runs = runs.with_timeout(Duration::from_secs(30));
    let ended = all(runs.cancel_on_timeout()).await;
    assert_eq!(ended, ["a: None", "b: None"]);
    let writes = scene
        .lines()
        .into_iter()
        .filter(|line| line.starts_with("POST"));
    let expected = ["POST /task-runs/a/cancel", "POST /task-runs/b/cancel"];
    assert_eq!(writes.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn runs_can_be_added_at_any_time() {
    let scene = ended().listing([listed(&[])]);
    let none: [&str; 0] = [];
    let mut runs = scene.client().wait_all(none);
    assert!(runs.next().await.is_none());
    assert!(runs.add("a"));
    assert!(!runs.add("a"));
    assert!(runs.next().await.unwrap().is_ok());
    assert!(runs.next().await.is_none());
    assert!(runs.add("b"));
    assert!(runs.next().await.unwrap().is_ok());
    assert_eq!(scene.lines(), [LOOK_A, LOOK_B]);
}

#[tokio::test]
async fn a_run_that_is_added_while_others_are_waited_for_is_looked_at_within_a_second() {
    let scene = ended().looking_at("a", [run("a", "running")]);
    let mut runs = scene.client().wait_all(["a"]);
    let clock = scene.clock.clone().auto_advancing();
    tokio::select! {
        biased;
        run = runs.next() => panic!("{run:?}"),
        () = clock.sleep(Duration::from_millis(105_500)) => {}
    }
    runs.add("b");
    let run = runs.next().await.unwrap().unwrap();
    assert_eq!(run.id, "b");
    assert_eq!(scene.passed(), Duration::from_millis(105_500));
}

#[tokio::test]
async fn a_run_that_was_added_as_started_may_be_unknown_for_ten_seconds() {
    let started = TaskRun::fixture("a");
    let unknown = [vec![refused(404); 9], vec![run("a", "completed")]].concat();
    let scene = ended().looking_at("a", unknown);
    let mut runs = scene.client().wait_all([""; 0]);
    assert!(runs.add_started(started.clone()));
    assert!(!runs.add_started(started));
    assert!(runs.next().await.unwrap().is_ok());
    assert_eq!(scene.times()[0], 1.0);
}

#[tokio::test]
async fn runs_that_ask_are_replied_to_while_the_others_go_on() {
    let asking = |id: &str| {
        Body(
            200,
            format!(
                r#"{{"id":"{id}","status":"interaction_required","interaction":{{"message":"{id}?"}}}}"#
            ),
        )
    };
    let scene = Scene::new([])
        .looking_at("a", [asking("a"), run("a", "completed")])
        .looking_at("b", [asking("b"), run("b", "completed")])
        .looking_at("c", [run("c", "completed")])
        .listing([listed(&[])]);
    let asked = Asked::default();
    let noted = asked.clone();
    let clock = scene.clock.clone().auto_advancing();
    let runs = scene.client().wait_all(["a", "b", "c"]);
    let runs = runs.on_interaction(move |prompt| {
        noted.note(&prompt);
        let clock = clock.clone();
        async move {
            let is_slow = prompt.run.id == "a";
            clock
                .sleep(Duration::from_secs(if is_slow { 60 } else { 5 }))
                .await;
            Ok(Reply::Submit(prompt.submission()))
        }
    });
    assert_eq!(all(runs).await, ["c", "b", "a"]);
    assert_eq!(asked.messages(), ["a?", "b?"]);
    assert_eq!(scene.passed(), Duration::from_secs(61));
}

#[tokio::test]
async fn without_a_handler_a_run_that_asks_is_an_error_of_that_run() {
    let scene = ended()
        .looking_at("a", [asks("Code?", 1)])
        .listing([listed(&[])]);
    let mut runs = scene.client().wait_all(["a", "b"]);
    let error = runs.next().await.unwrap().unwrap_err();
    assert!(error.is_interaction_required());
    assert_eq!(error.run_id().map(TaskRunId::as_str), Some("a"));
    assert!(runs.next().await.unwrap().is_ok());
}

#[tokio::test]
async fn dropping_next_loses_nothing_and_dropping_all_leaves_no_timer() {
    let scene = ended().listing([listed(&["a", "b"]), listed(&["b"])]);
    let mut runs = scene.client().wait_all(["a", "b"]);
    for _ in 0..5 {
        tokio::select! {
            biased;
            _ = runs.next() => panic!("it has to wait"),
            () = std::future::ready(()) => {}
        }
    }
    assert_eq!(runs.next().await.unwrap().unwrap().id, "a");
    drop(runs);
    assert_eq!(scene.clock.sleepers(), 0);
    assert_eq!(scene.lines(), [LIST, LIST, LOOK_A]);
}
