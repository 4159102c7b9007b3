//! The listing of all runs that go on.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;

use deck_transport::Clock;
use deck_types::ListTaskRuns;
use deck_types::PageSize;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

use super::watch::Watch;
use super::watched_run::MAX_ERRORS;
use super::watched_run::WatchedRun;
use super::watched_run::is_transient;
use crate::Client;
use crate::Error;

/// Lists the runs that go on, as long as the API does that.
#[derive(Debug, Default)]
pub(super) struct GoingOn {
    /// How many listings in a row failed transiently.
    errors_in_row: u32,
    /// Whether the API refused the listing, so that each run is looked at by itself.
    is_refused: bool,
}

/// What a listing shows of the runs that are waited for.
#[derive(Debug)]
pub(super) enum Listed {
    /// There was no listing.
    Nothing,
    /// The listing failed, and is to be tried again.
    Failed { after: Duration },
    Runs {
        runs: BTreeMap<TaskRunId, TaskRun>,
        /// Whether a run that is not among them is not listed as going on.
        is_complete: bool,
        pages: u32,
    },
}

impl GoingOn {
    /// Lists the runs that go on, unless looking at each by itself is cheaper.
    ///
    /// # Errors
    ///
    /// Fails where the key is refused, and at the eleventh transient error in a row.
    pub(super) async fn list(
        &mut self,
        client: &Client,
        runs: impl Iterator<Item = &WatchedRun> + Clone,
    ) -> Result<Listed, Error> {
        if self.is_refused || runs.clone().nth(1).is_none() {
            return Ok(Listed::Nothing);
        }
        let error = match read(client, runs.clone()).await {
            Ok(listed) => {
                self.errors_in_row = 0;
                return Ok(listed);
            }
            Err(error) => error,
        };
        if error.is_unauthorized() {
            return Err(error);
        }
        if !is_transient(&error) {
            self.is_refused = true;
            return Ok(Listed::Nothing);
        }
        self.errors_in_row += 1;
        if self.errors_in_row > MAX_ERRORS {
            return Err(error);
        }
        let (now, fraction) = (client.clock().now(), client.fraction());
        let wait = runs.map(|run| run.watch.wait(now, fraction)).min();
        let asked = error.retry_after().unwrap_or_default();
        Ok(Listed::Failed {
            after: wait.unwrap_or(Watch::SHORTEST).max(asked),
        })
    }
}

/// Reads the listing until every run was seen, or it costs more than half of what a look at each would.
async fn read<'a>(
    client: &Client,
    runs: impl Iterator<Item = &'a WatchedRun> + Clone,
) -> Result<Listed, Error> {
    let wanted: BTreeSet<&TaskRunId> = runs.clone().map(|run| &run.id).collect();
    let most_pages = wanted.len().div_ceil(2);
    let mut pages = client.list(listing(runs)).pages();
    let mut found = BTreeMap::new();
    let mut count = 0;
    let mut is_complete = false;
    while !is_complete && count < most_pages {
        let Some(page) = pages.next().await else {
            is_complete = true;
            break;
        };
        count += 1;
        let page = page?.into_body();
        let shown = page.data.into_iter();
        let awaited = shown.filter(|run| wanted.contains(&run.id));
        found.extend(awaited.map(|run| (run.id.clone(), run)));
        is_complete = found.len() == wanted.len() || page.has_more == Some(false);
    }
    Ok(Listed::Runs {
        runs: found,
        is_complete,
        pages: u32::try_from(count).unwrap_or(u32::MAX),
    })
}

/// Returns the listing of the runs that go on, in the words of the reference page.
fn listing<'a>(runs: impl Iterator<Item = &'a WatchedRun>) -> ListTaskRuns {
    let going_on = [
        TaskRunStatus::Queued,
        TaskRunStatus::Running,
        TaskRunStatus::cancelling(),
        TaskRunStatus::InteractionRequired,
        TaskRunStatus::ReviewRequired,
    ];
    let listing = ListTaskRuns::new()
        .page_size(PageSize::MAX)
        .status(going_on);
    match before_oldest(runs) {
        Some(time) => listing.created_after(time),
        None => listing,
    }
}

/// Returns a second before the oldest run was created, if that is known of all: whether the bound itself is
/// part of a listing is not documented.
fn before_oldest<'a>(mut runs: impl Iterator<Item = &'a WatchedRun>) -> Option<Timestamp> {
    const SECOND: i128 = 1_000_000_000;
    let oldest = runs.try_fold(i128::MAX, |oldest, run| {
        let created_at = run.last.as_ref()?.created_at.as_ref()?;
        Some(oldest.min(created_at.unix_nanoseconds().ok()?))
    })?;
    Timestamp::from_unix_nanoseconds(oldest.checked_sub(SECOND)?).ok()
}
