//! How an end user proves who they are.

use crate::word::OtherWord;
use crate::word::open_words;

/// How an end user proves to a source who they are.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AuthMethod {
    /// By a name and a password.
    UsernamePassword,
    /// Not at all; what Deck takes when a request names no method.
    None,
    /// By a Google account. Known from old pages, where it belonged to connections, the predecessors of
    /// credentials.
    GoogleSso,
    /// Any other word.
    Other(OtherWord),
}

open_words!(AuthMethod {
    UsernamePassword = "username_password",
    None = "none",
    GoogleSso = "google_sso",
});
