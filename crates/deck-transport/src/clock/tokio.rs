//! The clock of the system.

use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use tokio::runtime::Handle;

use super::Clock;
use super::unavailable::ClockUnavailable;

/// The clock of the system, with tokio's timer.
///
/// [`sleep`](Clock::sleep) needs a tokio runtime whose time is enabled; [`check`](Clock::check) finds out
/// whether there is a runtime. Under tokio's paused time,
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

    fn check(&self) -> Result<(), ClockUnavailable> {
        match Handle::try_current() {
            Ok(_) => Ok(()),
            Err(_) => Err(ClockUnavailable::new(NO_RUNTIME)),
        }
    }
}

/// What is wrong where there is no runtime, and what to do.
pub(crate) const NO_RUNTIME: &str = "there is no tokio runtime here: call inside of one \
    (`#[tokio::main]`, `Runtime::block_on`), or use a transport and a clock made for another runtime";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SharedClock;

    #[test]
    fn without_a_runtime_the_check_says_what_to_do() {
        let error = SharedClock::new(TokioClock)
            .check()
            .expect_err("no runtime");

        assert_eq!(error.to_string(), NO_RUNTIME);
    }

    #[tokio::test]
    async fn within_a_runtime_the_check_passes() {
        assert_eq!(SharedClock::new(TokioClock).check(), Ok(()));
    }

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
