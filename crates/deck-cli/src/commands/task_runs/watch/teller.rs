//! Who is told of changes.

use std::io;

use deck_client::Error;
use deck_types::TaskRun;
use deck_types::WithRaw;

use super::change::Change;
use super::change::Mark;

/// Takes what is told.
pub(super) trait Teller {
    /// Tells a change; of a run that is gone there is no run.
    fn change(&mut self, change: &Change, run: Option<&WithRaw<TaskRun>>) -> io::Result<()>;

    /// Tells something about watching itself; the error is the one of an outage.
    fn mark(&mut self, mark: &Mark, error: Option<&Error>);

    /// Tells of an item that could not be read, or of a request that was refused and is not needed.
    fn warn(&mut self, error: &dyn std::error::Error);

    /// Hands on what was told.
    fn flush(&mut self) -> io::Result<()>;
}
