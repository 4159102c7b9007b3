//! [`SignedHeaders`]: the headers of a delivery.

use crate::ID_HEADER;
use crate::SIGNATURE_HEADER;
use crate::TIMESTAMP_HEADER;

/// The three headers of a delivery, as [`Signer::sign`](crate::Signer::sign) makes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHeaders([(&'static str, String); 3]);

impl SignedHeaders {
    pub(crate) fn new(id: String, timestamp: String, signature: String) -> Self {
        Self([
            (ID_HEADER, id),
            (TIMESTAMP_HEADER, timestamp),
            (SIGNATURE_HEADER, signature),
        ])
    }

    /// Returns the value of a header, whose name may be in any case. It is what
    /// [`Verifier::verify`](crate::Verifier::verify) asks for.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        let mut headers = self.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value.as_bytes())
    }

    /// Returns names, in lower case, and values: the id, the timestamp, the signatures.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}
