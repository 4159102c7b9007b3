//! What a server asks a sandbox for, apart from responses.

use std::collections::BTreeMap;
use std::task::Waker;
use std::time::Duration;

use bytes::Bytes;
use http::Request;

use crate::Sandbox;
use crate::engine::timeline::Moment;
use crate::response::listing::task_runs::STATUSES;
use crate::response::route;

impl Sandbox {
    /// Returns the present moment.
    pub(crate) fn moment(&self) -> Moment {
        self.state_now().1
    }

    /// Returns the number of runs with each status.
    pub(crate) fn statuses(&self) -> BTreeMap<String, u64> {
        self.state().runs.statuses(STATUSES)
    }

    /// Returns the number that changes when there is something new for whoever delivers.
    pub(crate) fn version(&self) -> u64 {
        self.state().outbox.version()
    }

    /// Returns the [`version`](Sandbox::version); while it is still the one that was `seen`, its next change
    /// wakes `waker`.
    pub(crate) fn version_or_wake(&self, seen: u64, waker: &Waker) -> u64 {
        let mut state = self.state();
        let version = state.outbox.version();
        if version == seen {
            state.outbox.set_waker(waker);
        }
        version
    }

    /// Returns the time by the clock until something happens that may have to be delivered; nothing when
    /// there is no webhook to deliver to, or no clock that brings it.
    pub(crate) fn until_something_is_due(&self) -> Option<Duration> {
        let (state, moment) = self.state_now();
        if !state.has_webhook() {
            return None;
        }
        let due = [state.engine.next_due(), state.outbox.next_due()];
        let due = due.into_iter().flatten().min()?;
        state.timeline.until(due.saturating_sub(moment.elapsed))
    }

    /// Returns whether there is an operation for `request`.
    pub(crate) fn has_operation(&self, request: &Request<Bytes>) -> bool {
        let state = self.state();
        route::target(request, &state.collections).is_ok()
    }
}
