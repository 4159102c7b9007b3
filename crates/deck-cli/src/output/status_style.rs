//! The colour of a status.

use anstyle::AnsiColor;
use anstyle::Style;

use deck_types::TaskRunStatus;

/// Returns the style of a status: green and red for how it ended, yellow for what waits for a
/// person.
pub(crate) fn status_style(status: &TaskRunStatus) -> Style {
    match status {
        TaskRunStatus::Completed => AnsiColor::Green.on_default(),
        TaskRunStatus::Failed => AnsiColor::Red.on_default(),
        TaskRunStatus::Queued | TaskRunStatus::Running => AnsiColor::Cyan.on_default(),
        TaskRunStatus::InteractionRequired
        | TaskRunStatus::ReviewRequired
        | TaskRunStatus::Pending => AnsiColor::Yellow.on_default(),
        TaskRunStatus::Canceled | TaskRunStatus::Cancelling(_) => Style::new().dimmed(),
        _ => Style::new(),
    }
}
