//! The window that is exported, frozen at the start.

use std::time::Duration;

use deck_client::Client;
use deck_client::PlanCertainty;
use deck_client::Sweep;
use deck_client::SweepItems;
use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_types::Json;
use deck_types::ListTaskRuns;
use deck_types::SweepCheckpoint;
use deck_types::TimeRange;
use deck_types::Timestamp;

use crate::termination::Termination;

use super::export_error::ErrorKind;
use super::export_error::ExportError;
use super::journal::Window;
use super::transfer::Came;

/// An end that lies so far back is known to be past without asking, unless the clock of this machine is ahead
/// of the server's by more than that; the sandbox is behind by up to a day.
const CLOCK_MARGIN: Duration = Duration::from_secs(25 * 60 * 60);

/// What is swept, and how.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) client: Client,
    pub(super) listing: ListTaskRuns,
    /// How far an end stays behind the server's time.
    pub(super) settle: Duration,
}

/// A sweep whose window is frozen, with what came from it already.
pub(super) struct Frozen {
    pub(super) window: Window,
    pub(super) items: SweepItems<Json>,
    pub(super) first: Option<Came>,
}

impl Source {
    /// Asks about how many runs there will be, if that can be told.
    pub(super) async fn expect(&self, range: TimeRange) -> Result<Option<u64>, ExportError> {
        let plan = self.sweep(range).plan().await?;
        Ok((plan.certainty != PlanCertainty::AtLeast).then_some(plan.items))
    }

    /// Begins the sweep of a range. Its end is the server's time less the time to settle, if it is open or
    /// lies beyond that: what is created later belongs to the next export.
    pub(super) async fn freeze(
        &self,
        since: Option<Timestamp>,
        until: Option<Timestamp>,
        stop: &mut Termination,
    ) -> Result<Frozen, ExportError> {
        let Some(until) = until else {
            let mut items = self.sweep(TimeRange::new(since.clone(), None)).items();
            let (until, first) = known_end(&mut items, stop).await?;
            return Ok(Frozen {
                window: Window { since, until },
                items,
                first: Some(first),
            });
        };
        if self.is_past(&until) {
            return Ok(self.begin(Window { since, until }));
        }
        // One page tells the time; no other is asked for.
        let sweep = self.sweep(TimeRange::new(since.clone(), None));
        let mut items = sweep.with_max_in_flight(1).items();
        let (now, _) = known_end(&mut items, stop).await?;
        let until = until.min(now);
        Ok(self.begin(Window { since, until }))
    }

    /// Begins the sweep of a window.
    pub(super) fn begin(&self, window: Window) -> Frozen {
        let range = TimeRange::new(window.since.clone(), Some(window.until.clone()));
        Frozen {
            items: self.sweep(range).items(),
            window,
            first: None,
        }
    }

    /// Goes on with the sweep of a window.
    pub(super) fn resume(&self, window: Window, checkpoint: &SweepCheckpoint) -> Frozen {
        Frozen {
            items: self.sweep(TimeRange::default()).resume(checkpoint),
            window,
            first: None,
        }
    }

    fn sweep(&self, range: TimeRange) -> Sweep<ListTaskRuns, Json> {
        let listing = self.client.list(self.listing.clone());
        listing
            .with_item_type::<Json>()
            .sweep(range)
            .with_settle(self.settle)
    }

    /// Returns whether a time is certainly past, and all that was created before it is visible.
    fn is_past(&self, time: &Timestamp) -> bool {
        let now = TokioClock.system_time();
        let margin = CLOCK_MARGIN.saturating_add(self.settle);
        let past = now.checked_sub(margin).map(Timestamp::try_from);
        matches!(past, Some(Ok(past)) if *time <= past)
    }
}

/// Waits until the end of an open sweep is known, and returns it with what came.
async fn known_end(
    items: &mut SweepItems<Json>,
    stop: &mut Termination,
) -> Result<(Timestamp, Came), ExportError> {
    loop {
        let came = tokio::select! {
            biased;
            signal = stop.requested() => return Err(ErrorKind::Stopped(signal).into()),
            came = items.next() => came,
        };
        match (items.range().until(), came) {
            (Some(until), came) => return Ok((until.clone(), came)),
            (None, Some(Err(error))) => return Err(error.into()),
            (None, Some(Ok(_))) => {}
            (None, None) => return Err(ErrorKind::NoEnd.into()),
        }
    }
}
