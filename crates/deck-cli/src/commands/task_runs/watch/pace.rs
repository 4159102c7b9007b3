//! How many requests watching sends: its share of the rate limit.

use std::str::FromStr;
use std::time::Duration;
use std::time::Instant;

use deck_client::RateLimiter;

/// A share of the rate limit, in percent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Share(u32);

impl Share {
    /// Returns the time between two requests, on the average.
    fn spacing(self) -> Duration {
        let window = RateLimiter::DEFAULT_WINDOW / RateLimiter::DEFAULT_LIMIT;
        window * 100 / self.0
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let percent = text.strip_suffix('%').unwrap_or(text).parse();
        match percent {
            Ok(percent @ 1..=100) => Ok(Self(percent)),
            _ => Err("give a share from 1% to 100%".to_owned()),
        }
    }
}

/// Holds requests back so that no more than a share of the rate limit is used.
///
/// What was sent at once, such as retries, is made up for by a longer wait.
#[derive(Debug)]
pub(super) struct Pace {
    spacing: Duration,
    next: Instant,
}

impl Pace {
    pub(super) fn new(share: Share, now: Instant) -> Self {
        Self {
            spacing: share.spacing(),
            next: now,
        }
    }

    /// Takes that so many requests were sent.
    pub(super) fn sent(&mut self, requests: usize, now: Instant) {
        let requests = u32::try_from(requests).unwrap_or(u32::MAX);
        self.next = self.next.max(now) + self.spacing.saturating_mul(requests);
    }

    /// Returns how long the next request has to wait.
    pub(super) fn wait(&self, now: Instant) -> Duration {
        self.next.saturating_duration_since(now)
    }
}

#[cfg(test)]
mod tests {
    use deck_transport::Clock;
    use deck_transport::ManualClock;

    use super::*;

    #[test]
    fn a_quarter_of_the_limit_is_five_requests_a_second() {
        let now = ManualClock::new().now();
        let mut pace = Pace::new("25%".parse().unwrap(), now);
        assert_eq!(pace.wait(now), Duration::ZERO);
        pace.sent(5, now);
        assert_eq!(pace.wait(now), Duration::from_secs(1));
        let later = now + Duration::from_secs(60);
        pace.sent(1, later);
        assert_eq!(
            pace.wait(later),
            Duration::from_millis(200),
            "nothing is saved up"
        );
    }

    #[test]
    fn a_share_is_a_whole_number_of_percent() {
        assert_eq!("100%".parse(), Ok(Share(100)));
        assert_eq!("7".parse(), Ok(Share(7)));
        for text in ["0%", "101%", "", "%", "-5%", "2.5%", "25%%"] {
            assert!(text.parse::<Share>().is_err(), "{text}");
        }
    }
}
