//! The key by which the API recognizes a write that is sent again.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A key that makes a write safe to send again: the API carries out requests with the same key once.
///
/// The client sends a fresh key with each POST, PATCH and DELETE, the same in every attempt at the call. Give
/// a key of your own where the same write may be made by another process, such as after a crash; Deck
/// documents that it remembers keys for 24 hours. A key is 1 to 256 visible ASCII characters; it is no
/// secret.
///
/// # Examples
///
/// ```
/// use deck_client::IdempotencyKey;
///
/// let key: IdempotencyKey = "bill-acct7-2026-10".parse()?;
/// assert_eq!(key.as_str(), "bill-acct7-2026-10");
/// assert!("two words".parse::<IdempotencyKey>().is_err());
/// # Ok::<(), deck_client::IdempotencyKeyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The most characters of a key.
    pub const MAX_LENGTH: usize = 256;

    /// Creates a key from its text.
    ///
    /// # Errors
    ///
    /// Fails only when the text is empty, longer than [`MAX_LENGTH`](Self::MAX_LENGTH), or holds anything but
    /// visible ASCII characters.
    pub fn new(text: impl Into<String>) -> Result<Self, IdempotencyKeyError> {
        let text = text.into();
        if text.is_empty() {
            return Err(IdempotencyKeyError::Empty);
        }
        if let Some(position) = text.bytes().position(|byte| !byte.is_ascii_graphic()) {
            return Err(IdempotencyKeyError::InvalidCharacter { position });
        }
        if text.len() > Self::MAX_LENGTH {
            return Err(IdempotencyKeyError::TooLong { length: text.len() });
        }
        Ok(Self(text))
    }

    /// Creates a key from random bits, in the form of a UUID of version 4.
    ///
    /// The bits must come from a source that does not repeat itself, in this process or another: a write
    /// whose key was used before is not carried out.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_client::IdempotencyKey;
    ///
    /// let key = IdempotencyKey::from_random_bits([0xAB; 16]);
    /// assert_eq!(key.as_str(), "abababab-abab-4bab-abab-abababababab");
    /// ```
    #[must_use]
    pub fn from_random_bits(mut bits: [u8; 16]) -> Self {
        // Version 4 and the variant of RFC 9562.
        bits[6] = bits[6] & 0x0F | 0x40;
        bits[8] = bits[8] & 0x3F | 0x80;
        let digits = format!("{:032x}", u128::from_be_bytes(bits));
        let groups = [0..8, 8..12, 12..16, 16..20, 20..32].map(|group| &digits[group]);
        Self(groups.join("-"))
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl FromStr for IdempotencyKey {
    type Err = IdempotencyKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

/// The reason why a text is no [`IdempotencyKey`].
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdempotencyKeyError {
    /// The text is empty.
    #[error("the idempotency key is empty")]
    Empty,
    /// The text is too long.
    #[error(
        "the idempotency key has {length} characters, {} are allowed",
        IdempotencyKey::MAX_LENGTH
    )]
    TooLong {
        /// How many characters it has.
        length: usize,
    },
    /// The text holds a space, a control character, or a character outside of ASCII.
    #[error("the idempotency key holds a character at byte {position} that is not visible ASCII")]
    InvalidCharacter {
        /// The byte position of the first such character, counted from 0.
        position: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_256_visible_ascii_characters_are_a_key() {
        for text in ["a".to_owned(), "~".repeat(256), "!\"%:/=".to_owned()] {
            assert_eq!(IdempotencyKey::new(text.clone()).unwrap().as_str(), text);
        }
    }

    #[test]
    fn a_text_that_is_no_key_is_refused_with_the_reason() {
        let refused = |text: &str| text.parse::<IdempotencyKey>().unwrap_err();
        assert_eq!(refused(""), IdempotencyKeyError::Empty);
        let too_long = IdempotencyKeyError::TooLong { length: 257 };
        assert_eq!(refused(&"a".repeat(257)), too_long);
        for (text, position) in [("a b", 1), ("a\n", 1), ("é", 0), ("ab\u{7f}", 2)] {
            let expected = IdempotencyKeyError::InvalidCharacter { position };
            assert_eq!(refused(text), expected, "{text:?}");
        }
    }

    #[test]
    fn random_bits_become_a_uuid_of_version_4() {
        let key = |byte| IdempotencyKey::from_random_bits([byte; 16]).to_string();
        assert_eq!(key(0x00), "00000000-0000-4000-8000-000000000000");
        assert_eq!(key(0xFF), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
