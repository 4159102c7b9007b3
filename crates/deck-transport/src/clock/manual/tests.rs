//! Facts about [`ManualClock`].

use std::sync::Arc;
use std::sync::Mutex;
use std::task::Wake;
use std::task::Waker;

use super::*;

#[test]
fn a_clock_stands_still_until_it_is_moved() {
    let clock = ManualClock::new();
    let before = clock.now();

    assert_eq!(clock.now(), before);
    clock.advance(Duration::from_millis(1));
    assert_eq!(clock.now() - before, Duration::from_millis(1));
}

#[test]
fn a_sleep_ends_at_its_deadline_and_not_before() {
    let clock = ManualClock::new();
    let mut sleep = Box::pin(clock.sleep(Duration::from_secs(2)));

    assert!(poll(sleep.as_mut(), Waker::noop()).is_pending());
    clock.advance(Duration::from_millis(1_999));
    assert!(poll(sleep.as_mut(), Waker::noop()).is_pending());
    clock.advance(Duration::from_millis(1));
    assert!(poll(sleep.as_mut(), Waker::noop()).is_ready());
}

#[test]
fn a_sleep_counts_from_the_call_and_not_from_the_first_poll() {
    let clock = ManualClock::new();
    let mut sleep = Box::pin(clock.sleep(Duration::from_secs(2)));
    clock.advance(Duration::from_secs(2));

    assert!(poll(sleep.as_mut(), Waker::noop()).is_ready());
}

#[test]
fn sleepers_wake_by_deadline_and_then_in_the_order_they_came() {
    let clock = ManualClock::new();
    let log = Arc::new(Mutex::new(Vec::new()));
    let mut sleeps = Vec::new();
    for (name, seconds) in [
        ("late", 3),
        ("first of two", 2),
        ("second of two", 2),
        ("early", 1),
    ] {
        let mut sleep = Box::pin(clock.sleep(Duration::from_secs(seconds)));
        assert!(poll(sleep.as_mut(), &Signature::waker(name, &log)).is_pending());
        sleeps.push(sleep);
    }

    clock.advance(Duration::from_secs(10));

    let expected = ["early", "first of two", "second of two", "late"];
    assert_eq!(*log.lock().expect("the log"), expected);
}

#[test]
fn a_dropped_sleep_is_forgotten_and_never_woken() {
    let clock = ManualClock::new();
    let log = Arc::new(Mutex::new(Vec::new()));
    let mut sleep = Box::pin(clock.sleep(Duration::from_secs(1)));
    assert!(poll(sleep.as_mut(), &Signature::waker("dropped", &log)).is_pending());
    assert_eq!(clock.sleepers(), 1);

    drop(sleep);
    clock.advance(Duration::from_secs(1));

    assert_eq!(clock.sleepers(), 0);
    assert!(log.lock().expect("the log").is_empty());
}

#[test]
fn a_sleep_that_is_polled_by_another_task_wakes_that_one() {
    let clock = ManualClock::new();
    let log = Arc::new(Mutex::new(Vec::new()));
    let mut sleep = Box::pin(clock.sleep(Duration::from_secs(1)));
    for name in ["old task", "new task"] {
        assert!(poll(sleep.as_mut(), &Signature::waker(name, &log)).is_pending());
    }

    clock.advance(Duration::from_secs(1));

    assert_eq!(*log.lock().expect("the log"), ["new task"]);
}

#[test]
fn the_clock_can_step_from_deadline_to_deadline() {
    let clock = ManualClock::new();
    let mut sleeps = [5, 2].map(|seconds| Box::pin(clock.sleep(Duration::from_secs(seconds))));
    for sleep in &mut sleeps {
        assert!(poll(sleep.as_mut(), Waker::noop()).is_pending());
    }

    assert_eq!(
        clock.advance_to_next_deadline(),
        Some(Duration::from_secs(2))
    );
    assert_eq!(
        clock.advance_to_next_deadline(),
        Some(Duration::from_secs(3))
    );
    assert_eq!(clock.advance_to_next_deadline(), None);
}

#[test]
fn whoever_waits_for_sleepers_is_woken_by_the_one_that_comes() {
    let clock = ManualClock::new();
    let log = Arc::new(Mutex::new(Vec::new()));
    let mut watch = Box::pin(clock.wait_for_sleepers(1));
    assert!(poll(watch.as_mut(), &Signature::waker("watcher", &log)).is_pending());

    let mut sleep = Box::pin(clock.sleep(Duration::from_secs(1)));
    assert!(poll(sleep.as_mut(), Waker::noop()).is_pending());

    assert_eq!(*log.lock().expect("the log"), ["watcher"]);
    assert!(poll(watch.as_mut(), Waker::noop()).is_ready());
}

