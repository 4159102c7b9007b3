//! [`Signature`]: the signature `v1` of Standard Webhooks, an HMAC-SHA256.

use std::fmt;
use std::hint::black_box;

use base64ct::Base64;
use base64ct::Encoding;
use hmac_sha256::HMAC;

use crate::WebhookSecret;

/// What is signed of a delivery.
#[derive(Clone, Copy)]
pub(crate) struct Content<'a> {
    /// Without a full stop, so that the parts cannot be taken for others.
    pub(crate) id: &'a str,
    /// The bytes of the header, and not the number that they stand for.
    pub(crate) timestamp: &'a [u8],
    pub(crate) body: &'a [u8],
}

/// A signature that was computed, or that a delivery claims.
pub(crate) struct Signature([u8; Self::LENGTH]);

impl Signature {
    const LENGTH: usize = 32;

    /// Computes the signature of a content.
    pub(crate) fn of(content: Content<'_>, secret: &WebhookSecret) -> Self {
        let mut hmac = HMAC::new(secret.as_bytes());
        hmac.update(content.id);
        hmac.update(b".");
        hmac.update(content.timestamp);
        hmac.update(b".");
        hmac.update(content.body);
        Self(hmac.finalize())
    }

    /// Reads the part behind `v1,` of an entry.
    pub(crate) fn read(base64: &[u8]) -> Option<Self> {
        let mut bytes = [0; Self::LENGTH];
        let decoded = Base64::decode(base64, &mut bytes).ok()?;
        (decoded.len() == Self::LENGTH).then_some(Self(bytes))
    }

    /// Compares in a time that does not depend on where the two differ, so that nobody can find a signature
    /// byte by byte.
    pub(crate) fn matches(&self, other: &Self) -> bool {
        let pairs = self.0.iter().zip(&other.0);
        let difference = pairs.fold(0, |difference, (left, right)| {
            black_box(difference | (left ^ right))
        });
        difference == 0
    }
}

/// Writes the entry of the header.
impl fmt::Display for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "v1,{}", Base64::encode_string(&self.0))
    }
}
