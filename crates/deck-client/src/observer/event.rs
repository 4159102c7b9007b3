//! The home of [`Event`]: what an observer is told.

use std::time::Duration;

use deck_types::RejectedItem;

use crate::Attempt;

/// Something that a client did or met.
///
/// `operation` is method and path template, such as `GET /task-runs`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A request was held back by the [rate limiter](crate::RateLimiter) and may leave now.
    #[non_exhaustive]
    RateLimitWaited {
        /// The operation.
        operation: &'a str,
        /// How long it was held back.
        waited: Duration,
    },
    /// An attempt ended, well or not. [`Attempt::retry`] tells whether another one follows.
    #[non_exhaustive]
    AttemptEnded {
        /// The operation.
        operation: &'a str,
        /// How many attempts at the same call there were before.
        retries: u32,
        /// What came of it.
        attempt: &'a Attempt,
    },
    /// An answer came with a status of success, and is not what the API documents.
    #[non_exhaustive]
    AnswerUndecodable {
        /// The operation.
        operation: &'a str,
    },
    /// An item of a page could not be decoded.
    #[non_exhaustive]
    ItemRejected {
        /// The operation.
        operation: &'a str,
        /// The item, with its place on the page, its exact text and the reason.
        item: &'a RejectedItem,
    },
    /// A word stood in an open set of words that this version does not know: the API has grown.
    #[non_exhaustive]
    UnknownWord {
        /// The field in which it stood, such as `status`.
        field: &'a str,
        /// The word.
        word: &'a str,
    },
}
