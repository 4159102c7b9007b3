//! The state diagram of a run, as a table.

use deck_types::CancellingSpelling;
use deck_types::TaskRunStatus;
use deck_types::TaskRunStatus::Canceled;
use deck_types::TaskRunStatus::Completed;
use deck_types::TaskRunStatus::Failed;
use deck_types::TaskRunStatus::InteractionRequired;
use deck_types::TaskRunStatus::Pending;
use deck_types::TaskRunStatus::Queued;
use deck_types::TaskRunStatus::ReviewRequired;
use deck_types::TaskRunStatus::Running;

/// Why a run changes its status.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Cause {
    /// A session was found for it.
    Start,
    /// The source asks the end user something.
    Ask,
    /// The end user answered.
    Answer,
    /// The end user did not answer in time.
    InteractionTimeout,
    Complete,
    Fail,
    /// The work is done and waits for a review.
    Review,
    Approve,
    /// Somebody asks to cancel it.
    Cancel,
    /// The agent has stopped, as it was asked to.
    Stop,
    /// It has been at work for as long as its task allows.
    TaskTimeout,
    /// Its session is ended.
    SessionEnd,
}

const CANCELLING: TaskRunStatus = TaskRunStatus::Cancelling(CancellingSpelling::Cancelling);

/// Every change of status that there is: from, why, to.
///
/// The documentation names most of them. That a timeout strikes a run that waits for the end user, and that
/// the end of a session cancels such a run and one that is queued in it, is the choice of the sandbox.
pub(crate) static TRANSITIONS: [(TaskRunStatus, Cause, TaskRunStatus); 21] = [
    (Queued, Cause::Start, Running),
    (Queued, Cause::Cancel, Canceled),
    (Queued, Cause::SessionEnd, Canceled),
    (Running, Cause::Ask, InteractionRequired),
    (Running, Cause::Complete, Completed),
    (Running, Cause::Fail, Failed),
    (Running, Cause::Review, ReviewRequired),
    (Running, Cause::TaskTimeout, Failed),
    (Running, Cause::Cancel, CANCELLING),
    (Running, Cause::SessionEnd, Canceled),
    (InteractionRequired, Cause::Answer, Running),
    (InteractionRequired, Cause::InteractionTimeout, Failed),
    (InteractionRequired, Cause::TaskTimeout, Failed),
    (InteractionRequired, Cause::Cancel, CANCELLING),
    (InteractionRequired, Cause::SessionEnd, Canceled),
    (ReviewRequired, Cause::Approve, Completed),
    (ReviewRequired, Cause::Cancel, CANCELLING),
    (Pending, Cause::Approve, Completed),
    (Pending, Cause::Cancel, CANCELLING),
    (CANCELLING, Cause::Stop, Canceled),
    (CANCELLING, Cause::SessionEnd, Canceled),
];

impl Cause {
    /// Returns the status that a run with `status` gets; nothing where the status stays.
    ///
    /// A word that is not known, which only a test can have set, counts as running.
    pub(crate) fn leads_from(self, status: &TaskRunStatus) -> Option<&'static TaskRunStatus> {
        let status = if status.is_known() { status } else { &Running };
        TRANSITIONS
            .iter()
            .find(|(from, cause, _)| *cause == self && from.same_status(status))
            .map(|(_, _, to)| to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_and_a_cause_lead_to_one_status() {
        for (from, cause, to) in &TRANSITIONS {
            assert_eq!(cause.leads_from(from), Some(to));
        }
    }

    #[test]
    fn nothing_leads_from_the_end_of_a_run() {
        let from = TRANSITIONS.iter().map(|(from, _, _)| from);

        assert!(
            from.into_iter()
                .all(|from| from.is_terminal() == Some(false))
        );
    }

    #[test]
    fn every_status_leads_to_the_end_of_a_run() {
        let mut ending = vec![Completed, Failed, Canceled];
        for _ in &TRANSITIONS {
            for (from, _, to) in &TRANSITIONS {
                if ending.contains(to) && !ending.contains(from) {
                    ending.push(from.clone());
                }
            }
        }

        assert_eq!(ending.len(), 9);
    }
}
