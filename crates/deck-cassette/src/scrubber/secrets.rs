//! The values that were scrubbed from one exchange, to be found where they are repeated.

use bytes::Bytes;
use http::HeaderName;
use http::header;

use super::Scrubber;
use super::json;
use super::percent::Encoding;

/// Shorter values are found by chance.
const SHORTEST: usize = 8;

/// The forms in which the secrets may be repeated, longest first.
#[derive(Default)]
pub(super) struct Secrets {
    needles: Vec<Vec<u8>>,
}

impl Secrets {
    /// Takes the value of a header in, and what it is made of.
    pub(super) fn add_header(&mut self, name: &HeaderName, value: &[u8]) {
        self.add(value);
        if *name == header::SET_COOKIE {
            let pair = value.split(|byte| *byte == b';').next();
            self.add(after_equals(pair.unwrap_or_default()));
        } else if *name == header::COOKIE {
            for pair in value.split(|byte| *byte == b';') {
                self.add(after_equals(pair));
            }
        } else if let Some(credentials) = value.splitn(2, |byte| *byte == b' ').nth(1) {
            // `Bearer KEY`.
            self.add(credentials);
        }
    }

    pub(super) fn add(&mut self, secret: &[u8]) {
        let secret = secret.trim_ascii();
        if secret.len() < SHORTEST {
            return;
        }
        self.needles.push(secret.to_vec());
        if let Ok(text) = str::from_utf8(secret) {
            self.needles
                .extend(json::escaped(text).map(String::into_bytes));
        }
        self.needles.sort_by_key(|needle| usize::MAX - needle.len());
        self.needles.dedup();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.needles.is_empty()
    }

    /// Returns the bytes without the secrets, percent-encoded or not; `None` when there is none in them.
    pub(super) fn scrub(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut scrubbed = None;
        for needle in &self.needles {
            for encoding in Encoding::ALL {
                let current = scrubbed.as_deref().unwrap_or(bytes);
                if let Some(replaced) = replace(current, needle, encoding) {
                    scrubbed = Some(replaced);
                }
            }
        }
        scrubbed
    }

    pub(super) fn scrub_text(&self, text: &str) -> Option<String> {
        let scrubbed = self.scrub(text.as_bytes())?;
        Some(String::from_utf8_lossy(&scrubbed).into_owned())
    }

    /// Returns the body without the secrets; in JSON they are found however their characters are escaped.
    pub(super) fn scrub_body(&self, body: Bytes) -> Bytes {
        if self.is_empty() {
            return body;
        }
        let json = str::from_utf8(&body)
            .ok()
            .and_then(|text| json::scrub_strings(text, |string| self.scrub_text(string)));
        let body = json.map_or(body, Bytes::from);
        self.scrub(&body).map_or(body, Bytes::from)
    }
}

fn after_equals(pair: &[u8]) -> &[u8] {
    let equals = pair.iter().position(|byte| *byte == b'=');
    equals.map_or(pair, |at| &pair[at + 1..])
}

/// Replaces what is `needle` when it is decoded.
fn replace(haystack: &[u8], needle: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
    if !encoding.is_possible(haystack, needle) {
        return None;
    }
    let (decoded, starts) = encoding.decode(haystack);
    let mut out = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = find(&decoded[at..], needle) {
        let end = at + found + needle.len();
        out.extend_from_slice(&haystack[copied..starts[at + found]]);
        out.extend_from_slice(Scrubber::REPLACEMENT.as_bytes());
        copied = starts[end];
        at = end;
    }
    if at == 0 {
        return None;
    }
    out.extend_from_slice(&haystack[copied..]);
    Some(out)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}
