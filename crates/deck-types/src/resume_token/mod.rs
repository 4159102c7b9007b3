//! The text that continues a listing in another process.
//!
//! # The text
//!
//! `deck1_` and then base64url (RFC 4648 section 5) without padding, of these bytes; numbers are big-endian:
//!
//! | bytes | content |
//! |---|---|
//! | 4 | the length of all that is listed here but the check value |
//! | 1 | flags: bit 0 tells of a count of items left, bit 1 of a page size, bit 2 of ids, bit 3 of an origin; the others are zero |
//! | 0 or 8 | how many items are left of a cap |
//! | 0 or 1 | the page size |
//! | text | the path, as [`Listed::path`] has it |
//! | text | the filters, as [`Listed::filters`] has them |
//! | position | where the page in hand begins |
//! | 2 | how many fingerprints follow |
//! | 8 each | fingerprints of what was delivered, of the page and before it, the last delivered item last |
//! | 0 or 1 | how many ids follow, at most 16 |
//! | text each | the id of a delivered item, the last delivered first |
//! | 0 or position | where the listing began |
//! | 4 | check value: CRC-32 of the prefix and of all bytes before |
//!
//! A text is 4 bytes of length and the text itself. A position is a byte (0 the start, 1 a cursor, 2 after an
//! item, 3 before an item) and, but for the start, a text that is not empty.
//!
//! The digit of the prefix is the version. There is one text for each token: what is not exactly as above is
//! refused.

pub(crate) mod base64url;
pub(crate) mod crc32;
pub(crate) mod delivered;
pub(crate) mod fingerprint;
pub(crate) mod payload;
pub(crate) mod recovery_points;
pub(crate) mod resume_token_error;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error as _;

use crate::listing::Listing;
use crate::listing::listed;
use crate::listing::listed::Listed;
use crate::listing::page_position::PagePosition;
use crate::listing::page_request::PageRequest;

use delivered::Delivered;
use recovery_points::RecoveryPoints;
use resume_token_error::ResumeTokenError;

/// Continues a listing at the very next item, in this process or another.
///
/// It holds what is [`Listed`], the position of the page in hand, and the fingerprints of what was delivered
/// of that page and lately before it. So what was delivered is recognised even when the last delivered item
/// is deleted, leaves the filter, or is pushed off the first page by new ones. A token of a listing by id
/// holds a [`RecoveryPoints`] too. It never holds a key or another secret, but it does hold the filters.
///
/// Its text has nothing but letters, digits, `-` and `_`, so that nothing has to be escaped in a URL, a log
/// or a database. With filters of the usual length it has about 60 to 2,500 characters, and never more than
/// [`MAX_LENGTH`](Self::MAX_LENGTH): store it as content and not as a name, because most file names end at
/// 255 bytes. It carries a check value against damage, which is no protection against forgery.
///
/// # Examples
///
/// A token survives as text, a damaged one is refused, and so is one of another listing:
///
/// ```
/// use deck_types::{Delivered, Fingerprint, ListTaskRuns, Listed, PagePosition};
/// use deck_types::{ResumeToken, ResumeTokenError};
///
/// let mut delivered = Delivered::new();
/// delivered.record(Fingerprint::of_text("trun_1"));
/// let listed = Listed::new(&ListTaskRuns::new().agent_id("agt_1"))?;
/// let token = ResumeToken::new(listed, PagePosition::Start, delivered, None)?;
///
/// let text = token.to_string();
/// assert_eq!(text.parse::<ResumeToken>()?, token);
/// assert_eq!(text[..text.len() - 1].parse::<ResumeToken>(), Err(ResumeTokenError::Damaged));
///
/// assert_eq!(token.request(&ListTaskRuns::new())?.to_query(), "agent_id=agt_1");
/// let other = ListTaskRuns::new().agent_id("agt_2");
/// assert_eq!(token.request(&other), Err(ResumeTokenError::OtherFilters));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ResumeToken {
    listed: Listed,
    position: PagePosition,
    delivered: Delivered,
    remaining: Option<u64>,
    recovery_points: RecoveryPoints,
}

impl ResumeToken {
    /// The length of the longest text of a token, in bytes.
    pub const MAX_LENGTH: usize = 16_384;

    /// Creates a token of what is listed, the position of the page in hand, what was delivered, and how many
    /// items are left of a cap.
    ///
    /// # Errors
    ///
    /// [`TooLong`](ResumeTokenError::TooLong) when that needs more room than the text has, and
    /// [`InvalidParameters`](ResumeTokenError::InvalidParameters) when the position cannot be sent.
    pub fn new(
        listed: Listed,
        position: PagePosition,
        delivered: Delivered,
        remaining: Option<u64>,
    ) -> Result<Self, ResumeTokenError> {
        let token = Self {
            listed,
            position: sendable(position)?,
            delivered,
            remaining,
            recovery_points: RecoveryPoints::default(),
        };
        token.if_it_has_room()
    }

