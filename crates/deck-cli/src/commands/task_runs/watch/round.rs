//! A round, and what it asks for.

use deck_types::TaskRunId;

/// What is looked at next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Ask {
    /// All runs that were created since this instant.
    New {
        /// In nanoseconds since 1970.
        since: i128,
    },
    /// The runs that go on, created since this instant if there is one.
    GoingOn {
        /// In nanoseconds since 1970.
        since: Option<i128>,
    },
    /// One run.
    Run(TaskRunId),
}

/// One look at everything.
#[derive(Debug)]
pub(super) struct Round {
    /// From 1.
    pub(super) number: u64,
    /// In nanoseconds since 1970.
    pub(super) began: i128,
    pub(super) step: Step,
    /// Whether something was asked for more than once, so that some of it was seen before an outage.
    pub(super) has_failed: bool,
}

/// Where a round stands.
#[derive(Debug)]
pub(super) enum Step {
    New,
    GoingOn {
        since: Option<i128>,
    },
    /// The runs that are still to be looked at, the last of them next.
    Runs(Vec<TaskRunId>),
    Over,
}

impl Round {
    /// Begins a round.
    pub(super) fn new(number: u64, began: i128) -> Self {
        Self {
            number,
            began,
            step: Step::New,
            has_failed: false,
        }
    }
}
