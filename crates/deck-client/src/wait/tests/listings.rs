//! What the listings of many runs cost and decide.

use super::many::LIST;
use super::many::LOOK_A;
use super::many::LOOK_B;
use super::many::all;
use super::many::ended;
use super::many::listed;
use super::many::run;
use super::*;
use crate::WaitSignal;

/// A page that shows this run and announces more.
fn page(id: &str, cursor: u32) -> Reaction {
    let run = format!(r#"{{"id":"{id}","status":"running"}}"#);
    Body(
        200,
        format!(r#"{{"data":[{run}],"has_more":true,"next_cursor":"c{cursor}"}}"#),
    )
}

/// Pages without an end, of runs of others.
fn pages_of_others() -> impl Iterator<Item = Reaction> {
    (0..1_000).map(|number| page(&format!("other_{number}"), number))
}

#[tokio::test]
async fn runs_that_are_listed_as_going_on_are_not_looked_at() {
    let lists = [listed(&["a", "b"]), listed(&["a", "b"]), listed(&["b"])];
    let scene = ended().listing(lists.into_iter().chain([listed(&[])]));
    let ended = all(scene.client().wait_all(["a", "b"])).await;
    assert_eq!(ended, ["a", "b"]);
    assert_eq!(scene.lines(), [LIST, LIST, LIST, LOOK_A, LOOK_B]);
    assert_eq!(scene.times(), [0.0, 1.0, 2.0, 2.0, 3.0]);
}

#[tokio::test]
async fn the_listing_asks_for_what_goes_on_and_later_not_for_what_is_older_than_the_runs() {
    let scene = ended().listing([listed(&["a", "b"]), listed(&[])]);
    all(scene.client().wait_all(["a", "b"])).await;
    let requests = scene.requests();
    let going_on = "limit=100&status=queued&status=running&status=cancelling\
                    &status=interaction_required&status=review_required";
    assert_eq!(requests[0].query, going_on);
    let after = "&created_after=2026-11-02T09%3A59%3A59Z";
    assert_eq!(requests[1].query, going_on.to_owned() + after);
}

#[tokio::test]
async fn a_listing_that_is_refused_is_done_without() {
    let scene = ended()
        .looking_at("b", [run("b", "running"), run("b", "failed")])
        .listing([refused(400)]);
    let ended = all(scene.client().wait_all(["a", "b"])).await;
    assert_eq!(ended, ["a", "b"]);
    assert_eq!(scene.lines(), [LIST, LOOK_A, LOOK_B, LOOK_B]);
}

#[tokio::test]
async fn a_listing_that_was_refused_is_not_tried_again() {
    let going_on = |id| [run(id, "running"), run(id, "running"), run(id, "completed")];
    let scene = Scene::new([])
        .looking_at("a", going_on("a"))
        .looking_at("b", going_on("b"))
        .listing([refused(403)]);
    let ended = all(scene.client().wait_all(["a", "b"])).await;
    assert_eq!(ended, ["a", "b"]);
    let lists = scene.lines().iter().filter(|line| *line == LIST).count();
    assert_eq!(lists, 1);
    assert_eq!(scene.times(), [0.0, 0.0, 0.0, 1.0, 1.0, 2.0, 2.0]);
}

#[tokio::test]
async fn a_listing_ends_when_all_runs_were_seen_and_rounds_wait_a_second_for_each_page() {
    let ids = ["a", "b", "c", "d", "e", "f"];
    let three = [page("a", 1), page("b", 2), listed(&["c", "d", "e", "f"])];
    let two = [page("a", 1), page("b", 2)].map(|first| match first {
        Body(status, body) => {
            let rest =
                ["c", "d", "e", "f"].map(|id| format!(r#"{{"id":"{id}","status":"running"}},"#));
            Body(
                status,
                body.replace(r#""data":["#, &format!(r#""data":[{}"#, rest.concat())),
            )
        }
        other => other,
    });
    let lists = three.into_iter().chain(two).chain([listed(&[])]);
    let mut scene = Scene::new([]).listing(lists);
    for id in ids {
        scene = scene.looking_at(id, [run(id, "completed")]);
    }
    assert_eq!(all(scene.client().wait_all(ids)).await.len(), 6);
    assert_eq!(scene.times()[..7], [0.0, 0.0, 0.0, 3.0, 3.0, 5.0, 5.0]);
}

#[tokio::test]
async fn a_listing_of_more_pages_than_half_the_runs_is_given_up_and_runs_are_looked_at_when_due() {
    let ids = ["a", "b", "c", "d"];
    let mut scene = Scene::new([]).listing(pages_of_others());
    for id in ids {
        scene = scene.looking_at(id, [run(id, "running")]);
    }
    let signal = WaitSignal::new();
    let mut runs = scene.client().wait_all(ids).with_signal(&signal);
    let clock = scene.clock.clone().auto_advancing();
    let play = async {
        clock.sleep(Duration::from_millis(105_500)).await;
        let before = scene.lines().len();
        signal.wake();
        clock.sleep(Duration::from_millis(1)).await;
        assert_eq!(scene.lines()[before..], [LIST, LIST], "nothing is due");
    };
    tokio::select! {
        biased;
        run = runs.next() => panic!("{run:?}"),
        () = play => {}
    }
    let looks = scene.lines().iter().filter(|line| *line == LOOK_A).count();
    assert!(looks > 10, "{looks}");
}

#[tokio::test]
async fn a_run_that_is_no_longer_listed_is_looked_at_in_that_round_also_for_the_second_time() {
    let late = run("a", "running");
    let scene = Scene::new([])
        .looking_at("a", [late.clone(), late, run("a", "completed")])
        .looking_at("b", [run("b", "running")])
        .listing([listed(&["a", "b"])]);
    let signal = WaitSignal::new();
    let mut runs = scene.client().wait_all(["a", "b"]).with_signal(&signal);
    let clock = scene.clock.clone().auto_advancing();
    let show = |ids: &[&str]| scene.server.lock().unwrap().lists = [listed(ids)].into();
    let looks = || scene.lines().iter().filter(|line| *line == LOOK_A).count();
    let play = async {
        // Nothing is due for ten seconds.
        clock.sleep(Duration::from_millis(105_500)).await;
        for (ids, expected) in [(&["b"][..], 1), (&["b"], 1), (&["a", "b"], 1), (&["b"], 2)] {
            show(ids);
            signal.wake();
            clock.sleep(Duration::from_millis(1_100)).await;
            assert_eq!(looks(), expected, "{ids:?}");
        }
    };
    tokio::select! {
        biased;
        run = runs.next() => panic!("{run:?}"),
        () = play => {}
    }
}

#[tokio::test]
async fn a_run_that_no_listing_shows_and_that_goes_on_is_looked_at_when_it_is_due() {
    let unknown = [vec![run("b", "dreaming"); 30], vec![run("b", "completed")]].concat();
    let scene = Scene::new([])
        .looking_at("a", [run("a", "running")])
        .looking_at("b", unknown)
        .listing([listed(&["a"])]);
    let mut runs = scene.client().wait_all(["a", "b"]);
    let ended = runs.next().await.unwrap().unwrap();
    assert_eq!(ended.id, "b");
    let looks: Vec<f64> = scene
        .requests()
        .iter()
        .filter(|request| request.line == LOOK_B)
        .map(|request| request.after.as_secs_f64())
        .collect();
    let last = looks[looks.len() - 1] - looks[looks.len() - 2];
    assert!(last > 5.0, "{looks:?}");
    assert!(!scene.lines().iter().any(|line| line == LOOK_A));
    let remaining: Vec<_> = runs.remaining().map(ToString::to_string).collect();
    assert_eq!(remaining, ["a"]);
}

#[tokio::test]
async fn ten_listings_in_a_row_may_fail_and_not_eleven() {
    let survived = [vec![refused(503); 10], vec![listed(&[])]].concat();
    let scene = ended().listing(survived);
    let ended_runs = all(scene.client().wait_all(["a", "b"])).await;
    assert_eq!(ended_runs, ["a", "b"]);
    assert_eq!(scene.lines().len(), 11 + 2);

    let scene = ended().listing([Broken]);
    let ended_runs = all(scene.client().wait_all(["a", "b"])).await;
    assert_eq!(ended_runs, ["all: None"]);
    assert_eq!(scene.lines(), [LIST; 11]);
}

#[tokio::test]
async fn a_listing_begins_the_count_of_errors_anew_and_waits_as_long_as_it_is_asked_to() {
    let failing = || vec![refused(503); 10];
    let lists = [failing(), vec![listed(&["a", "b"])], failing()].concat();
    let scene = ended().listing(lists.into_iter().chain([listed(&[])]));
    assert_eq!(all(scene.client().wait_all(["a", "b"])).await, ["a", "b"]);

    let scene = ended().listing([Busy(20), listed(&[])]);
    assert_eq!(all(scene.client().wait_all(["a", "b"])).await, ["a", "b"]);
    assert_eq!(scene.times(), [0.0, 20.0, 20.0, 20.0]);
}
