//! The count behind a rate limit.

use std::collections::VecDeque;
use std::time::Duration;
use std::time::Instant;

use crate::RateLimit;
use crate::rate_limit::Limit;

/// Counts the requests of the latest window. It holds as many times as the limit allows requests.
#[derive(Debug)]
pub(crate) struct Limiter {
    pub(crate) rate_limit: RateLimit,
    admitted: VecDeque<Instant>,
}

impl Limiter {
    pub(crate) fn new(rate_limit: RateLimit) -> Limiter {
        Limiter {
            rate_limit,
            admitted: VecDeque::new(),
        }
    }

    /// Admits the request that arrives `now`, or says how long it is until one is admitted.
    pub(crate) fn admit(&mut self, now: Instant) -> Result<(), Duration> {
        let Some(Limit { requests, window }) = self.rate_limit.limit else {
            return Ok(());
        };
        while let Some(remaining) = self.remaining(now, window) {
            if !remaining.is_zero() {
                break;
            }
            self.admitted.pop_front();
        }
        if window.is_zero() {
            return Ok(());
        }
        if u32::try_from(self.admitted.len()).is_ok_and(|count| count < requests) {
            self.admitted.push_back(now);
            return Ok(());
        }
        Err(self.remaining(now, window).unwrap_or(window))
    }

    /// Returns how long the oldest request still counts.
    fn remaining(&self, now: Instant, window: Duration) -> Option<Duration> {
        let oldest = self.admitted.front()?;
        Some(window.saturating_sub(now.saturating_duration_since(*oldest)))
    }
}

#[cfg(test)]
mod tests {
    use deck_transport::Clock;
    use deck_transport::ManualClock;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[track_caller]
    fn admitted(limiter: &mut Limiter, clock: &ManualClock, tries: usize) -> usize {
        (0..tries)
            .filter(|_| limiter.admit(clock.now()).is_ok())
            .count()
    }

    #[test]
    fn no_more_than_the_limit_are_admitted_at_once() {
        let clock = ManualClock::new();
        let mut limiter = Limiter::new(RateLimit::default());

        assert_eq!(admitted(&mut limiter, &clock, 500), 200);
        assert_eq!(limiter.admit(clock.now()), Err(10 * SECOND));
    }

    #[test]
    fn a_request_counts_until_the_window_has_passed_and_no_longer() {
        let clock = ManualClock::new();
        let mut limiter = Limiter::new(RateLimit::new(2, 10 * SECOND));
        assert_eq!(admitted(&mut limiter, &clock, 1), 1);
        clock.advance(4 * SECOND);
        assert_eq!(admitted(&mut limiter, &clock, 3), 1);

        clock.advance(6 * SECOND - Duration::from_nanos(1));
        assert_eq!(limiter.admit(clock.now()), Err(Duration::from_nanos(1)));
        clock.advance(Duration::from_nanos(1));

        assert_eq!(admitted(&mut limiter, &clock, 3), 1);
        assert_eq!(limiter.admit(clock.now()), Err(4 * SECOND));
    }

    #[test]
    fn refused_requests_do_not_count() {
        let clock = ManualClock::new();
        let mut limiter = Limiter::new(RateLimit::new(1, SECOND));
        admitted(&mut limiter, &clock, 100);

        clock.advance(SECOND);

        assert_eq!(admitted(&mut limiter, &clock, 100), 1);
    }

    #[test]
    fn no_stretch_of_the_window_has_more_than_the_limit() {
        let clock = ManualClock::new();
        let mut limiter = Limiter::new(RateLimit::new(7, 10 * SECOND));
        let mut times = Vec::new();
        for step in 0..2_000_u64 {
            clock.advance(Duration::from_millis(step * 7_919 % 1_300));
            if limiter.admit(clock.now()).is_ok() {
                times.push(clock.now());
            }
        }

        assert!(times.len() > 500, "{}", times.len());
        assert!(
            times
                .windows(8)
                .all(|window| window[7] - window[0] >= 10 * SECOND)
        );
    }

    #[test]
    fn a_window_of_absurd_length_admits_its_limit_and_no_more() {
        for window in [Duration::MAX, Duration::from_secs(u64::MAX)] {
            let clock = ManualClock::new();
            let mut limiter = Limiter::new(RateLimit::new(3, window));
            assert_eq!(admitted(&mut limiter, &clock, 100), 3);
            clock.advance(Duration::MAX);
            assert_eq!(admitted(&mut limiter, &clock, 100), 0);
        }
        let clock = ManualClock::new();
        let mut limiter = Limiter::new(RateLimit::new(u32::MAX, Duration::MAX));
        assert_eq!(admitted(&mut limiter, &clock, 1_000), 1_000);
    }

    #[test]
    fn no_limit_is_no_limit_and_no_requests_are_none() {
        let clock = ManualClock::new();

        let unlimited = &mut Limiter::new(RateLimit::none());
        assert_eq!(admitted(unlimited, &clock, 1_000), 1_000);
        let momentary = &mut Limiter::new(RateLimit::new(1, Duration::ZERO));
        assert_eq!(admitted(momentary, &clock, 1_000), 1_000);
        let closed = &mut Limiter::new(RateLimit::new(0, SECOND));
        assert_eq!(admitted(closed, &clock, 1_000), 0);
    }
}
