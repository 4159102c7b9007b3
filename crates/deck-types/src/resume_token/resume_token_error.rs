//! Why a text is no resume token.

/// Why a text is no resume token, or why parameters cannot be put into one. Tells nothing of the inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ResumeTokenError {
    /// The text does not begin like a token.
    #[error("the text is not a resume token, which begins with `deck1_`")]
    Malformed,
    /// The text begins like a token, and the rest was changed or cut off.
    #[error("the resume token is damaged; take it whole and unchanged from where it was written")]
    Damaged,
    /// The token was made by a later version of this crate.
    #[error(
        "the resume token is of a later version; update this program, or begin the listing anew"
    )]
    FutureVersion,
    /// The text is, or would be, longer than [`ResumeToken::MAX_LENGTH`](crate::ResumeToken::MAX_LENGTH).
    #[error(
        "the resume token has, or would have, more than {} bytes: the filters or the position are too long",
        crate::ResumeToken::MAX_LENGTH
    )]
    TooLong,
    /// The position has no text, so that nothing can be continued from it.
    #[error("the resume token has an empty cursor or id in the place of a position")]
    InvalidParameters,
    /// The token was made by a listing of something else.
    #[error("the resume token was made by another listing; resume it with the one that made it")]
    OtherListing,
    /// The listing has filters that differ from those that are frozen in the token.
    #[error(
        "the listing has filters that differ from the resume token's; set none, the token has them"
    )]
    OtherFilters,
}
