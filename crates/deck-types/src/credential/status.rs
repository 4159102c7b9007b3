//! The state of a credential.

use crate::word::OtherWord;
use crate::word::open_words;

/// The state that a credential is in.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CredentialStatus {
    /// It is not known yet whether the source accepts the credential.
    Unverified,
    /// The source accepted the credential.
    Verified,
    /// The source refused the credential.
    Invalid,
    /// The credential was deleted; it and its runs can still be read.
    Deleted,
    /// Any other word.
    Other(OtherWord),
}

open_words!(CredentialStatus {
    Unverified = "unverified",
    Verified = "verified",
    Invalid = "invalid",
    Deleted = "deleted",
});
