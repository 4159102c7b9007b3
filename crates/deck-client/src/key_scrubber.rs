//! Removing the API key from text that a server sent.

use std::borrow::Cow;
use std::error::Error;
use std::iter::successors;

use deck_transport::TransportError;
use thiserror::Error as ThisError;

use crate::ApiKey;

/// Finds the API key in text, and puts [`REPLACEMENT`](KeyScrubber::REPLACEMENT) in its place.
///
/// The key is found plain (with `Bearer` before it as well), and with any of its characters escaped as JSON
/// or URLs escape them. A key of less than [`SHORTEST`](KeyScrubber::SHORTEST) bytes is not looked for,
/// because such text is found by chance.
pub(crate) struct KeyScrubber(Option<ApiKey>);

impl KeyScrubber {
    pub(crate) const REPLACEMENT: &'static str = "[redacted]";
    pub(crate) const SHORTEST: usize = 8;

    pub(crate) fn new(key: &ApiKey) -> Self {
        Self((key.as_bytes().len() >= Self::SHORTEST).then(|| key.clone()))
    }

    /// Returns the bytes without the key; borrowed where it is not among them.
    pub(crate) fn scrub<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        self.scrub_until(bytes, usize::MAX)
    }

    /// Returns the bytes without the key, or at least the first `limit` of them.
    pub(crate) fn scrub_until<'a>(&self, bytes: &'a [u8], limit: usize) -> Cow<'a, [u8]> {
        let Some(key) = self.0.as_ref().map(ApiKey::as_bytes) else {
            return Cow::Borrowed(bytes);
        };
        let mut clean: Option<Vec<u8>> = None;
        let mut kept_from = 0;
        let mut position = 0;
        while position < bytes.len() {
            let written = clean.as_ref().map_or(0, Vec::len) + (position - kept_from);
            if written >= limit {
                break;
            }
            let Some(length) = length_of_key(&bytes[position..], key) else {
                position += 1;
                continue;
            };
            let clean = clean.get_or_insert_with(|| Vec::with_capacity(bytes.len()));
            clean.extend_from_slice(&bytes[kept_from..position]);
            clean.extend_from_slice(Self::REPLACEMENT.as_bytes());
            position += length;
            kept_from = position;
        }
        match clean {
            Some(mut clean) => {
                clean.extend_from_slice(&bytes[kept_from..position]);
                Cow::Owned(clean)
            }
            None => Cow::Borrowed(&bytes[..position]),
        }
    }

    /// Returns a text without the key.
    pub(crate) fn scrub_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.scrub(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(clean) => Cow::Owned(String::from_utf8_lossy(&clean).into_owned()),
        }
    }

    /// Returns a failure without the key: where its causes repeat it, their texts take their place, the key
    /// scrubbed.
    pub(crate) fn scrub_failure(&self, failure: TransportError) -> TransportError {
        let causes = causes_of(&failure);
        let is_clean = |text: &str| matches!(self.scrub_text(text), Cow::Borrowed(_));
        if is_clean(&causes) && is_clean(&format!("{failure:?}")) {
            return failure;
        }
        let causes = ScrubbedCauses(self.scrub_text(&causes).into_owned());
        TransportError::new(failure.kind(), failure.delivery()).with_source(causes)
    }
}

/// Returns the texts of all causes of a failure, outermost first.
fn causes_of(failure: &TransportError) -> String {
    let texts: Vec<String> = successors(failure.source(), |&cause| cause.source())
        .map(ToString::to_string)
        .collect();
    texts.join(": ")
}

/// What is left of the causes of a failure that repeated the key.
#[derive(Debug, ThisError)]
#[error("{0}")]
struct ScrubbedCauses(String);

/// Returns how many bytes the key takes at the beginning of `text`, if it stands there.
fn length_of_key(text: &[u8], key: &[u8]) -> Option<usize> {
    if text.starts_with(key) {
        return Some(key.len());
    }
    length_read_by(unescape_json, text, key).or_else(|| length_read_by(unescape_any, text, key))
}

fn length_read_by(unescape: Unescape, text: &[u8], key: &[u8]) -> Option<usize> {
    let mut length = 0;
    for expected in key {
        let (byte, taken) = unescape(text.get(length..)?)?;
        if byte != *expected {
            return None;
        }
        length += taken;
    }
    Some(length)
}

/// Returns the byte at the beginning of a text and how many bytes it takes there, escaped or not.
type Unescape = fn(&[u8]) -> Option<(u8, usize)>;

