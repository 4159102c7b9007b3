//! The rules of paging that a server can break.

use deck_types::ContinuationError;
use thiserror::Error;

use crate::base_url::BaseUrl;

/// A rule of paging that the server broke, or a way on that it closed.
///
/// It is permanent: it is reported once, and the listing ends where it is. Every item received so far has
/// been delivered, and a resume token continues from there. See the table in `docs/pagination.md`.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum PaginationError {
    /// The continuation was asked for before: going on would repeat pages for ever.
    #[error(
        "the server sent a continuation that this listing has already followed; going on would repeat pages"
    )]
    RepeatedContinuation,
    /// The page holds the very items of the page before it, or announces more and ends with a run that an
    /// earlier page had: the server ignores the continuation, and going on would lead to where the listing
    /// has been.
    #[error(
        "the server sent a page that leads back to items already sent; going on would repeat them"
    )]
    RepeatedPage,
    /// The page has more items than [`with_max_page_items`](crate::ListCall::with_max_page_items) allows; it
    /// was refused while it was read.
    #[error("the server sent a page of more than {limit} items; `with_max_page_items` allows more")]
    TooManyItems {
        /// How many items a page may have.
        limit: usize,
    },
    /// One empty page after another announced more.
    #[error(
        "the server sent {count} empty pages in a row, each announcing more; \
         `with_max_empty_pages` allows more"
    )]
    EmptyPages {
        /// How many empty pages came in a row.
        count: u32,
    },
    /// The server refused a cursor that it gave (status 400, 404 or 422): it has expired, perhaps. The error
    /// has the server's reasons. A first cursor that the caller gave is no continuation; its refusal is an
    /// ordinary one.
    #[error("the server does not accept the cursor that it gave; it has expired, perhaps")]
    ContinuationRefused,
    /// The cursor or the id that the server gave is too long to be sent back: the URL would be.
    #[error(
        "what the server gave to go on with makes a URL of {length} bytes, \
         and {} is the most that can be sent",
        BaseUrl::MAX_URL_LENGTH
    )]
    ContinuationTooLong {
        /// How many bytes the URL would have.
        length: usize,
    },
    /// The server refused the run behind which the listing stands (status 400, 404 or 422), and every place
    /// to which the listing could step back: they were deleted, perhaps. The error has the server's last
    /// reasons.
    #[error(
        "the server knows neither the item to go on from nor any of {tried} places before it; \
         they were deleted, perhaps"
    )]
    AnchorsGone {
        /// How many other places were tried.
        tried: u32,
    },
    /// A sweep that is to deliver in order met an item that belongs before those that were delivered: the
    /// server does not list by creation.
    #[error(
        "the server does not list in the order of creation, so the sweep cannot deliver in it; go on from \
         the checkpoint without `in_order`"
    )]
    OutOfOrder,
    /// More items of a sweep than can be told apart do not tell when they were created.
    #[error(
        "more than {limit} items do not tell when they were created, so that a sweep cannot deliver each \
         once; list them without `sweep`"
    )]
    TooManyUndated {
        /// How many such items can be told apart.
        limit: usize,
    },
    /// The page does not tell how to go on.
    #[error(transparent)]
    Continuation(#[from] ContinuationError),
}
