//! The home of [`Circumstances`]: the one rule of what follows a failed attempt.

use std::time::Duration;

use deck_transport::Delivery;

use crate::AttemptOutcome;
use crate::GiveUpReason;
use crate::RetryBudget;
use crate::RetryDecision;
use crate::RetryPolicy;
use crate::RetryReason;
use crate::error::passing;

/// All that the decision about a failed attempt depends on.
#[derive(Clone, Debug)]
pub(crate) struct Circumstances<'a> {
    pub(crate) policy: &'a RetryPolicy,
    pub(crate) outcome: AttemptOutcome,
    pub(crate) retry_after: Option<Duration>,
    /// How many retries there were before this attempt ended.
    pub(crate) retries: u32,
    pub(crate) is_idempotent: bool,
    pub(crate) time_left: Duration,
    /// From 0 to 1, drawn for this decision.
    pub(crate) fraction: f64,
}

impl Circumstances<'_> {
    pub(crate) fn decide(&self) -> RetryDecision {
        self.retry()
            .map_or_else(RetryDecision::GiveUp, |(after, reason)| {
                RetryDecision::Retry { after, reason }
            })
    }

    fn retry(&self) -> Result<(Duration, RetryReason), GiveUpReason> {
        let reason = self.reason()?;
        if self.retries >= self.policy.max_retries() {
            return Err(GiveUpReason::RetriesUsedUp);
        }
        let asked = self.wait_asked_for(reason);
        if self.retry_after.is_some() && asked > self.policy.max_retry_after() {
            return Err(GiveUpReason::RetryAfterTooLong);
        }
        let after = asked.saturating_add(self.policy.backoff(self.retries, self.fraction));
        if after >= self.time_left {
            return Err(GiveUpReason::CallTimeout);
        }
        Ok((after, reason))
    }

    fn reason(&self) -> Result<RetryReason, GiveUpReason> {
        let reason = match self.outcome {
            AttemptOutcome::Answered { status: 429 } => RetryReason::RateLimited,
            AttemptOutcome::Answered { status } if passing::is_passing_status(status) => {
                RetryReason::PassingStatus
            }
            AttemptOutcome::Failed { kind, delivery } if passing::is_passing(kind) => {
                match delivery {
                    Delivery::NotSent => return Ok(RetryReason::NothingSent),
                    Delivery::MaybeSent | Delivery::ResponseStarted => RetryReason::Interrupted,
                }
            }
            AttemptOutcome::Answered { .. } | AttemptOutcome::Failed { .. } => {
                return Err(GiveUpReason::Permanent);
            }
        };
        if self.is_idempotent {
            Ok(reason)
        } else {
            Err(GiveUpReason::NotIdempotent)
        }
    }

    fn wait_asked_for(&self, reason: RetryReason) -> Duration {
        match (self.retry_after, reason) {
            (Some(wait), _) => wait,
            (None, RetryReason::RateLimited) => RetryPolicy::RATE_LIMITED_WAIT,
            (None, _) => Duration::ZERO,
        }
    }
}

impl RetryDecision {
    /// Takes a retry from the budget, or gives up where it is empty.
    pub(crate) fn within(self, budget: &RetryBudget) -> Self {
        match self {
            Self::Retry { .. } if !budget.try_spend() => Self::GiveUp(GiveUpReason::BudgetEmpty),
            decision => decision,
        }
    }
}

#[cfg(test)]
mod tests;
