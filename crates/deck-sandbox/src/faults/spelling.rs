//! The two spellings of the status *cancelling*.

use deck_types::TaskRunStatus;

/// The spelling of the status *cancelling*, in which copies of the documentation differ.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Spelling {
    /// `cancelling`, as the reference page of `GET /task-runs` has it.
    Cancelling,
    /// `canceling`, as later copies have it.
    Canceling,
}

impl Spelling {
    pub(crate) const ALL: [Spelling; 2] = [Spelling::Cancelling, Spelling::Canceling];

    /// Returns the status in this spelling.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Spelling::Cancelling => "cancelling",
            Spelling::Canceling => "canceling",
        }
    }

    /// Returns the status in this spelling.
    pub(crate) fn status(self) -> TaskRunStatus {
        TaskRunStatus::from(self.word())
    }
}
