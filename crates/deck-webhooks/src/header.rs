//! The headers of a delivery: their names, and how the id and the timestamp are read.

use std::str;
use std::time::Duration;
use std::time::SystemTime;

/// The name of the header that holds the id of a delivery: `webhook-id`.
pub const ID_HEADER: &str = "webhook-id";

/// The name of the header that holds the time of signing, in seconds since 1970: `webhook-timestamp`.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";

/// The name of the header that holds the signatures, separated by spaces: `webhook-signature`.
pub const SIGNATURE_HEADER: &str = "webhook-signature";

/// Reads an id: visible ASCII characters, and no full stop, which ends the id in what is signed.
pub(crate) fn read_id(value: &[u8]) -> Option<&str> {
    let is_allowed = |byte: &u8| byte.is_ascii_graphic() && *byte != b'.';
    if value.is_empty() || !value.iter().all(is_allowed) {
        return None;
    }
    str::from_utf8(value).ok()
}

/// Reads a timestamp: decimal digits, and a time that the system can represent.
pub(crate) fn read_timestamp(value: &[u8]) -> Option<SystemTime> {
    // `parse` would take a sign, too.
    if !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let seconds = str::from_utf8(value).ok()?.parse().ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}
