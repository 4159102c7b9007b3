//! The sections of a run that are sent only to those who ask.

use crate::word::OtherWord;
use crate::word::open_words;

/// A section of a task run that `GET /task-runs/{id}` sends only when it is asked for.
///
/// Deck's pages disagree on the set, so it is open: any other word is sent as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Include {
    /// [`TaskRun::input`](crate::TaskRun::input).
    Input,
    /// [`TaskRun::storage`](crate::TaskRun::storage).
    Storage,
    /// Screenshots, in the words of the older page.
    Screenshots,
    /// [`TaskRun::artifacts`](crate::TaskRun::artifacts), in the words of the newer page.
    Artifacts,
    /// Any other word.
    Other(OtherWord),
}

open_words!(Include {
    Input = "input",
    Storage = "storage",
    Screenshots = "screenshots",
    Artifacts = "artifacts",
});
