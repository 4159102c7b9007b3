//! Why a text is no checkpoint of a sweep.

/// Why a text is no checkpoint of a sweep, or why a sweep cannot be put into one. Tells nothing of the
/// inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SweepCheckpointError {
    /// The text does not begin like a checkpoint.
    #[error(
        "the text is not a checkpoint of a sweep; take one whole, from its first letters decksweep1_ on"
    )]
    Malformed,
    /// The text begins like a checkpoint, and the rest was changed or cut off.
    #[error("the checkpoint is damaged; take it whole and unchanged from where it was written")]
    Damaged,
    /// The checkpoint was made by a later version of this crate.
    #[error("the checkpoint is of a later version; update this program, or begin the sweep anew")]
    FutureVersion,
    /// The text is, or would be, longer than
    /// [`SweepCheckpoint::MAX_LENGTH`](crate::SweepCheckpoint::MAX_LENGTH).
    #[error(
        "the checkpoint is longer than {} bytes; take it unchanged from where it was written, or sweep with \
         fewer requests in flight",
        crate::SweepCheckpoint::MAX_LENGTH
    )]
    TooLong,
    /// The checkpoint was made by a sweep of something else.
    #[error(
        "the checkpoint was made by a sweep of another listing; resume it with the one that made it"
    )]
    OtherListing,
    /// The listing has filters that differ from those that are frozen in the checkpoint.
    #[error(
        "the listing has filters that differ from the checkpoint's; set none, the checkpoint has them"
    )]
    OtherFilters,
    /// The range differs from the one that is frozen in the checkpoint.
    #[error(
        "the range differs from the checkpoint's; resume with the same range, or with `..`, the checkpoint \
         has it"
    )]
    OtherRange,
}