#[test]
fn moving_for_ever_stops_after_a_century_without_a_panic() {
    let clock = ManualClock::new();
    let mut sleep = Box::pin(clock.sleep(Duration::MAX));
    assert!(poll(sleep.as_mut(), Waker::noop()).is_pending());

    clock.advance(Duration::MAX);
    clock.advance(Duration::MAX);

    let years = clock.system_time().duration_since(SystemTime::UNIX_EPOCH);
    assert_eq!(
        years.expect("after the epoch").as_secs() / (365 * 24 * 60 * 60),
        100
    );
    assert!(poll(sleep.as_mut(), Waker::noop()).is_pending());
}

#[test]
fn stepping_from_deadline_to_deadline_ends_at_a_sleep_that_never_does() {
    let clock = ManualClock::new();
    let mut sleeps =
        [Duration::MAX, Duration::from_secs(2)].map(|wait| Box::pin(clock.sleep(wait)));
    for sleep in &mut sleeps {
        assert!(poll(sleep.as_mut(), Waker::noop()).is_pending());
    }

    assert_eq!(
        clock.advance_to_next_deadline(),
        Some(Duration::from_secs(2))
    );
    assert_eq!(clock.advance_to_next_deadline(), None);
}

#[test]
fn an_auto_advancing_clock_moves_to_the_earliest_deadline_when_all_wait_for_it() {
    let clock = ManualClock::new().auto_advancing();
    let mut late = Box::pin(clock.sleep(Duration::from_secs(60)));
    let mut early = Box::pin(clock.sleep(Duration::from_secs(2)));

    let polls = (1..100)
        .take_while(|_| {
            poll(late.as_mut(), Waker::noop()).is_pending()
                && poll(early.as_mut(), Waker::noop()).is_pending()
        })
        .count();

    assert_eq!(polls, 16, "rounds for others");
    assert_eq!(elapsed(&clock), Duration::from_secs(2));
}

#[test]
fn an_auto_advancing_clock_waits_while_sleeps_begin_or_are_dropped() {
    let clock = ManualClock::new().auto_advancing();
    let mut sleep = Box::pin(clock.sleep(Duration::from_secs(1)));

    let mut others = Vec::new();
    for _ in 0..100 {
        assert!(poll(sleep.as_mut(), Waker::noop()).is_pending());
        let mut other = Box::pin(clock.sleep(Duration::from_secs(1)));
        assert!(poll(other.as_mut(), Waker::noop()).is_pending());
        others.push(other);
    }
    while others.pop().is_some() {
        assert!(poll(sleep.as_mut(), Waker::noop()).is_pending());
    }
    assert_eq!(elapsed(&clock), Duration::ZERO);
}

#[test]
fn an_auto_advancing_sleep_asks_to_be_polled_unless_it_never_ends() {
    let clock = ManualClock::new().auto_advancing();
    let log = Arc::new(Mutex::new(Vec::new()));
    for (name, duration) in [
        ("minute", Duration::from_secs(60)),
        ("never", Duration::MAX),
    ] {
        let mut sleep = Box::pin(clock.sleep(duration));
        assert!(poll(sleep.as_mut(), &Signature::waker(name, &log)).is_pending());
    }

    assert_eq!(*log.lock().expect("the log"), ["minute"]);
}

fn elapsed(clock: &ManualClock) -> Duration {
    let elapsed = clock.system_time().duration_since(SystemTime::UNIX_EPOCH);
    elapsed.expect("after the epoch")
}

fn poll<F: Future>(future: Pin<&mut F>, waker: &Waker) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(waker))
}

/// Signs a shared list when it is woken.
struct Signature {
    name: &'static str,
    log: Arc<Mutex<Vec<&'static str>>>,
}

impl Signature {
    fn waker(name: &'static str, log: &Arc<Mutex<Vec<&'static str>>>) -> Waker {
        let log = Arc::clone(log);
        Waker::from(Arc::new(Self { name, log }))
    }
}

impl Wake for Signature {
    fn wake(self: Arc<Self>) {
        self.log.lock().expect("the log").push(self.name);
    }
}
