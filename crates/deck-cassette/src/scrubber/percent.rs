//! Percent-encoding, as far as it takes to find what it hides.
//!
//! Not the strict codec of `deck-types`: this crate does not depend on it, and a secret has to be found in
//! text that is malformed elsewhere, in either spelling of a space, together with its place.

/// An encoding in which a secret may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As it is.
    Plain,
    /// With any of its bytes as `%XX`.
    Percent,
    /// With a plus for a space besides.
    Form,
}

impl Encoding {
    pub(super) const ALL: [Self; 3] = [Self::Plain, Self::Percent, Self::Form];

    /// Returns whether `needle` may be in `haystack` in this encoding.
    pub(super) fn is_possible(self, haystack: &[u8], needle: &[u8]) -> bool {
        match self {
            Self::Plain => true,
            Self::Percent => haystack.contains(&b'%'),
            Self::Form => needle.contains(&b' ') && haystack.contains(&b'+'),
        }
    }

    /// Decodes; what is not a valid triple stays. The second list tells where in `text` each byte begins, and
    /// where the last one ends.
    pub(super) fn decode(self, text: &[u8]) -> (Vec<u8>, Vec<usize>) {
        let mut decoded = Vec::with_capacity(text.len());
        let mut starts = Vec::with_capacity(text.len() + 1);
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            starts.push(at);
            let (byte, length) = match (self, byte, triple(&text[at..])) {
                (Self::Percent | Self::Form, _, Some(byte)) => (byte, 3),
                (Self::Form, b'+', _) => (b' ', 1),
                _ => (*byte, 1),
            };
            decoded.push(byte);
            at += length;
        }
        starts.push(at);
        (decoded, starts)
    }
}

fn triple(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else {
        return None;
    };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}
