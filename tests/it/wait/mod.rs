//! Waits for runs, in virtual time.
//!
//! - [`schedules`]: everything that a server may show in a few looks, in full;
//! - [`lifecycle`]: runs that go through the states as Deck documents them, under a bad network;
//! - [`many`], [`batch`]: a thousand runs at a time, also of a process that is killed again and again;
//! - [`limits`]: what a wait does to others, and they to it.

mod batch;

mod lifecycle;

mod limits;

mod many;

mod schedules;

use std::future::IntoFuture;
use std::pin::pin;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use deck_transport::ManualClock;

/// How often the clock may move in a scene: far more often than any of them takes.
const MOST_MOVES: usize = 1_000_000;

/// Polls a future to its end, and moves the clock on whenever it waits.
fn play<F: IntoFuture>(clock: &ManualClock, future: F) -> F::Output {
    play_until(clock, future, || false).expect("nobody ends it")
}

/// Polls a future to its end, and moves the clock on whenever it waits; gives it up, and nothing, where it
/// waits and `is_enough` holds.
fn play_until<F: IntoFuture>(
    clock: &ManualClock,
    future: F,
    mut is_enough: impl FnMut() -> bool,
) -> Option<F::Output> {
    let mut future = pin!(future.into_future());
    for _ in 0..MOST_MOVES {
        let polled = future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()));
        if let Poll::Ready(output) = polled {
            return Some(output);
        }
        if is_enough() {
            return None;
        }
        clock
            .advance_to_next_deadline()
            .expect("it waits for the clock");
    }
    panic!("it does not end");
}
