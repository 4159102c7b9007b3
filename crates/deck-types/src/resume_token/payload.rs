//! The bytes inside a token. Their layout is told by the parent module.

use super::ResumeToken;
use super::crc32;
use super::delivered::Delivered;
use super::fingerprint::Fingerprint;
use super::recovery_points::RecoveryPoints;
use crate::cursor::Cursor;
use crate::id::ItemId;
use crate::listing::listed::Listed;
use crate::listing::page_position::PagePosition;
use crate::listing::page_size::PageSize;
use crate::percent;

/// Writes a token and its check value.
pub(super) fn to_checked_bytes(token: &ResumeToken, prefix: &str) -> Vec<u8> {
    let mut bytes = vec![0; LENGTH_BYTES];
    bytes.push(flags(token));
    if let Some(remaining) = token.remaining {
        bytes.extend(remaining.to_be_bytes());
    }
    if let Some(page_size) = token.listed.page_size {
        bytes.push(byte_of(page_size));
    }
    put_text(&mut bytes, &token.listed.path);
    put_text(&mut bytes, &token.listed.filters);
    put_position(&mut bytes, &token.position);
    bytes.extend(count_of(token.delivered.len()));
    for item in token.delivered.iter() {
        bytes.extend(item.to_bytes());
    }
    put_recovery_points(&mut bytes, &token.recovery_points);
    let length = length_of(bytes.len());
    bytes[..LENGTH_BYTES].copy_from_slice(&length);
    let checksum = crc32::checksum(&[prefix.as_bytes(), &bytes]);
    bytes.extend(checksum.to_be_bytes());
    bytes
}

/// Returns nothing for bytes that [`to_checked_bytes`] does not write.
pub(super) fn from_checked_bytes(prefix: &str, bytes: &[u8]) -> Option<ResumeToken> {
    let (bytes, checksum) = bytes.split_last_chunk()?;
    if u32::from_be_bytes(*checksum) != crc32::checksum(&[prefix.as_bytes(), bytes]) {
        return None;
    }
    let mut reader = Reader(bytes);
    if reader.length()? != bytes.len() {
        return None;
    }
    let [flags] = reader.array()?;
    if flags & !ALL_FLAGS != 0 {
        return None;
    }
    let remaining = reader.remaining(flags)?;
    let token = ResumeToken {
        remaining,
        listed: reader.listed(flags)?,
        position: reader.position()?,
        delivered: reader.delivered()?,
        recovery_points: reader.recovery_points(flags)?,
    };
    reader.0.is_empty().then_some(token)
}

fn flags(token: &ResumeToken) -> u8 {
    let flag = |is_set, flag| if is_set { flag } else { 0 };
    flag(token.remaining.is_some(), HAS_REMAINING)
        + flag(token.listed.page_size.is_some(), HAS_PAGE_SIZE)
        + flag(!token.recovery_points.anchors.is_empty(), HAS_ANCHORS)
        + flag(token.recovery_points.origin.is_some(), HAS_ORIGIN)
}

fn put_recovery_points(bytes: &mut Vec<u8>, recovery_points: &RecoveryPoints) {
    let RecoveryPoints { anchors, origin } = recovery_points;
    if !anchors.is_empty() {
        bytes.extend(u8::try_from(anchors.len()).unwrap_or(u8::MAX).to_be_bytes());
    }
    for id in anchors {
        put_text(bytes, id.as_str());
    }
    if let Some(origin) = origin {
        put_position(bytes, origin);
    }
}

fn put_position(bytes: &mut Vec<u8>, position: &PagePosition) {
    bytes.push(match position {
        PagePosition::Start => START,
        PagePosition::Cursor(_) => CURSOR,
        PagePosition::After(_) => AFTER,
        PagePosition::Before(_) => BEFORE,
    });
    if let Some((_, text)) = position.key_and_text() {
        put_text(bytes, text);
    }
}

const HAS_REMAINING: u8 = 1;
const HAS_PAGE_SIZE: u8 = 2;
const HAS_ANCHORS: u8 = 4;
const HAS_ORIGIN: u8 = 8;
const ALL_FLAGS: u8 = 15;

