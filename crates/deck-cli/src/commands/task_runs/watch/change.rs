//! What is told about a run: that it is new, that its status is another one, or that it is gone.

use deck_types::TaskRunId;
use deck_types::TaskRunStatus;

/// A change of a run between two looks at it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Change {
    pub(super) id: TaskRunId,
    /// The status at the look before; none of a run that is new, or that had none.
    pub(super) from: Option<TaskRunStatus>,
    /// The status now; none of a run that is gone, or that has none.
    pub(super) to: Option<TaskRunStatus>,
}

/// What is told about watching itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Mark {
    /// From this time on, in nanoseconds since 1970, changes may be missed.
    GapBegins {
        /// When everything was seen for the last time.
        from: i128,
    },
    /// Everything has been seen again. Of several changes of a run in between, the last is known.
    GapEnds {
        /// When everything was seen for the last time before the gap.
        from: i128,
        /// When everything was seen again.
        until: i128,
    },
    /// More runs go on than are followed.
    TooManyGoOn {
        /// How many are followed.
        followed: usize,
    },
    /// More runs were created of late than can be told apart, and the others are not told.
    TooManyNew {
        /// How many are told apart.
        known: usize,
    },
}
