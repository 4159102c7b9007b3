//! Bytes that stay below a ceiling.

use std::error::Error;
use std::fmt;

/// The most that is reserved ahead on the word of the other side.
const MAX_RESERVED: usize = 1024 * 1024;

/// Bytes that stay below a ceiling.
pub(super) struct Bounded {
    bytes: Vec<u8>,
    ceiling: usize,
}

impl Bounded {
    /// Makes room for the `expected` number of bytes, as far as that is prudent.
    pub(super) fn new(ceiling: usize, expected: u64) -> Self {
        let expected = usize::try_from(expected).unwrap_or(usize::MAX);
        Self {
            bytes: Vec::with_capacity(expected.min(ceiling).min(MAX_RESERVED)),
            ceiling,
        }
    }

    /// Adds all of `piece` or nothing.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), TooLarge> {
        if piece.len() > self.ceiling - self.bytes.len() {
            return Err(TooLarge {
                ceiling: self.ceiling,
            });
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// More bytes came than the ceiling allows.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooLarge {
    pub(super) ceiling: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "more than {} bytes", self.ceiling)
    }
}

impl Error for TooLarge {}
