//! The one rule of what follows a failed attempt.

use std::ops::Range;
use std::time::Duration;
use std::time::Instant;

use deck_transport::Delivery;
use deck_transport::TransportErrorKind;

use super::policy::part_of;
use super::refusal_cause::RefusalCause;
use crate::AttemptOutcome;
use crate::GiveUpReason;
use crate::RetryBudget;
use crate::RetryDecision;
use crate::RetryPolicy;
use crate::RetryReason;
use crate::error::transient;

/// All that the decision about a failed attempt depends on.
///
/// Every request may be repeated: one that is not idempotent by its method carries an idempotency key.
#[derive(Clone, Debug)]
pub(crate) struct RetryInput<'a> {
    pub(crate) policy: &'a RetryPolicy,
    pub(crate) outcome: AttemptOutcome,
    pub(crate) cause: RefusalCause,
    pub(crate) retry_after: Option<Duration>,
    /// How many retries there were before this attempt ended, those of unprocessed attempts not counted.
    pub(crate) retries: u32,
    /// How many attempts before this one were made again because they were not processed.
    pub(crate) unprocessed_retries: u32,
    /// Whether the server may have got the same request before.
    pub(crate) is_repeat: bool,
    pub(crate) time_left: Duration,
    /// How long the call may still queue for a session; zero for one that does not queue.
    pub(crate) queue_time_left: Duration,
    /// The random fraction, from 0 to 1, drawn for this decision.
    pub(crate) fraction: f64,
}

/// The shortest and the longest wait of a call that queues for a session.
const QUEUE_WAIT: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(30));

impl RetryInput<'_> {
    pub(crate) fn decide(&self) -> RetryDecision {
        let retry = if self.cause == RefusalCause::SessionLimit {
            self.queue()
        } else if self.was_not_processed() {
            self.repeat_unprocessed()
        } else {
            self.retry()
        };
        retry.map_or_else(RetryDecision::GiveUp, |(after, reason)| {
            RetryDecision::Retry { after, reason }
        })
    }

    fn queue(&self) -> Result<(Duration, RetryReason), GiveUpReason> {
        let (shortest, longest) = QUEUE_WAIT;
        let drawn = shortest + part_of(longest - shortest, self.fraction);
        let after = drawn.max(self.retry_after.unwrap_or_default());
        if after >= self.queue_time_left {
            return Err(GiveUpReason::SessionLimit);
        }
        Ok((after, RetryReason::SessionLimit))
    }

    fn was_not_processed(&self) -> bool {
        let not_processed = AttemptOutcome::Failed {
            kind: TransportErrorKind::Closed,
            delivery: Delivery::NotSent,
        };
        self.outcome == not_processed
            && self.policy.max_retries() > 0
            && self.unprocessed_retries < RetryPolicy::UNPROCESSED_RETRIES
    }

    /// Decides about a request that the server did not look at. Another connection may well be there, so
    /// that waiting gains nothing; until so many repeats have failed that too many callers must be competing
    /// for connections.
    fn repeat_unprocessed(&self) -> Result<(Duration, RetryReason), GiveUpReason> {
        let competing = self
            .unprocessed_retries
            .checked_sub(RetryPolicy::IMMEDIATE_RETRIES);
        let after = competing.map_or(Duration::ZERO, |count| {
            self.policy.backoff(count, self.fraction)
        });
        if after >= self.time_left {
            return Err(GiveUpReason::CallTimeout);
        }
        Ok((after, RetryReason::NotProcessed))
    }

    fn retry(&self) -> Result<(Duration, RetryReason), GiveUpReason> {
        let reason = self.reason().ok_or(GiveUpReason::Permanent)?;
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

    fn reason(&self) -> Option<RetryReason> {
        match (self.cause, self.outcome) {
            (RefusalCause::Organization, _) => None,
            (RefusalCause::KeyInUse, _) if self.is_repeat => Some(RetryReason::InProgress),
            (_, AttemptOutcome::Responded { status: 429 }) => Some(RetryReason::RateLimited),
            (_, AttemptOutcome::Responded { status }) => {
                transient::is_transient_status(status).then_some(RetryReason::TransientStatus)
            }
            (_, AttemptOutcome::Failed { kind, delivery }) => {
                let reason = match delivery {
                    Delivery::NotSent => RetryReason::NothingSent,
                    Delivery::MaybeSent | Delivery::ResponseStarted => RetryReason::Interrupted,
                };
                transient::is_transient(kind).then_some(reason)
            }
            (_, AttemptOutcome::Abandoned) => None,
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
    /// Takes a retry from the budget, or gives up where it is empty. The attempt had this outcome and was
    /// under way for this time.
    pub(crate) fn within(
        self,
        budget: &RetryBudget,
        outcome: AttemptOutcome,
        time: Range<Instant>,
    ) -> Self {
        let is_paid = match self {
            // Queueing is slow and bounded by its own time; it must not use up what others need. What was
            // not processed is no sign of a server in trouble, and bounded by a number.
            Self::Retry {
                reason: RetryReason::SessionLimit | RetryReason::NotProcessed,
                ..
            }
            | Self::GiveUp(_) => true,
            Self::Retry {
                reason: RetryReason::Interrupted,
                ..
            } if has_lost_connection(outcome) => budget.try_spend_on_loss(time),
            Self::Retry { .. } => budget.try_spend(),
        };
        if is_paid {
            self
        } else {
            Self::GiveUp(GiveUpReason::BudgetEmpty)
        }
    }
}

/// Returns whether the attempt ended with its connection, as all others on the same one.
fn has_lost_connection(outcome: AttemptOutcome) -> bool {
    let AttemptOutcome::Failed { kind, .. } = outcome else {
        return false;
    };
    matches!(
        kind,
        TransportErrorKind::Closed | TransportErrorKind::Protocol
    )
}

#[cfg(test)]
mod tests;
