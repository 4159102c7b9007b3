//! Texts that tell their kind, their version and whether they are whole: journals and states.
//!
//! The first line is `deck KIND VERSION CHECK`, where the check value is the CRC-32 of the rest in eight
//! hexadecimal digits; the rest is one line of JSON.

use std::error::Error;
use std::fmt;
use std::fmt::Display;
use std::fmt::Formatter;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// Why a text cannot be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum SealError {
    /// It is of another kind, or of none.
    Foreign,
    /// A later version of the program wrote it.
    FutureVersion(u32),
    /// It was changed or cut after it was written.
    Damaged,
}

/// Writes a value as text of a kind.
pub(super) fn seal(kind: &str, value: &impl Serialize) -> Result<String, serde_json::Error> {
    let text = serde_json::to_string(value)? + "\n";
    let check = crc32fast::hash(text.as_bytes());
    Ok(format!("deck {kind} {VERSION} {check:08x}\n{text}"))
}

/// Reads text of a kind.
pub(super) fn unseal<T: DeserializeOwned>(kind: &str, bytes: &[u8]) -> Result<T, SealError> {
    let text = str::from_utf8(bytes).map_err(|_| SealError::Foreign)?;
    let (head, rest) = text.split_once('\n').ok_or(SealError::Foreign)?;
    let head = head.strip_prefix("deck ").ok_or(SealError::Foreign)?;
    let (named, head) = head.split_once(' ').ok_or(SealError::Foreign)?;
    let (version, check) = head.split_once(' ').ok_or(SealError::Foreign)?;
    if named != kind {
        return Err(SealError::Foreign);
    }
    let version: u32 = version.parse().map_err(|_| SealError::Damaged)?;
    if version > VERSION {
        return Err(SealError::FutureVersion(version));
    }
    let expected = format!("{:08x}", crc32fast::hash(rest.as_bytes()));
    if version != VERSION || check != expected {
        return Err(SealError::Damaged);
    }
    serde_json::from_str(rest).map_err(|_| SealError::Damaged)
}

impl Display for SealError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => formatter.write_str("it was not written by this command"),
            Self::FutureVersion(version) => write!(
                formatter,
                "it has version {version}, and this program knows none beyond {VERSION}"
            ),
            Self::Damaged => formatter.write_str("it was damaged"),
        }
    }
}

impl Error for SealError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed() -> String {
        seal("journal", &["a", "b"]).unwrap()
    }

    fn read(text: &str) -> Result<Vec<String>, SealError> {
        unseal("journal", text.as_bytes())
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(read(&sealed()).unwrap(), ["a", "b"]);
    }

    #[test]
    fn a_text_that_is_cut_anywhere_is_refused() {
        let text = sealed();
        for end in 0..text.len() {
            assert!(read(&text[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn a_changed_byte_is_found_anywhere() {
        let text = sealed();
        for place in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1;
            let read = unseal::<Vec<String>>("journal", &bytes);
            assert!(read.is_err(), "{place}");
        }
    }

    #[test]
    fn a_later_version_is_told_from_damage() {
        let text = sealed().replacen(" 1 ", " 2 ", 1);
        assert_eq!(read(&text), Err(SealError::FutureVersion(2)));
    }

    #[test]
    fn another_kind_is_refused() {
        let text = seal("state", &["a"]).unwrap();
        assert_eq!(read(&text), Err(SealError::Foreign));
        assert_eq!(read("\u{7f}ELF"), Err(SealError::Foreign));
    }
}
