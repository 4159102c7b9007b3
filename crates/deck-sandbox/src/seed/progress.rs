//! The progress of a seeded run: its status, outcome and duration.

use deck_types::Outcome;
use deck_types::TaskRunStatus;

use crate::seed::random::Random;

/// The newest runs are still on their way; all others have ended, apart from a few that wait for a person.
const ON_THEIR_WAY: [fn() -> TaskRunStatus; 8] = [
    || TaskRunStatus::Queued,
    || TaskRunStatus::Running,
    || TaskRunStatus::Queued,
    || TaskRunStatus::InteractionRequired,
    || TaskRunStatus::Running,
    TaskRunStatus::cancelling,
    || TaskRunStatus::ReviewRequired,
    || TaskRunStatus::Running,
];

/// The default task timeout of the documentation, half an hour.
pub(crate) const TASK_TIMEOUT_MS: u64 = 30 * 60 * 1_000;

/// The progress of a run.
#[derive(Debug)]
pub(crate) struct Progress {
    pub(crate) status: TaskRunStatus,
    pub(crate) outcome: Option<Outcome>,
    /// Milliseconds of work, once there was any and it is over.
    pub(crate) runtime_ms: Option<u64>,
    /// Milliseconds from creation to the last change.
    pub(crate) changed_after_ms: u64,
}

impl Progress {
    /// Draws the progress of the run that has `index` newer ones before it and is `age_ms` milliseconds old.
    pub(crate) fn draw(random: &mut Random, index: u32, age_ms: u64) -> Progress {
        let status = status(random, index);
        let waiting_ms = random.between(300, 9_000).min(age_ms / 10);
        match status {
            TaskRunStatus::Queued => Progress::without_end(status, 0),
            TaskRunStatus::Completed | TaskRunStatus::Failed | TaskRunStatus::Canceled => {
                Progress::ended(random, status, waiting_ms, age_ms)
            }
            _ => Progress::without_end(status, waiting_ms),
        }
    }

    fn without_end(status: TaskRunStatus, changed_after_ms: u64) -> Progress {
        Progress {
            status,
            outcome: None,
            runtime_ms: None,
            changed_after_ms,
        }
    }

    fn ended(random: &mut Random, status: TaskRunStatus, waiting_ms: u64, age_ms: u64) -> Progress {
        let runtime_ms = runtime_ms(random).min(age_ms * 8 / 10);
        Progress {
            outcome: Some(outcome(random, &status)),
            status,
            runtime_ms: Some(runtime_ms),
            changed_after_ms: waiting_ms + runtime_ms,
        }
    }

    /// Returns the progress of a run that was stopped by its timeout, unless the run is younger than that.
    pub(crate) fn timed_out(self, age_ms: u64) -> Progress {
        if age_ms <= TASK_TIMEOUT_MS + self.changed_after_ms {
            return self;
        }
        let waiting_ms = self.changed_after_ms - self.runtime_ms.unwrap_or(0);
        Progress {
            runtime_ms: Some(TASK_TIMEOUT_MS),
            changed_after_ms: waiting_ms + TASK_TIMEOUT_MS,
            ..self
        }
    }
}

fn status(random: &mut Random, index: u32) -> TaskRunStatus {
    if let Some(status) = ON_THEIR_WAY.get(index as usize) {
        return status();
    }
    match random.between(1, 100) {
        1..=76 => TaskRunStatus::Completed,
        77..=89 => TaskRunStatus::Failed,
        90..=96 => TaskRunStatus::Canceled,
        _ => TaskRunStatus::ReviewRequired,
    }
}

/// Draws a result that goes with `status`. Which ones do is not documented; a failed run that was a success
/// would be odd, though.
fn outcome(random: &mut Random, status: &TaskRunStatus) -> Outcome {
    match (status, random.between(1, 100)) {
        (TaskRunStatus::Failed, _) | (TaskRunStatus::Completed, 1..=5) => Outcome::Failure,
        (TaskRunStatus::Canceled, _) | (TaskRunStatus::Completed, 6..=13) => Outcome::Unknown,
        _ => Outcome::Success,
    }
}

/// Draws a running time: a minute for most runs, twenty for a few.
fn runtime_ms(random: &mut Random) -> u64 {
    match random.between(1, 10) {
        1..=6 => random.between(9_000, 75_000),
        7..=9 => random.between(75_000, 400_000),
        _ => random.between(400_000, 1_500_000),
    }
}
