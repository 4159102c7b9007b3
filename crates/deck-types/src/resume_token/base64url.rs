//! Base64url without padding (RFC 4648 section 5), one text for each sequence of bytes.

pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .zip([16, 8, 0])
            .fold(0, |group, (byte, shift)| {
                group + (u32::from(*byte) << shift)
            });
        for shift in [18, 12, 6, 0].into_iter().take(chunk.len() + 1) {
            text.push(char::from(ALPHABET[(group >> shift & 0x3F) as usize]));
        }
    }
    text
}

/// Returns nothing for a text that [`encode`] does not write.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut group = 0;
        for (character, shift) in chunk.iter().zip([18, 12, 6, 0]) {
            group += sextet(*character)? << shift;
        }
        let length = chunk.len().checked_sub(1).filter(|length| *length > 0)?;
        let [_, decoded @ ..] = group.to_be_bytes();
        if decoded[length..].iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(&decoded[..length]);
    }
    Some(bytes)
}

fn sextet(character: u8) -> Option<u32> {
    let value = match character {
        b'A'..=b'Z' => character - b'A',
        b'a'..=b'z' => character - b'a' + 26,
        b'0'..=b'9' => character - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_is_base64url() {
        assert_eq!(encode(b""), "");
        assert_eq!(encode(b"f"), "Zg");
        assert_eq!(encode(b"fo"), "Zm8");
        assert_eq!(encode(b"foo"), "Zm9v");
        assert_eq!(encode(&[0xFB, 0xEF, 0xFF]), "--__");
    }

    #[test]
    fn what_encode_does_not_write_is_refused() {
        for text in [
            "A", "Zm9vA", "Z", "Zh", "Zm9", "Zg==", "Zm+v", "Zm/v", "Zm9vZ", "Zm 9v", "é",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn decoding_what_was_encoded_gives_the_bytes(bytes: Vec<u8>) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }

        #[test]
        fn there_is_one_text_for_each_sequence_of_bytes(text in "[A-Za-z0-9_-]{0,12}") {
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
