//! When a request arrives, and when its response is ready.

use std::time::Duration;

use crate::engine::timeline::Moment;

/// The moment at which a request is carried out, and how long its response takes from then on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    pub(crate) moment: Moment,
    /// The time from the arrival until the response is ready; without a clock there is none.
    pub(crate) response_after: Duration,
}

impl Arrival {
    /// Returns when the response is ready, as a time since the start of the sandbox.
    pub(crate) fn ready_at(&self) -> Duration {
        self.moment.elapsed.saturating_add(self.response_after)
    }
}
