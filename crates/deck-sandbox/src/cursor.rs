//! The sandbox's cursors: a place and the filters it belongs to, as opaque text.
//!
//! A cursor names a place and not a run, so it stays good when the run it was made at is deleted. It belongs
//! to one set of filters and one order, and carries a check value: text of another listing, and text that was
//! not made here, is refused. Nobody outside may read anything into it; the layout is
//!
//! ```text
//! hexadecimal of:
//! check value (8 bytes) | fingerprint of the listing (8) | rank (16) | id (the rest, UTF-8)
//! ```

use std::fmt::Write;

use crate::sort_key::SortKey;

/// Mixed into the check value, so that the text of another hash is not a cursor.
const CHECK_START: &[u8] = b"deck sandbox cursor";

/// Returns the text of the cursor behind `place` in the listing with `fingerprint`.
pub(crate) fn encode(place: &SortKey, fingerprint: u64) -> String {
    let mut content = Vec::new();
    content.extend(fingerprint.to_be_bytes());
    content.extend(place.rank.to_be_bytes());
    content.extend(place.id.bytes());
    let mut text = String::new();
    for byte in check(&content).to_be_bytes().iter().chain(&content) {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Returns the place of the cursor `text`, or nothing when it is not a cursor of the listing with
/// `fingerprint`.
pub(crate) fn decode(text: &str, fingerprint: u64) -> Option<SortKey> {
    let bytes = bytes(text)?;
    let (check_value, content) = bytes.split_first_chunk::<8>()?;
    let (owner, rest) = content.split_first_chunk::<8>()?;
    let (rank, id) = rest.split_first_chunk::<16>()?;
    if u64::from_be_bytes(*check_value) != check(content)
        || u64::from_be_bytes(*owner) != fingerprint
    {
        return None;
    }
    let id = std::str::from_utf8(id).ok()?.into();
    Some(SortKey {
        rank: i128::from_be_bytes(*rank),
        id,
    })
}

/// Returns the fingerprint of `bytes`, 64-bit FNV-1a.
pub(crate) fn fingerprint(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

fn check(content: &[u8]) -> u64 {
    fingerprint(CHECK_START.iter().chain(content).copied())
}

/// Reads lower-case hexadecimal; each cursor has one spelling only.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    rest.is_empty().then_some(())?;
    pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect()
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> SortKey {
        SortKey {
            rank: -7,
            id: "trun_é1".into(),
        }
    }

    #[test]
    fn a_cursor_gives_its_place_back() {
        assert_eq!(decode(&encode(&place(), 42), 42), Some(place()));
    }

    #[test]
    fn a_cursor_of_another_listing_is_refused() {
        assert_eq!(decode(&encode(&place(), 42), 43), None);
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let text = encode(&place(), 42);

        let changed = (0..text.len()).map(|index| {
            let other = if text.as_bytes()[index] == b'0' {
                "1"
            } else {
                "0"
            };
            format!("{}{other}{}", &text[..index], &text[index + 1..])
        });

        assert!(changed.into_iter().all(|text| decode(&text, 42).is_none()));
    }

    #[test]
    fn every_truncation_is_noticed() {
        let text = encode(&place(), 42);

        assert!((0..text.len()).all(|length| decode(&text[..length], 42).is_none()));
    }

    #[test]
    fn another_spelling_of_a_cursor_is_refused() {
        assert_eq!(decode(&encode(&place(), 42).to_uppercase(), 42), None);
    }
}