/// Reads the escapes of JSON. JSON that is quoted inside JSON has several backslashes in the place of one.
fn unescape_json(text: &[u8]) -> Option<(u8, usize)> {
    let backslashes = text.iter().take_while(|byte| **byte == b'\\').count();
    match &text[backslashes..] {
        [b'u', b'0', b'0', high, low, ..] if backslashes > 0 => {
            Some((hex(*high, *low)?, backslashes + 5))
        }
        [byte @ (b'"' | b'/'), ..] if backslashes > 0 => Some((*byte, backslashes + 1)),
        _ if backslashes > 0 => Some((b'\\', backslashes.min(2))),
        [byte, ..] => Some((*byte, 1)),
        [] => None,
    }
}

/// Reads the escapes of URLs and of JSON.
fn unescape_any(text: &[u8]) -> Option<(u8, usize)> {
    if let [b'%', high, low, ..] = text
        && let Some(byte) = hex(*high, *low)
    {
        return Some((byte, 3));
    }
    unescape_json(text)
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &str = "sk_live_c4n4ry/+\"%41";

    fn scrubber(key: &str) -> KeyScrubber {
        KeyScrubber::new(&ApiKey::new(key).unwrap())
    }

    #[track_caller]
    fn assert_scrubbed(written: &str) {
        let text = format!("before {written} after");
        let expected = "before [redacted] after";
        assert_eq!(scrubber(KEY).scrub_text(&text), expected, "{written}");
    }

    fn percent(every: bool) -> String {
        let escape = |character: char| {
            if every || !character.is_ascii_alphanumeric() {
                format!("%{:02X}", u32::from(character))
            } else {
                character.to_string()
            }
        };
        KEY.chars().map(escape).collect()
    }

    #[test]
    fn the_key_is_found_plain_and_escaped() {
        let json = KEY.replace('"', "\\\"");
        let unicode: String = KEY.bytes().map(|byte| format!("\\u{byte:04x}")).collect();
        assert_scrubbed(KEY);
        assert_scrubbed(&json);
        assert_scrubbed(&json.replace('/', "\\/"));
        assert_scrubbed(&unicode);
        assert_scrubbed(&unicode.to_uppercase().replace("\\U", "\\u"));
        assert_scrubbed(&unicode.replace('\\', "\\\\"));
        assert_scrubbed(&percent(false));
        assert_scrubbed(&percent(false).to_lowercase());
        assert_scrubbed(&percent(true));
    }

    #[test]
    fn the_key_behind_bearer_is_found() {
        let text = format!("Bearer {KEY}, Bearer%20{}", percent(false));
        let expected = "Bearer [redacted], Bearer%20[redacted]";
        assert_eq!(scrubber(KEY).scrub_text(&text), expected);
    }

    #[test]
    fn a_key_with_backslashes_is_found_plain_and_in_json() {
        let key = r"sk_live\a\\b";
        for written in [key, r"sk_live\\a\\\\b"] {
            assert_eq!(scrubber(key).scrub_text(written), "[redacted]", "{written}");
        }
    }

    #[test]
    fn text_without_the_key_is_not_copied() {
        let text = "sk_live_c4n4r, \\u00zz, %, \\, 100%";
        assert!(matches!(scrubber(KEY).scrub_text(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn a_key_of_less_than_eight_bytes_is_not_looked_for() {
        assert_eq!(scrubber("sk_1234").scrub_text("sk_1234"), "sk_1234");
        assert_eq!(scrubber("sk_12345").scrub_text("sk_12345"), "[redacted]");
    }

    #[test]
    fn a_limit_never_leaves_a_part_of_the_key() {
        let text = format!("{KEY} {KEY} {}", "x".repeat(99)).into_bytes();
        for limit in 0..text.len() {
            let clean = scrubber(KEY).scrub_until(&text, limit).into_owned();
            let clean = String::from_utf8(clean).unwrap();
            assert!(clean.len() >= limit.min(100), "{limit}: {clean}");
            assert!(!clean.contains("sk"), "{limit}: {clean}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_scrubbed_without_losing_others(
            before in proptest::collection::vec(any::<u8>(), 0..40),
            after in proptest::collection::vec(any::<u8>(), 0..40),
        ) {
            let text = [&before, KEY.as_bytes(), &after].concat();
            let clean = scrubber(KEY).scrub(&text).into_owned();
            prop_assert!(!clean.windows(KEY.len()).any(|window| window == KEY.as_bytes()));
            prop_assert!(clean.ends_with(&after));
        }
    }
}
