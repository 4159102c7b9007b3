//! Percent-encoding of query values and path segments, as RFC 3986 writes it.
//!
//! One rule in both places: the unreserved characters stand for themselves, every other byte of the UTF-8
//! text is `%` and two upper-case hexadecimal digits. A space is `%20`, and a `+` that is read is a plus: the
//! form encoding of HTML is not spoken here.
//!
//! # Examples
//!
//! ```
//! use deck_types::percent;
//! use deck_types::percent::PercentError;
//!
//! assert_eq!(percent::encode("ümlaut & co"), "%C3%BCmlaut%20%26%20co");
//! assert_eq!(percent::decode("a%2fb+c"), Ok("a/b+c".into()));
//! assert_eq!(percent::decode("100%"), Err(PercentError::InvalidEscape));
//! ```

use std::borrow::Cow;

const UPPER_HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Returns `text` with everything but the unreserved characters escaped.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    encode_into(text, &mut encoded);
    encoded
}

/// Appends `text` to `encoded`, with everything but the unreserved characters escaped.
pub(crate) fn encode_into(text: &str, encoded: &mut String) {
    for byte in text.bytes() {
        if is_unreserved(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(hex_digit(byte >> 4));
            encoded.push(hex_digit(byte & 0x0F));
        }
    }
}

/// Returns how many bytes [`encode`] makes of `text`.
pub(crate) fn encoded_length(text: &str) -> usize {
    let escaped = text.bytes().filter(|byte| !is_unreserved(*byte)).count();
    text.len() + 2 * escaped
}

/// Returns the text that `encoded` stands for; borrowed when there is nothing to decode.
///
/// Escapes may be in either case, and characters that need no escape may be escaped.
///
/// # Errors
///
/// [`PercentError::InvalidEscape`] and [`PercentError::InvalidUtf8`].
pub fn decode(encoded: &str) -> Result<Cow<'_, str>, PercentError> {
    if !encoded.contains('%') {
        return Ok(Cow::Borrowed(encoded));
    }
    String::from_utf8(decode_bytes(encoded)?)
        .map(Cow::Owned)
        .map_err(|_| PercentError::InvalidUtf8)
}

/// Returns whether `text` is what [`encode`] writes.
pub(crate) fn is_encoded(text: &str) -> bool {
    decode(text).is_ok_and(|decoded| encode(&decoded) == text)
}

/// Returns the bytes that `encoded` stands for, which need not be UTF-8.
///
/// # Errors
///
/// [`PercentError::InvalidEscape`].
pub fn decode_bytes(encoded: &str) -> Result<Vec<u8>, PercentError> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            let (byte, after) = split_escape(tail)?;
            decoded.push(byte);
            rest = after;
        } else {
            decoded.push(*first);
            rest = tail;
        }
    }
    Ok(decoded)
}

/// Why a text cannot be percent-decoded.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum PercentError {
    /// A `%` is not followed by two hexadecimal digits.
    #[error("a percent sign without two hexadecimal digits; write a percent sign as %25")]
    InvalidEscape,
    /// The decoded bytes are not UTF-8.
    #[error("escapes of bytes that are not UTF-8; escape the bytes of UTF-8, such as %C3%A9 for é")]
    InvalidUtf8,
}

/// Splits the two digits that follow a `%` off the bytes after it.
fn split_escape(bytes: &[u8]) -> Result<(u8, &[u8]), PercentError> {
    let [high, low, rest @ ..] = bytes else {
        return Err(PercentError::InvalidEscape);
    };
    Ok((hex_value(*high)? * 16 + hex_value(*low)?, rest))
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn hex_digit(nibble: u8) -> char {
    char::from(UPPER_HEX[usize::from(nibble)])
}

fn hex_value(digit: u8) -> Result<u8, PercentError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(PercentError::InvalidEscape),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn unreserved_characters_stand_for_themselves() {
        let unreserved = "ABCxyz019-._~";

        assert_eq!(encode(unreserved), unreserved);
    }

    #[test]
    fn everything_else_is_escaped_in_upper_case() {
        assert_eq!(encode("a b+c&d=e%f/\0"), "a%20b%2Bc%26d%3De%25f%2F%00");
        assert_eq!(encode("é😀"), "%C3%A9%F0%9F%98%80");
    }

    #[test]
    fn escapes_are_read_in_either_case() {
        assert_eq!(decode("%c3%A9%7e"), Ok("é~".into()));
    }

    #[test]
    fn a_plus_is_a_plus() {
        assert_eq!(decode("a+b%20c"), Ok("a+b c".into()));
    }

    #[test]
    fn a_percent_sign_without_two_digits_is_refused() {
        for text in ["%", "%4", "a%", "%zz", "%4g", "%%41", "%+1", "% 1", "%é"] {
            assert_eq!(decode(text), Err(PercentError::InvalidEscape), "{text}");
        }
    }

    #[test]
    fn bytes_need_not_be_utf8() {
        assert_eq!(decode_bytes("a%FF%00"), Ok(b"a\xFF\0".to_vec()));
        assert_eq!(decode_bytes("%f"), Err(PercentError::InvalidEscape));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        for text in ["%FF", "%C3", "%ED%A0%80", "%C0%80", "%F4%90%80%80"] {
            assert_eq!(decode(text), Err(PercentError::InvalidUtf8), "{text}");
        }
    }

    #[test]
    fn only_the_one_way_of_writing_a_text_counts_as_encoded() {
        for text in ["", "a-._~Z9", "a%20b%2Fc", "%C3%A9"] {
            assert!(is_encoded(text), "{text}");
        }
        for text in [
            "a b", "a/b", "a=b", "%61", "%2f", "%c3%A9", "%4", "%FF", "é",
        ] {
            assert!(!is_encoded(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn decoding_what_was_encoded_gives_the_text(text in ".*") {
            let encoded = encode(&text);

            prop_assert!(encoded.bytes().all(|byte| is_unreserved(byte) || byte == b'%'));
            let decoded = decode(&encoded);
            prop_assert_eq!(decoded.as_deref(), Ok(text.as_str()));
        }
    }
}
