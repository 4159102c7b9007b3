//! An attempt that is under way.

use std::time::Duration;
use std::time::Instant;

use deck_transport::Clock;

use super::CallLoop;
use crate::Attempt;
use crate::AttemptOutcome;
use crate::client::trace::AttemptSpan;

/// An attempt whose exchange is under way. Dropping it, which happens when the call is dropped, tells the
/// observer and the trace that the attempt was abandoned.
pub(super) struct InFlight<'a> {
    call: &'a CallLoop<'a>,
    pub(super) span: AttemptSpan,
    rate_limit_wait: Duration,
    started: Instant,
    has_ended: bool,
}

impl<'a> InFlight<'a> {
    pub(super) fn new(
        call: &'a CallLoop<'a>,
        span: AttemptSpan,
        rate_limit_wait: Duration,
    ) -> Self {
        Self {
            call,
            span,
            rate_limit_wait,
            started: call.client.0.clock.now(),
            has_ended: false,
        }
    }

    /// Returns how long the exchange has taken.
    pub(super) fn elapsed(&self) -> Duration {
        let now = self.call.client.0.clock.now();
        now.saturating_duration_since(self.started)
    }

    pub(super) fn end(mut self, attempt: &mut Attempt) {
        self.has_ended = true;
        attempt.rate_limit_wait = self.rate_limit_wait;
        self.span.ended(attempt);
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        // An observer may panic, and a second panic would end the process.
        if self.has_ended || std::thread::panicking() {
            return;
        }
        let mut attempt = Attempt::new(AttemptOutcome::Abandoned, self.elapsed());
        attempt.rate_limit_wait = self.rate_limit_wait;
        self.span.ended(&attempt);
        self.call.tell_ended(&attempt);
    }
}
