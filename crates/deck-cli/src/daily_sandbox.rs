//! The sandbox that is one and the same from command to command, for a day.

use std::time::Duration;
use std::time::SystemTime;

use deck_sandbox::Sandbox;
use deck_sandbox::SandboxBuilder;

const DAY: u64 = 24 * 60 * 60;

/// Starts the settings of a sandbox whose newest run was created just before the midnight in UTC that `now`
/// comes after.
///
/// All day long a run has the same times, so that what one command shows can be asked for in the next, and
/// there are always runs of last night. At the next midnight, every time moves on by a day.
pub(crate) fn daily_sandbox(now: SystemTime) -> SandboxBuilder {
    Sandbox::builder().now(last_midnight(now))
}

/// Returns the last midnight in UTC; a time before 1970 counts as 1970.
fn last_midnight(now: SystemTime) -> SystemTime {
    let seconds = now
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds - seconds % DAY)
}

#[cfg(test)]
mod tests {
    use deck_types::TaskRun;

    use super::*;

    /// Returns the runs at a time of 2026-11-24, in seconds from its beginning.
    fn runs_at(seconds: u64) -> Vec<TaskRun> {
        let midnight = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_478_400);
        let now = midnight + Duration::from_secs(seconds) + Duration::from_nanos(1);
        daily_sandbox(now).seed(0).build().runs()
    }

    #[test]
    fn a_run_has_the_same_times_all_day() {
        assert_eq!(runs_at(0), runs_at(DAY - 1));
    }

    #[test]
    fn the_newest_runs_are_those_of_last_night() {
        let newest = runs_at(9 * 60 * 60).swap_remove(0);

        let created_at = newest.created_at.unwrap();
        assert!(
            created_at.as_str().starts_with("2026-11-23T23:5"),
            "{created_at}"
        );
    }

    #[test]
    fn at_midnight_all_times_move_on_by_a_day() {
        let (before, after) = (runs_at(DAY - 1), runs_at(DAY));

        assert_eq!(before[7].id, after[7].id);
        let created_at = |runs: &[TaskRun]| {
            let created_at = runs[7].created_at.clone();
            created_at.unwrap().as_str().to_owned()
        };
        assert_eq!(
            created_at(&before).replace("-23T", "-24T"),
            created_at(&after)
        );
    }
}
