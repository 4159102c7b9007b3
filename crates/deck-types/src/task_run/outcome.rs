//! What a finished task run achieved.

use crate::word::OtherWord;
use crate::word::open_words;

/// What a task run achieved: the field `result` of a run and the filter `outcome` of the listing.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The task was done.
    Success,
    /// The task was not done.
    Failure,
    /// Deck documents the word `unknown`: it could not be told whether the task was done.
    Unknown,
    /// Any other word.
    Other(OtherWord),
}

open_words!(Outcome {
    Success = "success",
    Failure = "failure",
    Unknown = "unknown",
});
