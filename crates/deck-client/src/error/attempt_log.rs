//! The wording of the attempts that an error looks back on.

use std::fmt;

use crate::Attempt;
use crate::GiveUpReason;
use crate::RetryDecision;

/// Writes how many attempts there were, when there was more than one, and why there is no further one, when
/// that is not plain.
pub(super) fn describe(attempts: &[Attempt], formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    if attempts.len() > 1 {
        write!(formatter, " after {} attempts", attempts.len())?;
    }
    let last = attempts.last().and_then(|attempt| attempt.retry);
    match last {
        Some(RetryDecision::GiveUp(reason)) if reason != GiveUpReason::Permanent => {
            write!(formatter, ", {reason}")
        }
        _ => Ok(()),
    }
}
