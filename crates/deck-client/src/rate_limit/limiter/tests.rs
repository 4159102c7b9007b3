//! The queue in front of the window: order, sharing, going away.

use std::pin::Pin;
use std::pin::pin;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::task::Wake;
use std::task::Waker;

use deck_transport::ManualClock;

use super::super::queue::PATIENCE;
use super::*;

struct Scene {
    hand: ManualClock,
    clock: SharedClock,
    limiter: RateLimiter,
}

/// A caller whose future is polled by hand.
type Waiting<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

impl Scene {
    fn new(limit: u32) -> Self {
        let hand = ManualClock::new();
        Self {
            clock: SharedClock::new(hand.clone()),
            hand,
            limiter: RateLimiter::of(limit, Duration::from_secs(10)),
        }
    }

    fn caller(&self) -> Waiting<'_> {
        Box::pin(self.limiter.turn(&self.clock))
    }

    fn pass_seconds(&self, seconds: u64) {
        self.hand
            .advance(Duration::from_secs(seconds) + Duration::from_nanos(1));
    }
}

fn is_through(caller: &mut Waiting<'_>) -> bool {
    let mut context = Context::from_waker(Waker::noop());
    caller.as_mut().poll(&mut context).is_ready()
}

#[test]
fn callers_leave_in_the_order_in_which_they_came() {
    let scene = Scene::new(1);
    assert!(is_through(&mut scene.caller()));
    let mut first = scene.caller();
    let mut second = scene.caller();
    assert!(!is_through(&mut first) && !is_through(&mut second));
    scene.pass_seconds(10);
    assert!(!is_through(&mut second), "the second overtook the first");
    assert!(is_through(&mut first));
    scene.pass_seconds(10);
    assert!(is_through(&mut second));
}

#[test]
fn a_newcomer_does_not_overtake_those_who_wait() {
    let scene = Scene::new(1);
    assert!(is_through(&mut scene.caller()));
    let mut waiting = scene.caller();
    assert!(!is_through(&mut waiting));
    scene.pass_seconds(10);
    let mut newcomer = scene.caller();
    assert!(!is_through(&mut newcomer));
    assert!(is_through(&mut waiting));
}

#[test]
fn a_caller_that_goes_away_takes_nothing_from_the_others() {
    let scene = Scene::new(1);
    assert!(is_through(&mut scene.caller()));
    let mut first = scene.caller();
    let mut second = scene.caller();
    assert!(!is_through(&mut first) && !is_through(&mut second));
    drop(first);
    scene.pass_seconds(10);
    assert!(is_through(&mut second));
}

/// Returns whether it was woken.
#[derive(Default)]
struct Alarm(AtomicBool);

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn the_next_in_the_queue_is_woken_when_the_first_goes_away() {
    let scene = Scene::new(1);
    assert!(is_through(&mut scene.caller()));
    let mut first = scene.caller();
    assert!(!is_through(&mut first));
    let alarm = Arc::new(Alarm::default());
    let waker = Waker::from(alarm.clone());
    let mut second = scene.caller();
    let poll = second.as_mut().poll(&mut Context::from_waker(&waker));
    assert!(poll.is_pending());
    scene.pass_seconds(10);
    assert!(!alarm.0.load(Ordering::Relaxed));
    drop(first);
    assert!(alarm.0.load(Ordering::Relaxed));
    assert!(is_through(&mut second));
}

#[test]
fn a_caller_that_nobody_polls_is_passed_over_and_keeps_its_place() {
    let scene = Scene::new(1);
    assert!(is_through(&mut scene.caller()));
    let mut callers = [(); 4].map(|()| scene.caller());
    assert!(!callers.iter_mut().any(is_through));
    let [unpolled, also_unpolled, third, fourth] = &mut callers;
    scene.pass_seconds(10);
    assert!(!is_through(third) && !is_through(fourth), "too early");
    scene.hand.advance(PATIENCE);
    assert!(!is_through(fourth) && !is_through(third), "too early");
    scene.hand.advance(PATIENCE);
    assert!(!is_through(fourth), "the third is first");
    assert!(is_through(third));
    scene.pass_seconds(10);
    assert!(is_through(unpolled), "it kept its place");
    scene.pass_seconds(10);
    assert!(is_through(fourth), "the other one is still not polled");
    scene.pass_seconds(10);
    assert!(is_through(also_unpolled));
}

