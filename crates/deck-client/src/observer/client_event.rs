//! The events that an observer is told.

use std::time::Duration;

use deck_types::RejectedItem;

use crate::Attempt;

/// One thing that happened in a call of a client.
///
/// `operation` is method and path template, such as `GET /task-runs`; for an [untyped
/// request](crate::UntypedRequest), method and path.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ClientEvent<'a> {
    /// A request is held back by the [rate limiter](crate::RateLimiter), and is about to wait.
    ///
    /// It is told again when the wait turns out longer, since the limiter was closed after a refusal, or
    /// others who came before are slower than expected.
    #[non_exhaustive]
    RateLimitWaiting {
        /// The operation.
        operation: &'a str,
        /// How long it waits before it asks again whether it may leave, by what is known now;
        /// [`Duration::MAX`] where nothing leaves any more.
        expected: Duration,
    },
    /// A request was held back by the [rate limiter](crate::RateLimiter) and may leave now.
    #[non_exhaustive]
    RateLimitWaited {
        /// The operation.
        operation: &'a str,
        /// How long it was held back.
        waited: Duration,
    },
    /// An attempt ended, well or not. [`Attempt::retry`] tells whether another one follows. An attempt whose
    /// call was dropped ends as [`Abandoned`](crate::AttemptOutcome::Abandoned).
    #[non_exhaustive]
    AttemptEnded {
        /// The operation.
        operation: &'a str,
        /// How many attempts at the same call there were before.
        retries: u32,
        /// The attempt with its outcome.
        attempt: &'a Attempt,
    },
    /// A response came with a status of success, and its body is not what the API documents.
    #[non_exhaustive]
    BodyUnreadable {
        /// The operation.
        operation: &'a str,
    },
    /// An item of a page could not be read.
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
