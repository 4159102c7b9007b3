//! The wording of the attempts that an error looks back on.

use std::fmt;
use std::time::Duration;

use crate::Attempt;
use crate::GiveUpReason;
use crate::RetryDecision;

/// Writes how many attempts there were, when there was more than one, and why there is no further one, when
/// that is not plain.
pub(super) fn describe(attempts: &[Attempt], formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    if attempts.len() > 1 {
        write!(formatter, " after {} attempts", attempts.len())?;
    }
    let Some(last) = attempts.last() else {
        return Ok(());
    };
    match last.retry {
        None
        | Some(RetryDecision::Retry { .. } | RetryDecision::GiveUp(GiveUpReason::Permanent)) => {
            Ok(())
        }
        Some(RetryDecision::GiveUp(reason @ GiveUpReason::RetryAfterTooLong)) => {
            write!(formatter, ", {reason}: {}", Wait(last.retry_after))
        }
        Some(RetryDecision::GiveUp(reason)) => write!(formatter, ", {reason}"),
    }
}

/// The wait that a server asks for.
struct Wait(Option<Duration>);

/// From here on the number of seconds says nothing to anybody.
const LONGEST_SHOWN: Duration = Duration::from_secs(366 * 24 * 3_600);

impl fmt::Display for Wait {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.unwrap_or_default() {
            wait if wait > LONGEST_SHOWN => formatter.write_str("longer than a year"),
            wait => write!(formatter, "{} s", wait.as_secs_f64().ceil()),
        }
    }
}