#[test]
fn all_who_wait_go_on_behind_a_caller_that_nobody_polls() {
    let scene = Scene::new(2);
    assert!(is_through(&mut scene.caller()) && is_through(&mut scene.caller()));
    let mut unpolled = scene.caller();
    assert!(!is_through(&mut unpolled));
    let mut waiting: Vec<_> = (0..6).map(|_| scene.caller()).collect();
    let mut left = Vec::new();
    let started = scene.clock.now();
    for _ in 0..1_000 {
        waiting.retain_mut(|caller| {
            let is_through = is_through(caller);
            if is_through {
                left.push((scene.clock.now() - started).as_secs());
            }
            !is_through
        });
        scene.hand.advance_to_next_deadline();
    }
    assert_eq!(left, [10, 10, 20, 20, 30, 30]);
}

#[test]
fn clones_share_the_window() {
    let scene = Scene::new(2);
    let clone = scene.limiter.clone();
    assert!(is_through(&mut scene.caller()));
    assert!(is_through(
        &mut (Box::pin(clone.turn(&scene.clock)) as Waiting<'_>)
    ));
    assert!(!is_through(&mut scene.caller()));
}

#[test]
fn backing_off_holds_everybody_even_those_who_wait_already() {
    let scene = Scene::new(1);
    assert!(is_through(&mut scene.caller()));
    let mut waiting = scene.caller();
    assert!(!is_through(&mut waiting));
    scene
        .limiter
        .back_off(Duration::from_secs(30), &scene.clock);
    scene.pass_seconds(10);
    assert!(!is_through(&mut waiting));
    scene.pass_seconds(20);
    assert!(is_through(&mut waiting));
}

#[test]
fn backing_off_for_ever_lets_nobody_through_and_sets_no_timer() {
    let scene = Scene::new(1);
    scene.limiter.back_off(Duration::MAX, &scene.clock);
    let mut callers = [scene.caller(), scene.caller()];
    assert!(!callers.iter_mut().any(is_through));
    scene.hand.advance(Duration::MAX);
    assert!(!callers.iter_mut().any(is_through));
    assert_eq!(scene.hand.sleepers(), 0);
}

#[test]
fn a_window_without_an_end_lets_its_limit_through_and_nobody_after() {
    for window in [Duration::MAX, Duration::from_secs(u64::MAX)] {
        let scene = Scene {
            limiter: RateLimiter::of(2, window),
            ..Scene::new(2)
        };
        assert!(is_through(&mut scene.caller()) && is_through(&mut scene.caller()));
        let (mut first, mut second) = (scene.caller(), scene.caller());
        assert!(!is_through(&mut first) && !is_through(&mut second));
        scene.hand.advance(Duration::MAX);
        assert!(!is_through(&mut first));
        drop(first);
        assert!(!is_through(&mut second));
        assert_eq!(scene.hand.sleepers(), 0);
    }
}

#[test]
fn a_caller_of_a_window_without_an_end_waits_until_its_own_time_is_over() {
    let scene = Scene {
        limiter: RateLimiter::of(1, Duration::MAX),
        ..Scene::new(1)
    };
    assert!(is_through(&mut scene.caller()));
    let limit = Duration::from_secs(300);
    let mut call = pin!(timeout(&scene.clock, limit, scene.caller()));
    let mut context = Context::from_waker(Waker::noop());
    assert!(call.as_mut().poll(&mut context).is_pending());
    assert_eq!(scene.hand.advance_to_next_deadline(), Some(limit));
    assert_eq!(call.as_mut().poll(&mut context), Poll::Ready(None));
}

#[test]
fn a_limiter_without_a_limit_holds_nobody_back() {
    let scene = Scene::new(1);
    let unlimited = RateLimiter::unlimited();
    unlimited.back_off(Duration::from_secs(30), &scene.clock);
    for _ in 0..1_000 {
        assert!(is_through(
            &mut (Box::pin(unlimited.turn(&scene.clock)) as Waiting<'_>)
        ));
    }
}

#[test]
fn debug_tells_the_limit() {
    let text = |limiter: &RateLimiter| format!("{limiter:?}");
    assert_eq!(text(&RateLimiter::default()), "RateLimiter(200 per 10s)");
    assert_eq!(text(&RateLimiter::unlimited()), "RateLimiter(unlimited)");
}
