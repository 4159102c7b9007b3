//! The rule of waiting, line by line.

use deck_types::Json;
use proptest::prelude::*;

use super::*;

const HOUR: Duration = Duration::from_secs(3_600);

/// In the middle of the spread, so that a wait is what the rule says.
const MIDDLE: f64 = 0.5;

/// A rule that goes on wherever it can.
fn patient() -> WatchRules {
    WatchRules {
        asks: true,
        through_review: true,
        limit: HOUR,
    }
}

/// A moment to count from, and a watch that begins there.
fn watch(rules: WatchRules) -> (Watch, Instant) {
    let now = deck_transport::Clock::now(&deck_transport::ManualClock::new());
    (Watch::new(rules, now), now)
}

fn run(status: &str) -> TaskRun {
    let mut run = TaskRun::fixture("trun_1");
    run.status = Some(status.into());
    run
}

/// A run that asks `text`, and was updated so many seconds after midnight.
fn asking(text: &str, updated: u8) -> TaskRun {
    let mut run = run("interaction_required");
    run.interaction = Some(Json::encode(text).unwrap());
    let time = format!("2026-11-02T00:00:{updated:02}Z");
    run.updated_at = Some(Timestamp::from_received(time));
    run
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[track_caller]
fn asked(step: Step) -> Prompted {
    match step {
        Step::Ask(prompt) => prompt,
        step => panic!("{step:?}"),
    }
}

#[test]
fn each_of_the_three_ends_is_one() {
    for status in ["completed", "failed", "canceled"] {
        let (mut watch, now) = watch(WatchRules::default());
        assert_eq!(watch.observe(&run(status), now, MIDDLE), Step::Ended);
    }
}

#[test]
fn an_end_that_is_seen_when_the_time_is_over_is_one() {
    let (mut watch, now) = watch(WatchRules::default());
    let step = watch.observe(&run("completed"), now + 2 * HOUR, MIDDLE);
    assert_eq!(step, Step::Ended);
}

#[test]
fn what_goes_on_is_looked_at_again_and_so_is_what_nobody_knows() {
    let mut without = run("queued");
    without.status = None;
    let words = ["queued", "running", "cancelling", "canceling", "dreaming"];
    for run in words.map(run).into_iter().chain([without]) {
        let (mut watch, now) = watch(WatchRules::default());
        let step = watch.observe(&run, now, MIDDLE);
        assert_eq!(step, Step::Poll(seconds(1)), "{:?}", run.status);
    }
}

#[test]
fn a_review_ends_a_wait_that_does_not_go_through_it_in_either_word() {
    for word in ["review_required", "pending"] {
        let (mut watch, now) = watch(WatchRules::default());
        let step = watch.observe(&run(word), now, MIDDLE);
        assert_eq!(step, Step::ReviewRequired);
    }
    for word in ["review_required", "pending"] {
        let (mut watch, now) = watch(patient());
        let step = watch.observe(&run(word), now, MIDDLE);
        assert_eq!(step, Step::Poll(seconds(1)));
    }
}

#[test]
fn a_prompt_ends_a_wait_in_which_nobody_is_asked() {
    let (mut watch, now) = watch(WatchRules::default());
    let step = watch.observe(&asking("code", 1), now, MIDDLE);
    assert_eq!(step, Step::InteractionRequired);
}

#[test]
fn a_prompt_is_asked_until_it_is_settled_and_not_again() {
    let (mut watch, now) = watch(patient());
    let prompt = asked(watch.observe(&asking("code", 1), now, MIDDLE));
    assert_eq!(
        watch.observe(&asking("code", 1), now, MIDDLE),
        Step::Ask(prompt)
    );
    assert_eq!(watch.settle(prompt, now), seconds(1));
    let step = watch.observe(&asking("code", 1), now, MIDDLE);
    assert_eq!(step, Step::Poll(seconds(1)));
}

#[test]
fn the_same_words_at_another_time_and_other_words_are_other_prompts() {
    let (mut watch, now) = watch(patient());
    let prompts = [("code", 1), ("code", 2), ("answer", 2), ("code", 3)];
    for (text, updated) in prompts {
        let prompt = asked(watch.observe(&asking(text, updated), now, MIDDLE));
        watch.settle(prompt, now);
    }
    for (text, updated) in prompts {
        let step = watch.observe(&asking(text, updated), now, MIDDLE);
        assert!(matches!(step, Step::Poll(_)), "a late copy of {text}");
    }
}

#[test]
fn what_is_shown_right_after_a_prompt_was_settled_is_that_prompt() {
    let (mut watch, now) = watch(patient());
    let prompt = asked(watch.observe(&asking("code", 1), now, MIDDLE));
    watch.settle_shown(&asking("code", 2));
    watch.settle(prompt, now);
    let step = watch.observe(&asking("code", 2), now, MIDDLE);
    assert!(matches!(step, Step::Poll(_)));
    asked(watch.observe(&asking("code", 3), now, MIDDLE));
}

#[test]
fn without_a_time_a_prompt_is_another_when_the_run_did_something_else_in_between() {
    let (mut watch, now) = watch(patient());
    let mut timeless = asking("code", 1);
    timeless.updated_at = None;
    let prompt = asked(watch.observe(&timeless, now, MIDDLE));
    watch.settle(prompt, now);
    assert!(matches!(
        watch.observe(&timeless, now, MIDDLE),
        Step::Poll(_)
    ));
    watch.observe(&run("running"), now, MIDDLE);
    asked(watch.observe(&timeless, now, MIDDLE));
}

#[test]
fn a_prompt_that_is_not_told_is_waited_for_ten_seconds() {
    let (mut watch, now) = watch(patient());
    let untold = run("interaction_required");
    for (passed, expected) in [
        (0, Step::Poll(seconds(1))),
        (9, Step::Poll(seconds(1))),
        (10, Step::InteractionRequired),
    ] {
        let step = watch.observe(&untold, now + seconds(passed), MIDDLE);
        assert_eq!(step, expected, "{passed}");
    }
    asked(watch.observe(&asking("code", 1), now + seconds(11), MIDDLE));
    for (passed, begins_anew) in [(12, &asking("code", 1)), (30, &run("running"))] {
        watch.observe(begins_anew, now + seconds(passed), MIDDLE);
        let step = watch.observe(&untold, now + seconds(passed + 15), MIDDLE);
        assert!(matches!(step, Step::Poll(_)), "{passed}");
    }
}

#[test]
fn a_run_that_is_being_canceled_asks_nothing_and_is_waited_for() {
    let (mut watch, now) = watch(patient());
    watch.cancel();
    let step = watch.observe(&asking("code", 1), now, MIDDLE);
    assert_eq!(step, Step::Poll(seconds(1)));
    assert_eq!(watch.observe(&run("canceled"), now, MIDDLE), Step::Ended);
    let step = watch.observe(&asking("code", 1), now + HOUR, MIDDLE);
    assert_eq!(step, Step::TimedOut);
}

#[test]
fn the_wait_is_a_tenth_of_the_time_without_a_change_from_1_to_30_seconds() {
    let (mut watch, now) = watch(patient());
    for (passed, expected) in [(0, 1), (10, 1), (50, 5), (300, 30), (3_000, 30)] {
        let step = watch.observe(&run("queued"), now + seconds(passed), MIDDLE);
        assert_eq!(step, Step::Poll(seconds(expected)), "{passed}");
    }
    let step = watch.observe(&run("running"), now + seconds(3_001), MIDDLE);
    assert_eq!(step, Step::Poll(seconds(1)), "a change");
}

#[test]
fn another_spelling_is_no_change() {
    let (mut watch, now) = watch(patient());
    watch.observe(&run("canceling"), now, MIDDLE);
    let step = watch.observe(&run("cancelling"), now + seconds(200), MIDDLE);
    assert_eq!(step, Step::Poll(seconds(20)));
}

#[test]
fn a_settled_prompt_is_a_change() {
    let (mut watch, now) = watch(patient());
    let prompt = asked(watch.observe(&asking("code", 1), now, MIDDLE));
    let replied = now + seconds(500);
    watch.settle(prompt, replied);
    let step = watch.observe(&asking("code", 1), replied + seconds(20), MIDDLE);
    assert_eq!(step, Step::Poll(seconds(2)));
}

#[test]
fn the_look_after_a_settled_prompt_is_not_beyond_the_end_of_the_time() {
    let (mut watch, now) = watch(patient());
    let prompt = asked(watch.observe(&asking("code", 1), now, MIDDLE));
    let half = Duration::from_millis(500);
    assert_eq!(watch.settle(prompt, now + HOUR - half), half);
}

#[test]
fn waits_are_spread_by_a_fifth_in_both_directions() {
    let (watch, now) = watch(patient());
    for (fraction, millis) in [(0.0, 8_000), (0.5, 10_000), (1.0, 12_000)] {
        let wait = watch.wait(now + seconds(100), fraction);
        assert_eq!(wait, Duration::from_millis(millis));
    }
}

#[test]
fn the_last_wait_ends_with_the_time_and_then_the_time_is_over() {
    let (mut watch, now) = watch(patient());
    let nearly = now + HOUR - seconds(3);
    let step = watch.observe(&run("running"), nearly, MIDDLE);
    assert_eq!(step, Step::Poll(seconds(1)), "just changed");
    let step = watch.observe(&run("running"), nearly + seconds(2), MIDDLE);
    assert_eq!(step, Step::Poll(seconds(1)));
    let half = Duration::from_millis(500);
    let step = watch.observe(&run("running"), nearly + seconds(2) + half, MIDDLE);
    assert_eq!(step, Step::Poll(half));
    for status in ["running", "interaction_required", "review_required"] {
        let step = watch.observe(&run(status), now + HOUR, MIDDLE);
        assert_eq!(step, Step::TimedOut, "{status}");
    }
}

#[test]
fn a_time_beyond_the_clock_is_never_over() {
    let limit = Duration::MAX;
    let (mut watch, now) = watch(WatchRules { limit, ..patient() });
    let step = watch.observe(&run("running"), now + seconds(1_000_000_000), MIDDLE);
    assert_eq!(step, Step::Poll(seconds(1)));
}

#[test]
fn a_server_that_never_asks_the_same_is_remembered_within_bounds() {
    let (mut watch, now) = watch(patient());
    for number in 0..10_000 {
        let prompt = asked(watch.observe(&asking(&number.to_string(), 1), now, MIDDLE));
        watch.settle(prompt, now);
    }
    assert_eq!(watch.settled.len(), REMEMBERED_PROMPTS);
}

fn looks() -> impl Strategy<Value = Vec<(TaskRun, u64)>> {
    let status = prop::sample::select(vec![
        "queued",
        "running",
        "cancelling",
        "review_required",
        "dreaming",
    ]);
    let prompt = (0..3_u8, 0..3_u8).prop_map(|(text, time)| asking(&text.to_string(), time));
    let look = prop_oneof![3 => status.prop_map(run), 2 => prompt];
    prop::collection::vec((look, 0..400_u64), 1..30)
}

proptest! {
    #[test]
    fn whatever_is_seen_no_prompt_is_asked_twice_and_no_wait_passes_the_end_of_the_time(
        looks in looks(),
        fraction in 0.0..=1.0_f64,
    ) {
        let (mut watch, started) = watch(patient());
        let mut now = started;
        let mut asked = Vec::new();
        for (run, passed) in looks {
            now += seconds(passed);
            let left = (started + HOUR).saturating_duration_since(now);
            match watch.observe(&run, now, fraction) {
                Step::Ask(prompt) => {
                    let key = (run.interaction, run.updated_at);
                    prop_assert!(!asked.contains(&key));
                    asked.push(key);
                    watch.settle(prompt, now);
                }
                Step::Poll(after) => {
                    let shortest = Duration::from_millis(800).min(left);
                    prop_assert!(after >= shortest && after <= left.min(seconds(36)));
                }
                Step::TimedOut => prop_assert!(left.is_zero()),
                step => prop_assert!(false, "{step:?}"),
            }
        }
    }
}
