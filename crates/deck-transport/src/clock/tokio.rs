//! The clock of the system.

use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use super::Clock;

/// The clock of the system, with tokio's timer.
///
/// [`sleep`](Clock::sleep) needs a tokio runtime whose time is enabled. Under tokio's paused time,
/// [`now`](Clock::now) and [`sleep`](Clock::sleep) follow it; [`system_time`](Clock::system_time) does not.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioClock;

impl Clock for TokioClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everybody else is to ask"
    )]
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everybody else is to ask"
    )]
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        tokio::time::sleep(duration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn sleeping_takes_as_long_as_it_says_by_the_same_clock() {
        let clock = TokioClock;
        let before = clock.now();

        clock.sleep(Duration::from_secs(3_600)).await;

        assert_eq!(clock.now() - before, Duration::from_secs(3_600));
    }

    #[tokio::test(start_paused = true)]
    async fn a_sleep_of_absurd_length_is_no_panic_and_outlasts_a_year() {
        let year = Duration::from_secs(365 * 86_400);
        for absurd in [Duration::MAX, Duration::from_secs(u64::MAX / 2)] {
            tokio::select! {
                biased;
                () = TokioClock.sleep(absurd) => panic!("{absurd:?} is over"),
                () = TokioClock.sleep(year) => {}
            }
        }
    }
}
