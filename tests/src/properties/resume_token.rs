//! What holds for any text that is read as a resume token, whoever wrote it.

use deck_types::Delivered;
use deck_types::Fingerprint;
use deck_types::ListTaskRuns;
use deck_types::ResumeToken;
use deck_types::ResumeTokenError;
use deck_types::TaskRunId;
use deck_types::WayBack;

/// Reads bytes as a token, as the inside of a token with a right check value, and as a query that a token is made of.
///
/// # Panics
///
/// When a text is read that is not the one text of its token, when a token is not read back, or when one that was read cannot be used.
pub fn check(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        there_is_one_text_for_a_token(text);
        a_token_made_of_a_query_is_read_back(text);
    }
    there_is_one_text_for_a_token(&forge(bytes));
}

fn there_is_one_text_for_a_token(text: &str) {
    match text.parse::<ResumeToken>() {
        Ok(token) => {
            assert_eq!(token.to_string(), text);
            assert!(text.len() <= ResumeToken::MAX_LENGTH);
            assert!(text.bytes().all(is_safe), "{text:?}");
            assert_eq!(
                format!("{token:?}"),
                format!("ResumeToken({} bytes)", text.len())
            );
            what_was_read_can_be_made(&token);
        }
        Err(error) => the_error_tells_nothing_of_the_inside(error),
    }
}

fn what_was_read_can_be_made(token: &ResumeToken) {
    let (list, delivered) = (token.list().clone(), token.delivered().clone());
    assert!(delivered.len() <= Delivered::CAPACITY);
    let mut way_back = WayBack::new(token.way_back().anchors().iter().cloned());
    if let Some(origin) = token.way_back().origin() {
        way_back = way_back.with_origin(origin.clone());
    }
    assert_eq!(&way_back, token.way_back());
    let made = ResumeToken::new(list, delivered, token.remaining());
    let made = made.and_then(|made| made.with_way_back(way_back));
    assert_eq!(made.as_ref(), Ok(token));
}

/// All that an error can say is known before the text is.
fn the_error_tells_nothing_of_the_inside(error: ResumeTokenError) {
    let known = [
        ResumeTokenError::Malformed,
        ResumeTokenError::Damaged,
        ResumeTokenError::FutureVersion,
        ResumeTokenError::TooLong,
    ];
    assert!(known.contains(&error), "{error}");
}

fn a_token_made_of_a_query_is_read_back(query: &str) {
    let Ok(list) = ListTaskRuns::from_query(query) else {
        return;
    };
    let mut delivered = Delivered::new();
    for word in query.split('&') {
        delivered.record(Fingerprint::of_text(word));
    }
    let anchors = query.split('=').map(TaskRunId::from);
    let way_back = WayBack::new(anchors).with_origin(list.position.clone());
    let made = ResumeToken::new(list, delivered, u64::try_from(query.len()).ok());
    match made.and_then(|made| made.with_way_back(way_back)) {
        Ok(token) => assert_eq!(token.to_string().parse(), Ok(token)),
        Err(error) => assert_eq!(error, ResumeTokenError::TooLong),
    }
}

/// Writes bytes as the inside of a token, with the right length and the right check value: forgery is allowed, and must do no harm.
#[must_use]
pub fn forge(inside: &[u8]) -> String {
    let length = u32::try_from(inside.len() + 4).unwrap_or(u32::MAX);
    let mut bytes = [&length.to_be_bytes(), inside].concat();
    bytes.extend(crc32(&[PREFIX.as_bytes(), &bytes].concat()).to_be_bytes());
    format!("{PREFIX}{}", base64url(&bytes))
}

const PREFIX: &str = "deck1_";

fn is_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// CRC-32 of IEEE 802.3, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |checksum, byte| {
        (0..8).fold(checksum ^ u32::from(*byte), |bits, _| {
            (bits >> 1) ^ (0xEDB8_8320 & (bits & 1).wrapping_neg())
        })
    })
}

/// Base64url of RFC 4648 without padding.
fn base64url(bytes: &[u8]) -> String {
    let alphabet: Vec<char> = ('A'..='Z')
        .chain('a'..='z')
        .chain('0'..='9')
        .chain(['-', '_'])
        .collect();
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0, |group, index| {
            group << 8 | usize::from(chunk.get(index).copied().unwrap_or(0))
        });
        let characters = [18, 12, 6, 0].map(|shift| alphabet[group >> shift & 63]);
        text.extend(&characters[..=chunk.len()]);
    }
    text
}
