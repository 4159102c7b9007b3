//! The state of a session.

use crate::word::OtherWord;
use crate::word::open_words;

/// The state that a session is in.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SessionStatus {
    /// The session has not begun.
    Queued,
    /// A run takes place in the session.
    Running,
    /// No run takes place in the session. It closes after 10 minutes without one.
    Idle,
    /// The session is coming to its end. The reference page leaves this word out, the concept page has it.
    Completing,
    /// The session has ended well.
    Completed,
    /// The session has failed.
    Failed,
    /// Any other word.
    Other(OtherWord),
}

open_words!(SessionStatus {
    Queued = "queued",
    Running = "running",
    Idle = "idle",
    Completing = "completing",
    Completed = "completed",
    Failed = "failed",
});
