//! How much of a limit is used where others use it too.

use std::time::Duration;
use std::time::Instant;

/// How many requests may leave in a window: all that the limit allows, until refusals show that others take
/// part of it.
///
/// A refusal halves the number. In each window without one it comes half as near again to nine tenths of what
/// it was at the refusal, and from there it grows by a fiftieth of the limit. So processes that know nothing
/// of each other leave room to each other, as flows of TCP do, and refusals stay few.
///
/// Requests that left before the last refusal came tell nothing new when they are refused too.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    most: usize,
    window: Duration,
    current: usize,
    /// What it was at the last refusal; the limit before the first.
    refused_at: usize,
    last_refusal: Option<Instant>,
    /// From when the next window without a refusal is counted; absent before the first refusal.
    grew: Option<Instant>,
}

impl Pace {
    pub(super) fn new(most: usize, window: Duration) -> Self {
        Self {
            most,
            window,
            current: most,
            refused_at: most,
            last_refusal: None,
            grew: None,
        }
    }

    /// Returns how many requests may leave in the window that ends at `now`.
    pub(super) fn limit(&mut self, now: Instant) -> usize {
        while self.current < self.most
            && let Some(next) = self.grew.and_then(|grew| grew.checked_add(self.window))
            && next <= now
        {
            self.grow();
            self.grew = Some(next);
        }
        self.current
    }

    /// Counts a refusal, which came at `now`, of a request that left at `left`.
    pub(super) fn refused(&mut self, left: Instant, now: Instant) {
        if self.last_refusal.is_some_and(|last| left <= last) {
            return;
        }
        self.refused_at = self.limit(now);
        self.current = (self.refused_at / 2).max(1);
        self.last_refusal = Some(now);
        self.grew = Some(now);
    }

    fn grow(&mut self) {
        let near = self.refused_at - self.refused_at / 10;
        self.current = if self.current < near {
            self.current + (near - self.current).div_ceil(2)
        } else {
            self.current + (self.most / 50).max(1)
        };
        self.current = self.current.min(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Duration = Duration::from_secs(10);

    #[expect(
        clippy::disallowed_methods,
        reason = "any moment will do as the origin"
    )]
    fn pace() -> (Pace, Instant) {
        (Pace::new(200, WINDOW), Instant::now())
    }

    #[test]
    fn without_a_refusal_all_of_the_limit_is_used() {
        let (mut pace, start) = pace();
        assert_eq!(pace.limit(start), 200);
        assert_eq!(pace.limit(start + 100 * WINDOW), 200);
    }

    #[test]
    fn a_refusal_halves_it_and_it_recovers_fast_at_first_and_slowly_then() {
        let (mut pace, start) = pace();
        pace.refused(start, start);
        let limits: Vec<_> = (0..16).map(|n| pace.limit(start + n * WINDOW)).collect();
        assert_eq!(limits[..8], [100, 140, 160, 170, 175, 178, 179, 180]);
        assert_eq!(limits[8..], [184, 188, 192, 196, 200, 200, 200, 200]);
    }

    #[test]
    fn requests_that_left_before_the_refusal_came_count_as_one() {
        let (mut pace, start) = pace();
        let came = start + Duration::from_secs(1);
        for _ in 0..10 {
            pace.refused(start, came);
        }
        assert_eq!(pace.limit(came), 100);
        pace.refused(
            came + Duration::from_nanos(1),
            came + Duration::from_secs(1),
        );
        assert_eq!(pace.limit(came + Duration::from_secs(1)), 50);
    }

    #[test]
    fn it_never_comes_to_nothing() {
        let (mut pace, start) = pace();
        for second in 0..50 {
            let left = start + Duration::from_secs(second);
            pace.refused(left, left);
        }
        assert_eq!(pace.limit(start + Duration::from_secs(50)), 1);
    }

    #[test]
    fn a_window_without_length_or_end_is_no_trap() {
        let (_, start) = pace();
        let mut without_length = Pace::new(200, Duration::ZERO);
        without_length.refused(start, start);
        assert_eq!(without_length.limit(start), 200);
        let mut without_end = Pace::new(200, Duration::MAX);
        without_end.refused(start, start);
        assert_eq!(without_end.limit(start + WINDOW), 100);
    }
}
