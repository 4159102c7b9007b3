//! The state of an event destination.

use crate::word::OtherWord;
use crate::word::open_words;

/// The state that an event destination is in.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventDestinationStatus {
    /// The destination has not been verified yet.
    PendingVerification,
    /// Events are delivered.
    Active,
    /// No events are delivered: somebody said so, or a delivery failed with all its retries.
    Inactive,
    /// Any other word.
    Other(OtherWord),
}

open_words!(EventDestinationStatus {
    PendingVerification = "pending_verification",
    Active = "active",
    Inactive = "inactive",
});
