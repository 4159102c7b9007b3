//! The bytes inside a checkpoint. Their layout is told by the parent module.

use super::SweepMode;
use super::SweepPart;
use super::SweepReach;
use super::SweepState;
use crate::listing::listed::Listed;
use crate::listing::page_size::PageSize;
use crate::resume_token::crc32;
use crate::resume_token::fingerprint::Fingerprint;
use crate::resume_token::payload::Reader;
use crate::resume_token::payload::byte_of;
use crate::resume_token::payload::length_of;
use crate::resume_token::payload::put_text;
use crate::time_range::TimeRange;
use crate::timestamp::Timestamp;

/// Writes a state and its check value.
pub(super) fn to_checked_bytes(state: &SweepState, prefix: &str) -> Vec<u8> {
    let page_size = state.listed.page_size;
    let flag = |is_set, flag| if is_set { flag } else { 0 };
    let flags = flag(state.remaining.is_some(), HAS_REMAINING);
    let mut bytes = vec![flags + flag(page_size.is_some(), HAS_PAGE_SIZE)];
    bytes.extend(state.remaining.iter().flat_map(|count| count.to_be_bytes()));
    bytes.extend(page_size.map(byte_of));
    put_text(&mut bytes, &state.listed.path);
    put_text(&mut bytes, &state.listed.filters);
    put_range(&mut bytes, &state.range);
    bytes.push(code_of_mode(state.mode));
    put_fingerprints(&mut bytes, &state.undated);
    bytes.extend(count_of(state.known.len()));
    for known in &state.known {
        put_fingerprints(&mut bytes, known);
    }
    bytes.extend(count_of(state.parts.len()));
    for part in &state.parts {
        put_part(&mut bytes, part);
    }
    let checksum = crc32::checksum(&[prefix.as_bytes(), &bytes]);
    bytes.extend(checksum.to_be_bytes());
    bytes
}

/// Returns nothing for bytes that [`to_checked_bytes`] does not write.
pub(super) fn from_checked_bytes(prefix: &str, bytes: &[u8]) -> Option<SweepState> {
    let (bytes, checksum) = bytes.split_last_chunk()?;
    if u32::from_be_bytes(*checksum) != crc32::checksum(&[prefix.as_bytes(), bytes]) {
        return None;
    }
    let mut reader = Reader(bytes);
    let [flags] = reader.array()?;
    if flags & !(HAS_REMAINING | HAS_PAGE_SIZE) != 0 {
        return None;
    }
    let mut state = SweepState {
        remaining: if flags & HAS_REMAINING == 0 {
            None
        } else {
            Some(u64::from_be_bytes(reader.array()?))
        },
        listed: listed(&mut reader, flags)?,
        range: range(&mut reader)?,
        mode: mode_of_code(reader.array()?)?,
        undated: fingerprints(&mut reader)?,
        known: Vec::new(),
        parts: Vec::new(),
    };
    for _ in 0..count(&mut reader)? {
        state.known.push(fingerprints(&mut reader)?);
    }
    for _ in 0..count(&mut reader)? {
        state.parts.push(part(&mut reader, state.known.len())?);
    }
    reader.0.is_empty().then_some(state)
}

fn put_part(bytes: &mut Vec<u8>, part: &SweepPart) {
    bytes.push(match part.reach {
        SweepReach::Part => 0,
        SweepReach::Range => 1,
        SweepReach::Everything => 2,
    });
    put_range(bytes, &part.query);
    bytes.extend(count_of(part.ranges.len()));
    for range in &part.ranges {
        put_range(bytes, range);
    }
    bytes.extend(count_of(part.known.len()));
    bytes.extend(part.known.iter().flat_map(|place| place.to_be_bytes()));
    bytes.push(u8::from(part.knows_its_own));
    let token = part.token.as_ref().map(ToString::to_string);
    put_text(bytes, &token.unwrap_or_default());
}

fn part(reader: &mut Reader<'_>, sets: usize) -> Option<SweepPart> {
    let reach = match reader.array()? {
        [0] => SweepReach::Part,
        [1] => SweepReach::Range,
        [2] => SweepReach::Everything,
        _ => return None,
    };
    let query = range(reader)?;
    let ranges = (0..count(reader)?)
        .map(|_| range(reader))
        .collect::<Option<Vec<_>>>()?;
    let places = (0..count(reader)?).map(|_| reader.array().map(u16::from_be_bytes));
    let known = places.collect::<Option<Vec<_>>>()?;
    let knows_its_own = match reader.array()? {
        [0] => false,
        [1] => true,
        _ => return None,
    };
    let token = reader.text()?;
    let is_known = |place: &u16| usize::from(*place) < sets;
    if ranges.is_empty() || !known.iter().all(is_known) {
        return None;
    }
    let token = (!token.is_empty()).then(|| token.parse()).transpose();
    Some(SweepPart {
        ranges,
        query,
        reach,
        known,
        knows_its_own,
        token: token.ok()?,
    })
}

fn put_range(bytes: &mut Vec<u8>, range: &TimeRange) {
    for side in [range.since(), range.until()] {
        put_text(bytes, side.map_or("", Timestamp::as_str));
    }
}

/// Reads a range. A bound that is no instant is refused: it could not be sent.
fn range(reader: &mut Reader<'_>) -> Option<TimeRange> {
    let mut side = || -> Option<Option<Timestamp>> {
        let text = reader.text()?;
        let time = (!text.is_empty()).then(|| text.parse::<Timestamp>());
        time.transpose().ok()
    };
    Some(TimeRange::new(side()?, side()?))
}

fn put_fingerprints(bytes: &mut Vec<u8>, fingerprints: &[Fingerprint]) {
    bytes.extend(length_of(fingerprints.len()));
    bytes.extend(fingerprints.iter().flat_map(|item| item.to_bytes()));
}

fn fingerprints(reader: &mut Reader<'_>) -> Option<Vec<Fingerprint>> {
    let count = reader.length()?;
    // What is announced must be there: a forged count takes no memory.
    if reader.0.len() / 8 < count {
        return None;
    }
    let items = (0..count).map(|_| Some(Fingerprint::from_bytes(reader.array()?)));
    items.collect()
}

fn listed(reader: &mut Reader<'_>, flags: u8) -> Option<Listed> {
    let page_size = if flags & HAS_PAGE_SIZE == 0 {
        None
    } else {
        let [size] = reader.array()?;
        Some(PageSize::new(size.into()).ok()?)
    };
    reader.listed_of(page_size)
}

fn code_of_mode(mode: SweepMode) -> u8 {
    match mode {
        SweepMode::InParts => 0,
        SweepMode::BoundsIgnored => 1,
        SweepMode::CursorRefused => 2,
    }
}

fn mode_of_code([code]: [u8; 1]) -> Option<SweepMode> {
    match code {
        0 => Some(SweepMode::InParts),
        1 => Some(SweepMode::BoundsIgnored),
        2 => Some(SweepMode::CursorRefused),
        _ => None,
    }
}

/// Writes a count. One beyond 16 bits becomes the greatest there is: such a checkpoint cannot be read back,
/// and is longer than any is allowed to be.
fn count_of(count: usize) -> [u8; 2] {
    u16::try_from(count).unwrap_or(u16::MAX).to_be_bytes()
}

fn count(reader: &mut Reader<'_>) -> Option<u16> {
    reader.array().map(u16::from_be_bytes)
}

const HAS_REMAINING: u8 = 1;
const HAS_PAGE_SIZE: u8 = 2;
