//! Time as an argument, and the only place that asks the system for it.

use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use self::unavailable::ClockUnavailable;

pub(crate) mod shared;

pub(crate) mod unavailable;

#[cfg(feature = "tokio")]
pub(crate) mod tokio;

pub(crate) mod manual;

/// Tells the time and waits.
///
/// Whoever waits or measures takes a clock instead of asking the system, so that its tests need not wait:
/// with a [`ManualClock`](crate::ManualClock) an hour passes when the test says so. Implement it to use a
/// runtime other than tokio.
///
/// # Implementing
///
/// - [`now`](Self::now) never goes back, and [`sleep`](Self::sleep) goes by it. It is asked several times for
///   each attempt, so it must cost little.
/// - A client starts a sleep for each attempt, as long as its timeout, polls it, and drops it when the
///   response is there, mostly long before its end; waits for the rate limit and for a retry are sleeps, too.
///   So a sleep must cost little to make and to drop, such as a place in the runtime's timer; dropping it
///   frees what it holds. A thread for each sleep stays behind until the time is over.
/// - Any [`Duration`] is allowed: zero ends at once, and one that is too long to be added to the present
///   moment never ends. Neither panics.
/// - Sleeps are independent: any number of them may be under way at a time, on any threads.
/// - A clock that needs something of the place where it waits, such as a runtime, looks for it in
///   [`check`](Self::check).
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use deck_transport::{Clock, ManualClock};
///
/// async fn a_minute<C: Clock>(clock: &C) -> Duration {
///     let started = clock.now();
///     clock.sleep(Duration::from_secs(60)).await;
///     clock.now() - started
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let clock = ManualClock::new();
/// let hand = clock.clone();
/// let (measured, ()) = tokio::join!(a_minute(&clock), async move {
///     hand.wait_for_sleepers(1).await;
///     hand.advance(Duration::from_secs(60));
/// });
/// assert_eq!(measured, Duration::from_secs(60));
/// # }
/// ```
pub trait Clock: Send + Sync {
    /// Returns the present moment of a clock that never goes back.
    fn now(&self) -> Instant;

    /// Returns the time of day, which may jump when somebody sets it.
    fn system_time(&self) -> SystemTime;

    /// Waits until `duration` has passed by [`now`](Self::now).
    ///
    /// # Cancellation
    ///
    /// Dropping the future ends the wait and leaves nothing behind.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;

    /// Checks that [`sleep`](Self::sleep) can be called here; whoever is going to wait asks first.
    ///
    /// Default: it can. A clock that needs a runtime says so here, instead of panicking there.
    ///
    /// # Errors
    ///
    /// The clock lacks something that it needs.
    fn check(&self) -> Result<(), ClockUnavailable> {
        Ok(())
    }
}

impl<C: Clock + ?Sized> Clock for &C {
    fn now(&self) -> Instant {
        C::now(self)
    }

    fn system_time(&self) -> SystemTime {
        C::system_time(self)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        C::sleep(self, duration)
    }

    fn check(&self) -> Result<(), ClockUnavailable> {
        C::check(self)
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Instant {
        C::now(self)
    }

    fn system_time(&self) -> SystemTime {
        C::system_time(self)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        C::sleep(self, duration)
    }

    fn check(&self) -> Result<(), ClockUnavailable> {
        C::check(self)
    }
}
