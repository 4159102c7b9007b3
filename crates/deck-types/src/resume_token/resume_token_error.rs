//! Why a text is no resume token.

/// Why a text is no resume token, or why parameters cannot be put into one. Tells nothing of the inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ResumeTokenError {
    /// The text does not begin like a token.
    #[error("the text is not a resume token")]
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
        "the resume token is longer than {} bytes",
        crate::ResumeToken::MAX_LENGTH
    )]
    TooLong,
    /// The parameters contradict each other, so they cannot be continued.
    #[error("the parameters of the resume token contradict each other")]
    InvalidParameters,
}
