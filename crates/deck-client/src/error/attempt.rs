//! The home of [`Attempt`]: what one try at a call came to.

use std::time::Duration;

use deck_transport::Delivery;
use deck_transport::TransportErrorKind;
use deck_types::RequestId;

/// One try at a call: what came of it and how long it took.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// What came of it.
    pub outcome: AttemptOutcome,
    /// The request id in the answer, where there was one.
    pub request_id: Option<RequestId>,
    /// Time from handing the request to the transport until its answer, by the client's clock.
    pub elapsed: Duration,
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