    /// Adds where the listing can step back to.
    ///
    /// # Errors
    ///
    /// [`TooLong`](ResumeTokenError::TooLong) when that needs more room than the text has, and
    /// [`InvalidParameters`](ResumeTokenError::InvalidParameters) when the origin is a position that cannot
    /// be sent.
    pub fn with_recovery_points(
        mut self,
        recovery_points: RecoveryPoints,
    ) -> Result<Self, ResumeTokenError> {
        if let Some(origin) = recovery_points.origin() {
            sendable(origin.clone())?;
        }
        self.recovery_points = recovery_points;
        self.if_it_has_room()
    }

    /// Returns the request for the page in hand, by a listing of the kind that made the token.
    ///
    /// What is listed comes from the token. `listing` may be without filters; its page size does not matter.
    ///
    /// # Errors
    ///
    /// [`OtherListing`](ResumeTokenError::OtherListing) when the token was made by a listing with another
    /// path, or holds a position or filters that this one does not have or would not write like that, and
    /// [`OtherFilters`](ResumeTokenError::OtherFilters) when `listing` has filters that differ from the
    /// token's.
    pub fn request<L: Listing>(&self, listing: &L) -> Result<PageRequest<L>, ResumeTokenError> {
        let path = listing.path().map_err(|_| ResumeTokenError::OtherListing)?;
        if *path != *self.listed.path {
            return Err(ResumeTokenError::OtherListing);
        }
        let mut listing = self.with_filters(listing)?;
        listing.set_page_size(self.listed.page_size());
        let request = PageRequest::new(listing).position(self.position.clone());
        request
            .check()
            .map_err(|_| ResumeTokenError::OtherListing)?;
        Ok(request)
    }

    /// Returns what is listed.
    #[must_use]
    pub fn listed(&self) -> &Listed {
        &self.listed
    }

    /// Returns where the page in hand begins.
    #[must_use]
    pub fn position(&self) -> &PagePosition {
        &self.position
    }

    /// Returns what was delivered of that page, and lately before it.
    #[must_use]
    pub fn delivered(&self) -> &Delivered {
        &self.delivered
    }

    /// Returns how many items are left of a cap, where the listing has one.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        self.remaining
    }

    /// Returns where the listing can step back to.
    #[must_use]
    pub fn recovery_points(&self) -> &RecoveryPoints {
        &self.recovery_points
    }

    /// Returns the listing with the filters of the token, which it has already or is still without.
    fn with_filters<L: Listing>(&self, listing: &L) -> Result<L, ResumeTokenError> {
        let frozen = self.listed.filters();
        let filters = listed::filters_of(listing);
        if !filters.is_empty() {
            let is_same = filters == frozen;
            return is_same
                .then(|| listing.clone())
                .ok_or(ResumeTokenError::OtherFilters);
        }
        let mut listing = listing.clone();
        listing.set_page_size(None);
        PageRequest::of_query(listing, frozen)
            .ok()
            .map(|request| request.listing)
            // A forged text may hold other keys than those of filters, or filters in another order.
            .filter(|listing| listed::filters_of(listing) == frozen)
            .ok_or(ResumeTokenError::OtherListing)
    }

    fn if_it_has_room(self) -> Result<Self, ResumeTokenError> {
        if self.to_string().len() > Self::MAX_LENGTH {
            return Err(ResumeTokenError::TooLong);
        }
        Ok(self)
    }
}

/// Refuses an anchor without text, which the server would take for none.
fn sendable(position: PagePosition) -> Result<PagePosition, ResumeTokenError> {
    match position.key_and_text() {
        Some((_, "")) => Err(ResumeTokenError::InvalidParameters),
        _ => Ok(position),
    }
}

impl fmt::Display for ResumeToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(PREFIX)?;
        formatter.write_str(&base64url::encode(&payload::to_checked_bytes(self, PREFIX)))
    }
}

impl FromStr for ResumeToken {
    type Err = ResumeTokenError;

    /// Reads the text of a token. Text that is too long is refused before anything of it is read.
    fn from_str(text: &str) -> Result<Self, ResumeTokenError> {
        if text.len() > Self::MAX_LENGTH {
            return Err(ResumeTokenError::TooLong);
        }
        let Some(encoded) = text.strip_prefix(PREFIX) else {
            return Err(other_prefix(text));
        };
        let bytes = base64url::decode(encoded).ok_or(ResumeTokenError::Damaged)?;
        payload::from_checked_bytes(PREFIX, &bytes).ok_or(ResumeTokenError::Damaged)
    }
}

impl fmt::Debug for ResumeToken {
    /// Shows how long the text is and nothing of the inside.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ResumeToken({} bytes)", self.to_string().len())
    }
}

impl Serialize for ResumeToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ResumeToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

const PREFIX: &str = "deck1_";

/// Returns the error of a token of a later version, or of what is no token at all.
fn other_prefix(text: &str) -> ResumeTokenError {
    let version = text
        .strip_prefix("deck")
        .and_then(|rest| rest.split_once('_'))
        .map(|(version, _)| version);
    match version {
        Some(version) if is_version(version) => ResumeTokenError::FutureVersion,
        _ => ResumeTokenError::Malformed,
    }
}

/// Returns whether a text is the number of a version. They begin with 1, which is this one.
fn is_version(text: &str) -> bool {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && !text.starts_with('0') && text.parse::<u16>().is_ok()
}
