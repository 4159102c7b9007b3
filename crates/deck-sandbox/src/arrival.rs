//! When a request arrives, and when its response is ready.

use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

/// The moment at which a request is carried out, and how long its response takes from then on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    /// The wall-clock time, which new objects are created at.
    pub(crate) time_of_day: SystemTime,
    /// The monotonic time of the clock; without a clock there is none, and no time passes.
    pub(crate) instant: Option<Instant>,
    /// The time from the arrival until the response is ready.
    pub(crate) response_after: Duration,
}

impl Arrival {
    /// Returns when the response is ready, by the clock.
    pub(crate) fn ready_at(&self) -> Option<Instant> {
        self.instant?.checked_add(self.response_after)
    }
}