const START: u8 = 0;
const CURSOR: u8 = 1;
const AFTER: u8 = 2;
const BEFORE: u8 = 3;

/// A reader of the bytes of a token, with those that are left.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl Reader<'_> {
    fn remaining(&mut self, flags: u8) -> Option<Option<u64>> {
        if flags & HAS_REMAINING == 0 {
            return Some(None);
        }
        Some(Some(u64::from_be_bytes(self.array()?)))
    }

    fn listed(&mut self, flags: u8) -> Option<Listed> {
        let page_size = if flags & HAS_PAGE_SIZE == 0 {
            None
        } else {
            let [size] = self.array()?;
            Some(PageSize::new(size.into()).ok()?)
        };
        self.listed_of(page_size)
    }

    pub(crate) fn listed_of(&mut self, page_size: Option<PageSize>) -> Option<Listed> {
        let path = self.text()?;
        let filters = self.text()?;
        (is_path(&path) && is_filters(&filters)).then(|| Listed {
            path: path.into(),
            filters: filters.into(),
            page_size,
        })
    }

    fn position(&mut self) -> Option<PagePosition> {
        let [kind] = self.array()?;
        if kind == START {
            return Some(PagePosition::Start);
        }
        let text = self.text().filter(|text| !text.is_empty())?;
        match kind {
            CURSOR => Cursor::new(text).ok().map(PagePosition::Cursor),
            AFTER => Some(PagePosition::After(text.into())),
            BEFORE => Some(PagePosition::Before(text.into())),
            _ => None,
        }
    }

    fn recovery_points(&mut self, flags: u8) -> Option<RecoveryPoints> {
        let anchors = self.anchors(flags)?;
        let origin = if flags & HAS_ORIGIN == 0 {
            None
        } else {
            Some(self.position()?)
        };
        Some(RecoveryPoints { anchors, origin })
    }

    /// Reads the anchors, at least one where the flags tell of them: none has a text of its own.
    fn anchors(&mut self, flags: u8) -> Option<Vec<ItemId>> {
        if flags & HAS_ANCHORS == 0 {
            return Some(Vec::new());
        }
        let [count] = self.array()?;
        if count == 0 || usize::from(count) > RecoveryPoints::CAPACITY {
            return None;
        }
        (0..count)
            .map(|_| Some(ItemId::from(self.text().filter(|id| !id.is_empty())?)))
            .collect()
    }

    pub(crate) fn text(&mut self) -> Option<String> {
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

    pub(crate) fn length(&mut self) -> Option<usize> {
        usize::try_from(u32::from_be_bytes(self.array()?)).ok()
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }
}

/// Returns whether [`path`](crate::path) could have written the text.
fn is_path(text: &str) -> bool {
    let is_segment = |part| percent::is_encoded(part) && !matches!(part, "" | "." | "..");
    text.strip_prefix('/')
        .is_some_and(|segments| segments.split('/').all(is_segment))
}

/// Returns whether the text is escaped as filters are; whose filters they are is known by the listing only.
fn is_filters(text: &str) -> bool {
    let is_pair = |pair: &str| {
        pair.split_once('=')
            .is_some_and(|(key, value)| percent::is_encoded(key) && percent::is_encoded(value))
    };
    text.is_empty() || text.split('&').all(is_pair)
}

const LENGTH_BYTES: usize = 4;

pub(crate) fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend(length_of(text.len()));
    bytes.extend(text.as_bytes());
}

/// Writes a page size, always exactly: it is at most 100.
pub(crate) fn byte_of(page_size: PageSize) -> u8 {
    u8::try_from(page_size.get()).unwrap_or(u8::MAX)
}

/// Writes a length. One beyond 32 bits becomes the greatest there is: such a token is refused for its length
/// anyway.
pub(crate) fn length_of(length: usize) -> [u8; LENGTH_BYTES] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}

/// Writes a number of items, always exactly: there are at most [`Delivered::CAPACITY`] items.
fn count_of(count: usize) -> [u8; 2] {
    u16::try_from(count).unwrap_or(u16::MAX).to_be_bytes()
}
