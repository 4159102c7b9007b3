//! The groups of problems.

use crate::word::OtherWord;
use crate::word::open_words;

/// The group that a [`Problem`](crate::Problem) belongs to.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProblemType {
    /// Deck's platform failed.
    Api,
    /// An idempotency key was used wrongly.
    Idempotency,
    /// A session could not be established.
    Session,
    /// A connection could not be established; the word of Deck's early documentation for
    /// [`Session`](Self::Session).
    Connection,
    /// Too many requests, or too many sessions at once.
    RateLimit,
    /// The external source failed.
    Source,
    /// The request was refused: invalid input, a missing field, an unknown id, a bad API key.
    Request,
    /// The end user's credential failed at the source; not about the API key.
    Auth,
    /// A question to the end user failed or was not answered in time.
    Interaction,
    /// The run failed.
    Task,
    /// Keeping or reading a file failed.
    Storage,
    /// The organization's plan does not allow it; asking again is useless.
    Organization,
    /// Any other word.
    Other(OtherWord),
}

open_words!(ProblemType {
    Api = "api",
    Idempotency = "idempotency",
    Session = "session",
    Connection = "connection",
    RateLimit = "rate_limit",
    Source = "source",
    Request = "request",
    Auth = "auth",
    Interaction = "interaction",
    Task = "task",
    Storage = "storage",
    Organization = "organization",
});
