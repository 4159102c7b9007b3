//! How the delivery of an event went.

use crate::word::OtherWord;
use crate::word::open_words;

/// How the delivery of an event went.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DeliveryStatus {
    /// The destination took the event.
    Success,
    /// The destination did not take the event.
    Failure,
    /// The event was not sent. Known from old pages.
    Skipped,
    /// Any other word.
    Other(OtherWord),
}

open_words!(DeliveryStatus {
    Success = "success",
    Failure = "failure",
    Skipped = "skipped",
});
