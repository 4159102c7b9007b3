//! [`SignError`]: why a delivery cannot be signed.

/// The reason why [`Signer::sign`](crate::Signer::sign) refused to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The id is empty, or holds a full stop or anything but visible ASCII characters.
    #[error("the id of a delivery is empty, or holds a full stop or an invisible character")]
    InvalidId,
    /// The time is before 1970 and has no timestamp.
    #[error("the time of a delivery is before 1970")]
    Before1970,
}
