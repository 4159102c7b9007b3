//! What errors tell of a run that was waited for.

use deck_types::TaskRun;
use deck_types::TaskRunId;

use super::kind::Kind;
use super::wait_failure::WaitFailure;
use crate::Error;

/// Waits.
impl Error {
    /// Returns whether a wait ended because its run asks something and there is no handler; see
    /// [`Wait::on_interaction`](crate::Wait::on_interaction). [`run`](Self::run) has the prompt.
    #[must_use]
    pub fn is_interaction_required(&self) -> bool {
        matches!(self.0.kind, Kind::Wait(WaitFailure::InteractionRequired))
    }

    /// Returns whether a wait ended because its run waits for a review; see
    /// [`Wait::through_review`](crate::Wait::through_review).
    #[must_use]
    pub fn is_review_required(&self) -> bool {
        matches!(self.0.kind, Kind::Wait(WaitFailure::ReviewRequired))
    }

    /// Returns whether a wait ended because its time was over; see
    /// [`Wait::with_timeout`](crate::Wait::with_timeout). The source tells what the last look at the run, or
    /// the request to cancel it, failed with, if it did.
    ///
    /// [`is_timeout`](Self::is_timeout) and [`is_retryable`](Self::is_retryable) are false: to start the run
    /// again would be a second run. To wait for it again, by [`run_id`](Self::run_id), is safe.
    #[must_use]
    pub fn is_wait_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Wait(WaitFailure::TimedOut { .. }))
    }

    /// Returns whether a wait ended because the handler of interactions returned an error, which is the
    /// source.
    #[must_use]
    pub fn is_handler_failure(&self) -> bool {
        matches!(self.0.kind, Kind::Wait(WaitFailure::Handler(_)))
    }

    /// Returns the run that was waited for, as it was last seen: by every error that ends a wait, unless no
    /// look at the run succeeded.
    #[must_use]
    pub fn run(&self) -> Option<&TaskRun> {
        self.0.run.as_ref()?.run.as_deref()
    }

    /// Returns the id of the run that was waited for: by every error that ends a wait. Waiting again is safe
    /// and starts no run.
    #[must_use]
    pub fn run_id(&self) -> Option<&TaskRunId> {
        self.0.run.as_ref().map(|run| &run.id)
    }
}
