//! The log of one attempt at a call.

use std::time::Duration;

use deck_transport::Delivery;
use deck_transport::TransportErrorKind;
use deck_types::RequestId;

use crate::RetryDecision;
use crate::RetryReason;

/// One attempt at a call: its outcome, how long it took, and what followed from it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The outcome.
    pub outcome: AttemptOutcome,
    /// The request id in the response, where the request was refused and the response has one. That of a
    /// success is in [`ApiResponse::request_id`](crate::ApiResponse::request_id).
    pub request_id: Option<RequestId>,
    /// How long the [rate limiter](crate::RateLimiter) held it back before.
    pub rate_limit_wait: Duration,
    /// Time from handing the request to the transport until its response, by the client's clock.
    pub elapsed: Duration,
    /// How long the server asked to wait, where it did (`Retry-After`).
    pub retry_after: Option<Duration>,
    /// Whether it was made again and why, or why not; `None` for a success and for an abandoned attempt.
    pub retry: Option<RetryDecision>,
}

impl Attempt {
    pub(crate) fn new(outcome: AttemptOutcome, elapsed: Duration) -> Self {
        Self {
            outcome,
            request_id: None,
            rate_limit_wait: Duration::ZERO,
            elapsed,
            retry_after: None,
            retry: None,
        }
    }

    pub(crate) fn is_rate_limited(&self) -> bool {
        self.outcome == AttemptOutcome::Responded { status: 429 }
    }

    /// Returns whether it was made again because it was not processed.
    pub(crate) fn was_repeated_unprocessed(&self) -> bool {
        matches!(
            self.retry,
            Some(RetryDecision::Retry {
                reason: RetryReason::NotProcessed,
                ..
            })
        )
    }

    /// Returns whether the server may have got the request.
    pub(crate) fn may_have_arrived(&self) -> bool {
        !matches!(
            self.outcome,
            AttemptOutcome::Failed {
                delivery: Delivery::NotSent,
                ..
            }
        )
    }
}

/// The outcome of an [`Attempt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttemptOutcome {
    /// A response came, with this status.
    Responded {
        /// The HTTP status.
        status: u16,
    },
    /// No complete response came.
    Failed {
        /// What failed.
        kind: TransportErrorKind,
        /// Whether the server may have got the request.
        delivery: Delivery,
    },
    /// The caller dropped the call, or ran out of time of its own, before a response came. The server may
    /// have got the request. An [observer](crate::Observer) is told of such attempts; no error or response
    /// has them.
    Abandoned,
}
