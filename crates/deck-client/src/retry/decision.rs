//! The decision whether a failed attempt is made again, and why.

use std::fmt;
use std::time::Duration;

/// Whether a failed attempt is made again, and why.
///
/// It is a value: it stands in the [`Attempt`](crate::Attempt) that it was made about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryDecision {
    /// The call is tried again.
    #[non_exhaustive]
    Retry {
        /// How long the call waits before.
        after: Duration,
        /// What allows it.
        reason: RetryReason,
    },
    /// The call ends with this attempt.
    GiveUp(GiveUpReason),
}

/// What allows a failed attempt to be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryReason {
    /// The status is 408, 500, 502, 503 or 504, which is transient.
    TransientStatus,
    /// The status is 429: there were too many requests.
    RateLimited,
    /// Nothing of the request was sent, so that it can be sent again whatever it asks for.
    NothingSent,
    /// The connection closed, and the server had not looked at the request or could not have: it goes out on
    /// another connection. That takes nothing from the retries of the policy and from the
    /// [budget](crate::RetryBudget), up to [`UNPROCESSED_RETRIES`](crate::RetryPolicy::UNPROCESSED_RETRIES)
    /// times in a call.
    NotProcessed,
    /// The exchange broke off. Repeating the request is safe: it reads, or it carries an idempotency key.
    Interrupted,
    /// A repeated write met status 409 of type `idempotency`: an earlier attempt is probably still in
    /// progress.
    InProgress,
    /// The organization has as many sessions as it may, and the call [queues](crate::Call::queueing_for) for
    /// one.
    SessionLimit,
}

/// Why a failed attempt is the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GiveUpReason {
    /// The same request would fail again.
    Permanent,
    /// The policy allows no further retry.
    RetriesUsedUp,
    /// The [budget](crate::RetryBudget) that is shared with other calls is empty.
    BudgetEmpty,
    /// The server asks for a longer wait than the policy follows.
    RetryAfterTooLong,
    /// The wait, or the attempt itself, takes longer than the whole call may.
    CallTimeout,
    /// The organization has as many sessions as it may, and the time that the call
    /// [queues](crate::Call::queueing_for), if it does, is over.
    SessionLimit,
}

impl fmt::Display for GiveUpReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Permanent => "the same request would fail again",
            Self::RetriesUsedUp => "no retry is left",
            Self::BudgetEmpty => "the retry budget is empty",
            Self::RetryAfterTooLong => "the server asks for a longer wait than the policy follows",
            Self::CallTimeout => "the time for the call is over",
            Self::SessionLimit => "no session is free",
        })
    }
}
