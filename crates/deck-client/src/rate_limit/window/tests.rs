//! The rule of the window as a pure state machine.

use proptest::prelude::*;

use super::*;

/// One thing that happens to a window.
#[derive(Clone, Debug)]
enum Step {
    Pass(u64),
    Ask,
    Close(u64),
    AskUntilLet,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0_u64..400).prop_map(Step::Pass),
        6 => Just(Step::Ask),
        1 => (0_u64..2_000).prop_map(Step::Close),
        3 => Just(Step::AskUntilLet),
    ]
}

#[expect(
    clippy::disallowed_methods,
    reason = "any moment will do as the origin"
)]
fn origin() -> Instant {
    Instant::now()
}

/// Plays the steps and returns the moments at which requests left, each with whether it had been asked for
/// earlier.
fn play(limit: usize, length: Duration, steps: &[Step]) -> Vec<Instant> {
    let mut window = Window::new(limit, length);
    let mut now = origin();
    let mut left = Vec::new();
    let mut closed = now;
    for step in steps {
        match step {
            Step::Pass(millis) => now += Duration::from_millis(*millis),
            Step::Close(millis) => {
                closed = closed.max(now + Duration::from_millis(*millis));
                window.close(now, Duration::from_millis(*millis));
            }
            Step::Ask => {
                if window.enter(now).is_ok() {
                    assert!(now >= closed, "left while closed");
                    left.push(now);
                } else {
                    let recent = left
                        .iter()
                        .filter(|moment| now - **moment <= length)
                        .count();
                    assert!(recent == limit || now < closed, "refused for no reason");
                }
            }
            Step::AskUntilLet => {
                if let Err(opens) = window.enter(now) {
                    let Opens::At(opens) = opens else {
                        panic!("it never opens");
                    };
                    assert!(opens > now);
                    now = opens;
                    assert_eq!(window.enter(now), Ok(()), "the moment told was too early");
                }
                left.push(now);
            }
        }
    }
    left
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_window_ever_holds_more_than_the_limit(
        limit in 1_usize..12,
        length in 1_u64..1_500,
        steps in prop::collection::vec(step(), 0..120),
    ) {
        let length = Duration::from_millis(length);
        let left = play(limit, length, &steps);
        for (first, begins) in left.iter().enumerate() {
            let inside = left[first..].iter().filter(|moment| **moment - *begins <= length).count();
            prop_assert!(inside <= limit, "{inside} of {limit}");
        }
    }
}

#[test]
fn the_limit_of_deck_holds_for_a_burst_of_a_thousand() {
    let length = Duration::from_secs(10);
    let left = play(200, length, &vec![Step::AskUntilLet; 1_000]);
    assert_eq!(left[199], left[0]);
    assert!(
        left.windows(201)
            .all(|moments| moments[200] - moments[0] > length)
    );
    assert_eq!(left[999] - left[0], (length + TICK) * 4);
}

#[test]
fn closing_for_less_than_before_changes_nothing() {
    let start = origin();
    let mut window = Window::new(5, Duration::from_secs(1));
    window.close(start, Duration::from_secs(9));
    window.close(start, Duration::from_secs(2));
    let opens = Opens::At(start + Duration::from_secs(9));
    assert_eq!(window.enter(start), Err(opens));
}

#[test]
fn a_window_that_ends_after_the_last_moment_never_opens_again() {
    let start = origin();
    let century = Duration::from_secs(100 * 365 * 86_400);
    for length in [
        Duration::MAX,
        Duration::MAX - TICK,
        Duration::from_secs(u64::MAX),
        Duration::from_secs(i64::MAX as u64),
    ] {
        let mut window = Window::new(2, length);
        assert_eq!(window.enter(start), Ok(()), "{length:?}");
        assert_eq!(window.enter(start), Ok(()), "{length:?}");
        assert_eq!(window.enter(start), Err(Opens::Never), "{length:?}");
        assert_eq!(
            window.enter(start + century),
            Err(Opens::Never),
            "{length:?}"
        );
    }
}

#[test]
fn closing_for_ever_is_for_ever() {
    let start = origin();
    let mut window = Window::new(5, Duration::from_secs(1));
    window.close(start, Duration::MAX);
    window.close(start, Duration::from_secs(2));
    assert_eq!(window.enter(start), Err(Opens::Never));
}

#[test]
fn the_greatest_limit_takes_no_more_memory_than_the_requests_of_one_window() {
    let mut now = origin();
    let mut window = Window::new(usize::MAX, Duration::from_secs(1));
    for _ in 0..10_000 {
        assert_eq!(window.enter(now), Ok(()));
        now += Duration::from_millis(500);
    }
    assert!(window.left.len() <= 3, "{}", window.left.len());
}

proptest! {
    #[test]
    fn an_adaptive_window_never_lets_more_leave_than_its_limit(
        limit in 1_usize..8,
        steps in proptest::collection::vec((0_u64..400, any::<bool>()), 0..80),
    ) {
        let length = Duration::from_millis(1_000);
        let mut window = Window::adaptive(limit, length);
        let mut now = origin();
        let mut left: Vec<Instant> = Vec::new();
        for (millis, is_refused) in steps {
            now += Duration::from_millis(millis);
            if window.enter(now).is_ok() {
                left.push(now);
                let recent = left.iter().filter(|moment| now - **moment <= length).count();
                prop_assert!(recent <= limit);
                if is_refused {
                    window.refused(now, now);
                }
            }
        }
    }
}

#[test]
fn a_refusal_halves_what_may_leave_of_an_adaptive_window() {
    let length = Duration::from_secs(10);
    let (mut window, start) = (Window::adaptive(4, length), origin());
    assert!((0..4).all(|_| window.enter(start).is_ok()));
    window.refused(start, start);
    let soon = start + length + TICK;
    assert_eq!(window.enter(start), Err(Opens::At(soon)));
    let passed = (0..4).filter(|_| window.enter(soon).is_ok()).count();
    assert_eq!(
        passed, 3,
        "half of 4, and a step of recovery after a whole window"
    );
}
