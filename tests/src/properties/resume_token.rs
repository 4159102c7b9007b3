//! The laws of resume tokens, the same for every listing: of any text that is read as one, whoever wrote it,
//! and of any request that one is made of.
//!
//! `cargo xtask roundtrip` includes this file, which needs `deck_types` and nothing else of ours.

use std::fmt::Debug;

use deck_types::Delivered;
use deck_types::Fingerprint;
use deck_types::ItemId;
use deck_types::Listed;
use deck_types::Listing;
use deck_types::PageRequest;
use deck_types::RecoveryPoints;
use deck_types::ResumeToken;
use deck_types::ResumeTokenError;

use super::listings::Subject;
use super::listings::Visitor;
use super::listings::visit_all;

/// Reads bytes as a token, as the inside of a token with a right check value, and as a query that a token is
/// made of.
///
/// # Panics
///
/// When a law of resume tokens is broken.
pub fn check(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        there_is_one_text_for_a_token(text);
        visit_all(&mut CheckQuery(text));
    }
    there_is_one_text_for_a_token(&forge(bytes));
}

struct CheckQuery<'a>(&'a str);

impl Visitor for CheckQuery<'_> {
    fn visit<L: Subject>(&mut self, empty: &L) {
        check_query(empty, self.0);
    }
}

struct CheckToken<'a>(&'a ResumeToken);

impl Visitor for CheckToken<'_> {
    fn visit<L: Subject>(&mut self, empty: &L) {
        what_it_gives_is_what_it_lists(self.0, empty);
    }
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
            check_damage(&token, text.len() / 2, 0);
            what_was_read_can_be_made(&token);
            visit_all(&mut CheckToken(&token));
        }
        Err(error) => the_error_tells_nothing_of_the_inside(error),
    }
}

fn what_was_read_can_be_made(token: &ResumeToken) {
    let delivered = token.delivered().clone();
    assert!(delivered.len() <= Delivered::CAPACITY);
    let mut recovery_points =
        RecoveryPoints::new(token.recovery_points().anchors().iter().cloned());
    if let Some(origin) = token.recovery_points().origin() {
        recovery_points = recovery_points.with_origin(origin.clone());
    }
    assert_eq!(&recovery_points, token.recovery_points());
    let (listed, position) = (token.listed().clone(), token.position().clone());
    let made = ResumeToken::new(listed, position, delivered, token.remaining());
    let made = made.and_then(|made| made.with_recovery_points(recovery_points));
    assert_eq!(made.as_ref(), Ok(token));
}

/// Checks that a token, whoever forged it, gives a request that can be sent and that it would be made of, or
/// none.
fn what_it_gives_is_what_it_lists<L: Listing + Debug + PartialEq>(
    token: &ResumeToken,
    listing: &L,
) {
    match token.request(listing) {
        Ok(request) => {
            assert_eq!(request.check(), Ok(()));
            assert_eq!(&request.position, token.position());
            let listed = Listed::new(&request.listing);
            assert_eq!(listed.as_ref(), Ok(token.listed()));
        }
        Err(error) => assert_eq!(error, ResumeTokenError::OtherListing),
    }
}

/// Checks that an error says nothing that is not known before the text is.
fn the_error_tells_nothing_of_the_inside(error: ResumeTokenError) {
    let known = [
        ResumeTokenError::Malformed,
        ResumeTokenError::Damaged,
        ResumeTokenError::FutureVersion,
        ResumeTokenError::TooLong,
    ];
    assert!(known.contains(&error), "{error}");
}

fn check_query<L: Listing + Debug + PartialEq>(listing: &L, query: &str) {
    let Ok(request) = PageRequest::of_query(listing.clone(), query) else {
        return;
    };
    let mut delivered = Delivered::new();
    for word in query.split('&') {
        delivered.record(Fingerprint::of_text(word));
    }
    let Some(token) = check_request(
        listing,
        &request,
        delivered,
        u64::try_from(query.len()).ok(),
    ) else {
        return;
    };
    let anchors = query.split('=').map(ItemId::from);
    let recovery_points = RecoveryPoints::new(anchors).with_origin(request.position);
    match token.with_recovery_points(recovery_points) {
        Ok(token) => assert_eq!(token.to_string().parse(), Ok(token)),
        Err(error) => assert_eq!(error, ResumeTokenError::TooLong),
    }
}

/// Creates a token of a request: it is read back from its text, and gives the request back to `listing`,
/// which has no parameters yet, and to the request's own, unless the request cannot be sent. Returns the
/// token, if there is one.
///
/// # Panics
///
/// When the token or the request is lost or changed, or when a token is refused without a reason.
pub fn check_request<L: Listing + Debug + PartialEq>(
    listing: &L,
    request: &PageRequest<L>,
    delivered: Delivered,
    remaining: Option<u64>,
) -> Option<ResumeToken> {
    let listed = Listed::new(&request.listing).ok()?;
    let position = request.position.clone();
    let has_text = position
        .key_and_text()
        .is_none_or(|(_, text)| !text.is_empty());
    match ResumeToken::new(listed, position, delivered, remaining) {
        Ok(token) => {
            assert_eq!(token.to_string().parse().as_ref(), Ok(&token));
            let given = request.check().map(|()| request.clone());
            let given = given.map_err(|_| ResumeTokenError::OtherListing);
            assert_eq!(token.request(listing), given);
            assert_eq!(token.request(&request.listing), given);
            Some(token)
        }
        Err(error) => {
            let expected = match has_text {
                true => ResumeTokenError::TooLong,
                false => ResumeTokenError::InvalidParameters,
            };
            assert_eq!(error, expected);
            None
        }
    }
}

/// Cuts the text of a token off at `place`, and flips one bit there: neither is a token. A flip that leaves
/// no text is passed over.
///
/// # Panics
///
/// When damage is not noticed.
pub fn check_damage(token: &ResumeToken, place: usize, bit: u32) {
    let text = token.to_string();
    let cut = &text[..place];
    assert!(cut.parse::<ResumeToken>().is_err(), "accepted: {cut}");
    let mut bytes = text.into_bytes();
    bytes[place] ^= 1 << bit;
    if let Ok(flipped) = String::from_utf8(bytes) {
        assert!(
            flipped.parse::<ResumeToken>().is_err(),
            "accepted: {flipped}"
        );
    }
}

/// Writes bytes as the inside of a token, with the right length and the right check value: forgery is
/// allowed, and must do no harm.
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

/// Computes CRC-32 of IEEE 802.3, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |checksum, byte| {
        (0..8).fold(checksum ^ u32::from(*byte), |bits, _| {
            (bits >> 1) ^ (0xEDB8_8320 & (bits & 1).wrapping_neg())
        })
    })
}

/// Writes base64url of RFC 4648 without padding.
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
