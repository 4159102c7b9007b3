//! When a wait looks.

use super::*;
use crate::WaitSignal;

#[tokio::test]
async fn a_wait_looks_until_the_run_has_ended_and_gives_it() {
    for end in ["completed", "failed", "canceled"] {
        let scene = Scene::new([status("queued"), status("running"), status(end)]);
        let run = scene.client().wait("trun_1").await.unwrap();
        assert_eq!(status_of(&run), end);
        assert_eq!(scene.lines(), [LOOK; 3]);
    }
}

#[tokio::test]
async fn a_wait_looks_at_once_and_less_often_the_longer_nothing_changes() {
    let mut looks = vec![status("running"); 30];
    looks.push(status("completed"));
    let scene = Scene::new(looks);
    scene.client().wait("trun_1").await.unwrap();
    let times = scene.times();
    assert_eq!(times[0], 0.0);
    assert_eq!(times[1..4], [1.0, 2.0, 3.0]);
    for (index, pair) in times.windows(2).enumerate() {
        let expected = (pair[0] / 10.0).clamp(1.0, 30.0);
        let wait = pair[1] - pair[0];
        assert!((wait - expected).abs() < 0.001, "{index}: {wait}");
    }
}

#[tokio::test]
async fn a_wake_makes_a_wait_look_at_once_but_no_more_than_once_a_second() {
    let scene = Scene::new([status("running")]);
    let signal = WaitSignal::new();
    let client = scene.client();
    let mut wait = client.wait("trun_1").with_signal(&signal).into_future();
    let clock = scene.clock.clone().auto_advancing();
    let play = async {
        // Between two looks that are ten seconds apart.
        clock.sleep(Duration::from_millis(105_500)).await;
        let before = scene.times();
        signal.wake();
        clock.sleep(Duration::from_millis(1)).await;
        let woken = scene.times();
        assert_eq!(woken.len(), before.len() + 1);
        assert_eq!(woken.last(), Some(&105.5));
        for _ in 0..100 {
            signal.wake();
            clock.sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(scene.times().len(), woken.len() + 10);
    };
    tokio::select! {
        biased;
        run = &mut wait => panic!("{run:?}"),
        () = play => {}
    }
}

#[tokio::test]
async fn dropping_a_wait_sends_nothing_more_and_leaves_no_timer() {
    let scene = Scene::new([status("running")]);
    let client = scene.client();
    let mut wait = client.wait("trun_1").cancel_on_timeout().into_future();
    tokio::select! {
        biased;
        run = &mut wait => panic!("{run:?}"),
        () = scene.clock.wait_for_sleepers(1) => {}
    }
    let before = scene.lines();
    drop(wait);
    assert_eq!(scene.clock.sleepers(), 0);
    assert_eq!(scene.lines(), before);
    assert!(before.iter().all(|line| line == LOOK));
}
