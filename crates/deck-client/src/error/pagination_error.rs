//! The home of [`PaginationError`]: the rules of paging that a server can break.

use deck_types::FollowingError;
use thiserror::Error;

/// A rule of paging that the server broke.
///
/// The listing stays where it is: every run received so far has been delivered, and the next call
/// asks for the same page again. See the table in `docs/pagination.md`.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum PaginationError {
    /// The continuation was asked for before: going on would repeat pages for ever.
    #[error("the server sent a continuation that this listing has already followed")]
    RepeatedContinuation,
    /// The page holds the very items of the page before it: the server ignores the continuation.
    #[error("the server sent the same items again as on the page before")]
    RepeatedPage,
    /// One empty page after another announced more.
    #[error("the server sent {count} empty pages in a row, each announcing more")]
    EmptyPages {
        /// How many empty pages came in a row.
        count: u32,
    },
    /// The page does not tell how to go on.
    #[error(transparent)]
    Continuation(#[from] FollowingError),
}
