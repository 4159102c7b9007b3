//! The home of [`Attempt`]: what one try at a call came to.

use std::time::Duration;

use deck_transport::Delivery;
use deck_transport::TransportErrorKind;
use deck_types::RequestId;

use crate::RetryDecision;

/// One try at a call: what came of it, how long it took, and what followed from it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// What came of it.
    pub outcome: AttemptOutcome,
    /// The request id in the answer, where it was refused and one was there. The request id of a success is in its body.
    pub request_id: Option<RequestId>,
    /// How long the [rate limiter](crate::RateLimiter) held it back before.
    pub rate_limit_wait: Duration,
    /// Time from handing the request to the transport until its answer, by the client's clock.
    pub elapsed: Duration,
    /// How long the server asked to wait, where it did (`Retry-After`).
    pub retry_after: Option<Duration>,
    /// Whether it was made again and why, or why not; `None` for a success.
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
        self.outcome == AttemptOutcome::Answered { status: 429 }
    }
}

/// What came of an [`Attempt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttemptOutcome {
    /// An answer came, with this status.
    Answered {
        /// The HTTP status.
        status: u16,
    },
    /// No complete answer came.
    Failed {
        /// What failed.
        kind: TransportErrorKind,
        /// Whether the server may have got the request.
        delivery: Delivery,
    },
}
