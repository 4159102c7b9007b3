//! The bytes inside a token. Their layout is told by the parent module.

use super::crc32;
use super::delivered::Delivered;
use super::fingerprint::Fingerprint;
use super::way_back::WayBack;
use crate::id::TaskRunId;
use crate::list_task_runs::ListTaskRuns;
use crate::page_position::PagePosition;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Payload {
    pub(super) query: String,
    pub(super) delivered: Delivered,
    pub(super) remaining: Option<u64>,
    pub(super) way_back: WayBack,
}

impl Payload {
    /// Writes the payload and its check value.
    pub(super) fn to_checked_bytes(&self, prefix: &str) -> Vec<u8> {
        let mut bytes = vec![0; LENGTH_BYTES];
        bytes.push(self.flags());
        if let Some(remaining) = self.remaining {
            bytes.extend(remaining.to_be_bytes());
        }
        put_text(&mut bytes, &self.query);
        bytes.extend(count_of(self.delivered.len()));
        for item in self.delivered.iter() {
            bytes.extend(item.to_bytes());
        }
        self.put_way_back(&mut bytes);
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
        let [flags] = reader.array()?;
        if flags & !(HAS_REMAINING | HAS_ANCHORS | HAS_ORIGIN) != 0 {
            return None;
        }
        let payload = Self {
            remaining: reader.remaining(flags)?,
            query: reader.text()?,
            delivered: reader.delivered()?,
            way_back: WayBack {
                anchors: reader.anchors(flags)?,
                origin: reader.origin(flags)?,
            },
        };
        reader.0.is_empty().then_some(payload)
    }

    fn flags(&self) -> u8 {
        let flag = |is_set, flag| if is_set { flag } else { 0 };
        flag(self.remaining.is_some(), HAS_REMAINING)
            | flag(!self.way_back.anchors.is_empty(), HAS_ANCHORS)
            | flag(self.way_back.origin.is_some(), HAS_ORIGIN)
    }

    fn put_way_back(&self, bytes: &mut Vec<u8>) {
        let WayBack { anchors, origin } = &self.way_back;
        if !anchors.is_empty() {
            bytes.extend(u8::try_from(anchors.len()).unwrap_or(u8::MAX).to_be_bytes());
        }
        for id in anchors {
            put_text(bytes, id.as_str());
        }
        if let Some(origin) = origin {
            put_text(bytes, &query_of(origin.clone()));
        }
    }
}

const HAS_REMAINING: u8 = 1;
const HAS_ANCHORS: u8 = 2;
const HAS_ORIGIN: u8 = 4;

/// What is still to be read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn remaining(&mut self, flags: u8) -> Option<Option<u64>> {
        if flags & HAS_REMAINING == 0 {
            return Some(None);
        }
        Some(Some(u64::from_be_bytes(self.array()?)))
    }

    /// There is at least one where the flags tell of them: none has a text of its own.
    fn anchors(&mut self, flags: u8) -> Option<Vec<TaskRunId>> {
        if flags & HAS_ANCHORS == 0 {
            return Some(Vec::new());
        }
        let [count] = self.array()?;
        if count == 0 || usize::from(count) > WayBack::CAPACITY {
            return None;
        }
        (0..count)
            .map(|_| Some(TaskRunId::from(self.text().filter(|id| !id.is_empty())?)))
            .collect()
    }

    fn origin(&mut self, flags: u8) -> Option<Option<PagePosition>> {
        if flags & HAS_ORIGIN == 0 {
            return Some(None);
        }
        let query = self.text()?;
        let origin = ListTaskRuns::from_query(&query).ok()?.position;
        (query_of(origin.clone()) == query).then_some(Some(origin))
    }

    fn text(&mut self) -> Option<String> {
        let length = self.length()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
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

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend(length_of(text.len()));
    bytes.extend(text.as_bytes());
}

fn query_of(position: PagePosition) -> String {
    ListTaskRuns::new().position(position).to_query()
}

/// A length beyond 32 bits is written as the greatest there is: such a token is refused for its length anyway.
fn length_of(length: usize) -> [u8; LENGTH_BYTES] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}

/// Always exact: there are at most [`Delivered::CAPACITY`] items.
fn count_of(count: usize) -> [u8; 2] {
    u16::try_from(count).unwrap_or(u16::MAX).to_be_bytes()
}
