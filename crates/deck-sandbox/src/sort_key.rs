//! The home of [`SortKey`]: the place of a run among all runs.

use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::Timestamp;

/// Where a run stands: its instant of creation, then its id.
///
/// Listings are continued from a key and not from a run, so a place outlives the run that was there.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct SortKey {
    /// Nanoseconds since 1970; a run without a readable `created_at` has the smallest number there is.
    pub(crate) created: i128,
    pub(crate) id: TaskRunId,
}

impl SortKey {
    /// Returns the place of `run`.
    pub(crate) fn of(run: &TaskRun) -> SortKey {
        let created = run.created_at.as_ref().map(Timestamp::unix_nanoseconds);
        SortKey {
            created: created.and_then(Result::ok).unwrap_or(i128::MIN),
            id: run.id.clone(),
        }
    }
}
