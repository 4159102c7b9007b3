//! [`VerifyError`]: why a request is no delivery.

use std::time::Duration;

/// The reason why a request was refused as a delivery. Shows nothing of what the request holds.
///
/// # Examples
///
/// ```
/// use std::time::SystemTime;
///
/// use deck_webhooks::Verifier;
///
/// let verifier = Verifier::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse()?);
/// let error = verifier.verify(|_| None, b"{}", SystemTime::UNIX_EPOCH).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the request has no header webhook-id; it is no delivery, or a proxy does not pass its headers on",
/// );
/// # Ok::<(), deck_webhooks::WebhookSecretError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// A header is not there.
    #[error(
        "the request has no header {name}; it is no delivery, or a proxy does not pass its headers on"
    )]
    MissingHeader {
        /// The name of the header, in lower case.
        name: &'static str,
    },
    /// The id is empty, or holds a full stop or anything but visible ASCII characters. A full stop would
    /// let one signature stand for two different deliveries.
    #[error("the header webhook-id is empty, or holds a full stop or an invisible character")]
    InvalidId,
    /// The timestamp is anything but digits, or beyond what the system can represent.
    #[error("the header webhook-timestamp is not a number of seconds since 1970 in digits")]
    InvalidTimestamp,
    /// There are more than [`Verifier::MAX_SIGNATURES`](crate::Verifier::MAX_SIGNATURES) entries.
    #[error(
        "the header webhook-signature has more than {} entries; a sender that rotates its secret sends two",
        crate::Verifier::MAX_SIGNATURES
    )]
    TooManySignatures,
    /// There is no entry of kind `v1`.
    #[error(
        "the header webhook-signature has no entry of kind v1 (HMAC-SHA256), and no other kind is supported"
    )]
    NoSupportedSignature,
    /// No entry is the signature of this id, timestamp and body by one of the secrets.
    #[error(
        "no signature matches; verify the body as it was received, since JSON that was parsed and written \
         anew is not what was signed, and with the secret of this destination"
    )]
    SignatureMismatch,
    /// The signature is right and was made too long ago.
    #[error(
        "the delivery was signed {age:?} ago, and {tolerance:?} are tolerated; it was held up or is sent \
         again by somebody else, or the clock of this machine is fast"
    )]
    TooOld {
        /// The time since it was signed.
        age: Duration,
        /// The most that is accepted.
        tolerance: Duration,
    },
    /// The signature is right and its time is yet to come.
    #[error(
        "the delivery was signed {ahead:?} ahead of now, and {tolerance:?} are tolerated; set the clock of \
         this machine"
    )]
    TooNew {
        /// The time until it is signed.
        ahead: Duration,
        /// The most that is accepted.
        tolerance: Duration,
    },
}
