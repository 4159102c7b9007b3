//! The bytes inside a token. Their layout is told by the parent module.

use super::crc32;
use super::delivered::Delivered;
use super::fingerprint::Fingerprint;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Payload {
    pub(super) query: String,
    pub(super) delivered: Delivered,
    pub(super) remaining: Option<u64>,
}

impl Payload {
    /// Writes the payload and its check value.
    pub(super) fn to_checked_bytes(&self, prefix: &str) -> Vec<u8> {
        let mut bytes = vec![0; LENGTH_BYTES];
        bytes.push(u8::from(self.remaining.is_some()));
        if let Some(remaining) = self.remaining {
            bytes.extend(remaining.to_be_bytes());
        }
        bytes.extend(length_of(self.query.len()));
        bytes.extend(self.query.as_bytes());
        bytes.extend(count_of(self.delivered.len()));
        for item in self.delivered.iter() {
            bytes.extend(item.to_bytes());
        }
        let length = length_of(bytes.len());
        bytes[..LENGTH_BYTES].copy_from_slice(&length);
        let checksum = crc32::checksum(&[prefix.as_bytes(), &bytes]);
        bytes.extend(checksum.to_be_bytes());
        bytes
    }

    /// Returns nothing for bytes that [`to_checked_bytes`](Self::to_checked_bytes) does not write.
    pub(super) fn from_checked_bytes(prefix: &str, bytes: &[u8]) -> Option<Self> {
        let (bytes, checksum) = bytes.split_last_chunk()?;
        if u32::from_be_bytes(*checksum) != crc32::checksum(&[prefix.as_bytes(), bytes]) {
            return None;
        }
        let mut reader = Reader(bytes);
        let length = reader.length()?;
        if length != bytes.len() {
            return None;
        }
        let payload = Self {
            remaining: reader.remaining()?,
            query: reader.query()?,
            delivered: reader.delivered()?,
        };
        reader.0.is_empty().then_some(payload)
    }
}

/// What is still to be read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn remaining(&mut self) -> Option<Option<u64>> {
        match self.array()? {
            [0] => Some(None),
            [1] => Some(Some(u64::from_be_bytes(self.array()?))),
            _ => None,
        }
    }

    fn query(&mut self) -> Option<String> {
        let length = self.length()?;
        let (query, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(query.to_vec()).ok()
    }

    fn delivered(&mut self) -> Option<Delivered> {
        let count = u16::from_be_bytes(self.array()?);
        if usize::from(count) > Delivered::CAPACITY {
            return None;
        }
        let mut delivered = Delivered::new();
        for _ in 0..count {
            delivered.record(Fingerprint::from_bytes(self.array()?));
        }
        (delivered.len() == usize::from(count)).then_some(delivered)
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(u32::from_be_bytes(self.array()?)).ok()
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }
}

const LENGTH_BYTES: usize = 4;

/// A length beyond 32 bits is written as the greatest there is: such a token is refused for its length anyway.
fn length_of(length: usize) -> [u8; LENGTH_BYTES] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}

/// Always exact: there are at most [`Delivered::CAPACITY`] items.
fn count_of(count: usize) -> [u8; 2] {
    u16::try_from(count).unwrap_or(u16::MAX).to_be_bytes()
}
