//! Header values as text: what would end the value, and what cannot be seen, is a percent escape.
//!
//! Read by the one codec, `deck_types::percent`, and written here: its encoder takes text where a header is
//! bytes, and would escape colons and slashes, which a person wants to read.

use std::fmt::Write;

use deck_types::percent;
use http::HeaderValue;

use crate::TextError;

/// Writes `value` with escapes.
pub(crate) fn write(value: &HeaderValue) -> String {
    let mut text = String::new();
    for byte in value.as_bytes() {
        let is_plain = byte.is_ascii_graphic() && !b"%,;|".contains(byte);
        if is_plain {
            text.push(char::from(*byte));
        } else {
            escape(&mut text, *byte);
        }
    }
    text
}

/// Writes `value` with its first byte as an escape, so that it can be taken for nothing else.
pub(crate) fn write_escaped(value: &HeaderValue) -> String {
    let mut text = String::new();
    let Some((first, rest)) = value.as_bytes().split_first() else {
        return text;
    };
    escape(&mut text, *first);
    // A part of a header value is one, too.
    text.push_str(
        &HeaderValue::from_bytes(rest)
            .as_ref()
            .map_or_else(|_| String::new(), write),
    );
    text
}

/// Reads what was written, or a value without escapes.
pub(crate) fn read(text: &str) -> Result<HeaderValue, TextError> {
    let bytes = percent::decode_bytes(text)
        .map_err(|_| TextError::new(text, "has a % without two hexadecimal digits"))?;
    HeaderValue::from_bytes(&bytes)
        .map_err(|_| TextError::new(text, "cannot be the value of a header"))
}

fn escape(text: &mut String, byte: u8) {
    // Writing to a string does not fail.
    let _ = write!(text, "%{byte:02X}");
}
