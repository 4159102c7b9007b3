//! The state of a task.

use crate::word::OtherWord;
use crate::word::open_words;

/// The state a task is in.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TaskStatus {
    /// The agent learns the task; a new task and one that was reset are in this state.
    Learning,
    /// The task is being tested.
    Test,
    /// The task is in use.
    Live,
    /// Any other word.
    Other(OtherWord),
}

open_words!(TaskStatus {
    Learning = "learning",
    Test = "test",
    Live = "live",
});
