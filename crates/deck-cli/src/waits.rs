//! Waits that a person at a terminal would wonder about.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use deck_client::Attempt;
use deck_client::AttemptOutcome;
use deck_client::ClientEvent;
use deck_client::Observer;
use deck_client::RetryDecision;
use deck_client::RetryReason;
use deck_transport::Clock;
use deck_transport::TokioClock;

use crate::diagnostics;

/// A wait up to this long is not worth a line.
const UNNOTICED: Duration = Duration::from_secs(2);

/// Tells a person at a terminal of waits before they begin.
///
/// Requests that are under way together wait together, and the first tells for all: another line comes when
/// the wait becomes notably longer.
#[derive(Debug, Default)]
pub(crate) struct WaitTeller {
    told_until: Mutex<Option<Instant>>,
}

impl Observer for WaitTeller {
    fn observe(&self, event: &ClientEvent<'_>) {
        if let Some(wait) = Wait::of(event)
            && self.is_news(&wait, TokioClock.now())
        {
            diagnostics::tell_of_wait(&wait.text());
        }
    }
}

impl WaitTeller {
    /// Returns whether the wait is long, and ends notably later than those that were told.
    fn is_news(&self, wait: &Wait, now: Instant) -> bool {
        if wait.length <= UNNOTICED {
            return false;
        }
        // A wait without an end is told once.
        let until = now.checked_add(wait.length.min(A_YEAR)).unwrap_or(now);
        let told_until = self.told_until.lock();
        let mut told_until = told_until.unwrap_or_else(PoisonError::into_inner);
        let is_told = told_until.is_some_and(|told| until <= told + UNNOTICED);
        if !is_told {
            *told_until = Some(until);
        }
        !is_told
    }
}

const A_YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A wait that is about to begin, and the reason.
#[derive(Debug, PartialEq)]
struct Wait {
    length: Duration,
    reason: String,
}

impl Wait {
    fn of(event: &ClientEvent<'_>) -> Option<Self> {
        match event {
            ClientEvent::AttemptEnded { attempt, .. } => Self::before_retry(attempt),
            ClientEvent::RateLimitWaiting { expected, .. } => Some(Self {
                length: *expected,
                reason: "more requests would break the rate limit".to_owned(),
            }),
            _ => None,
        }
    }

    fn before_retry(attempt: &Attempt) -> Option<Self> {
        let RetryDecision::Retry { after, reason, .. } = attempt.retry? else {
            return None;
        };
        Some(Self {
            length: after,
            reason: match attempt.outcome {
                AttemptOutcome::Responded { status } => {
                    let cause = cause_of_status(reason, attempt.retry_after.is_some());
                    format!("{cause} (status {status})")
                }
                AttemptOutcome::Failed { kind, .. } => kind.to_string(),
                _ => "the attempt failed".to_owned(),
            },
        })
    }

    fn text(&self) -> String {
        let Self { length, reason } = self;
        if *length >= A_YEAR {
            return format!("waiting: {reason}");
        }
        let seconds = length.as_secs_f64().round();
        format!("waiting {seconds} s: {reason}")
    }
}

fn cause_of_status(reason: RetryReason, is_asked_for: bool) -> &'static str {
    match reason {
        RetryReason::SessionLimit => "the organization has as many sessions as it may",
        _ if is_asked_for => "the API asked for it",
        RetryReason::RateLimited => "the API got too many requests",
        RetryReason::InProgress => "an earlier attempt is still in progress",
        _ => "the API has trouble",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(seconds: u64) -> Wait {
        Wait {
            length: Duration::from_secs(seconds),
            reason: "so".to_owned(),
        }
    }

    #[test]
    fn a_short_wait_is_not_told() {
        let now = TokioClock.now();
        assert!(!WaitTeller::default().is_news(&wait(2), now));
        assert!(WaitTeller::default().is_news(&wait(3), now));
    }

    #[test]
    fn waits_that_end_together_are_told_once() {
        let (teller, now) = (WaitTeller::default(), TokioClock.now());
        assert!(teller.is_news(&wait(10), now));
        assert!(!teller.is_news(&wait(10), now + UNNOTICED));
        assert!(teller.is_news(&wait(30), now));
        assert!(!teller.is_news(&wait(10), now));
    }

    #[test]
    fn a_wait_without_an_end_is_told_once_and_without_a_number() {
        let (teller, now) = (WaitTeller::default(), TokioClock.now());
        let wait = Wait {
            length: Duration::MAX,
            ..wait(0)
        };
        assert!(teller.is_news(&wait, now));
        assert!(!teller.is_news(&wait, now));
        assert_eq!(wait.text(), "waiting: so");
    }

    #[test]
    fn seconds_are_rounded() {
        let wait = Wait {
            length: Duration::from_millis(7_499),
            ..wait(0)
        };
        assert_eq!(wait.text(), "waiting 7 s: so");
    }
}
