//! The text that continues a listing in another process.
//!
//! # The text
//!
//! `deck1_` and then base64url (RFC 4648 section 5) without padding, of these bytes; numbers are big-endian:
//!
//! | bytes | content |
//! |---|---|
//! | 4 | the length of all that is listed here but the check value |
//! | 1 | flags: bit 0 tells that a count of items left follows, bit 1 that ids follow, bit 2 that an origin follows; the others are zero |
//! | 0 or 8 | how many items are left of a cap |
//! | 4 | the length of the query |
//! | as told | the query, as [`ListTaskRuns::to_query`] writes it, position included |
//! | 2 | how many fingerprints follow |
//! | 8 each | fingerprints of what was delivered, of the page and before it, the last delivered item last |
//! | 0 or 1 | how many ids follow, at most 16 |
//! | 4 and as told, each | the length of an id, and the id of a delivered run, the last delivered first |
//! | 0 or 4 | the length of the origin |
//! | as told | the position at which the listing began, written as a query |
//! | 4 | check value: CRC-32 of the prefix and of all bytes before |
//!
//! The digit of the prefix is the version. There is one text for each token: what is not exactly as above is refused.

mod base64url;
mod crc32;
pub(crate) mod delivered;
pub(crate) mod fingerprint;
mod payload;
pub(crate) mod resume_token_error;
#[cfg(test)]
mod tests;
pub(crate) mod way_back;

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error as _;

use crate::list_task_runs::ListTaskRuns;

use delivered::Delivered;
use payload::Payload;
use resume_token_error::ResumeTokenError;
use way_back::WayBack;

/// Continues a listing at the very next item, in this process or another.
///
/// It holds the parameters, the position of the page in hand, and the fingerprints of what was delivered of that page and lately
/// before it. So what was delivered is recognised even when the last delivered run is deleted, leaves the filter, or is pushed off the
/// first page by new ones. A token of a listing by id holds a [`WayBack`] too. It never holds a key or another secret, but it does hold the filters.
///
/// Its text is safe in a URL, a file name and a log: letters, digits, `-` and `_`, at most [`MAX_LENGTH`](Self::MAX_LENGTH) of them. It
/// carries a check value against damage, which is no protection against forgery.
///
/// # Examples
///
/// A token survives as text, and a damaged one is refused:
///
/// ```
/// use deck_types::{Delivered, Fingerprint, ListTaskRuns, ResumeToken, ResumeTokenError};
///
/// let mut delivered = Delivered::new();
/// delivered.record(Fingerprint::of_id(&"trun_1".into()));
/// let token = ResumeToken::new(ListTaskRuns::new().agent_id("agt_1"), delivered, None)?;
///
/// let text = token.to_string();
/// assert_eq!(text.parse::<ResumeToken>()?, token);
/// assert_eq!(text[..text.len() - 1].parse::<ResumeToken>(), Err(ResumeTokenError::Damaged));
/// # Ok::<(), ResumeTokenError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ResumeToken {
    list: ListTaskRuns,
    delivered: Delivered,
    remaining: Option<u64>,
    way_back: WayBack,
}

impl ResumeToken {
    /// The length of the longest text of a token, in bytes.
    pub const MAX_LENGTH: usize = 16_384;

    /// Makes a token of the parameters of the page in hand, of what was delivered, and of how many items are left of a cap.
    ///
    /// # Errors
    ///
    /// [`TooLong`](ResumeTokenError::TooLong) when the parameters need more room than the text has, and
    /// [`InvalidParameters`](ResumeTokenError::InvalidParameters) when they do not pass [`ListTaskRuns::check`].
    pub fn new(
        list: ListTaskRuns,
        delivered: Delivered,
        remaining: Option<u64>,
    ) -> Result<Self, ResumeTokenError> {
        list.check()
            .map_err(|_| ResumeTokenError::InvalidParameters)?;
        let token = Self {
            list,
            delivered,
            remaining,
            way_back: WayBack::default(),
        };
        token.if_it_has_room()
    }

    /// Adds where the listing can step back to.
    ///
    /// # Errors
    ///
    /// [`TooLong`](ResumeTokenError::TooLong) when that needs more room than the text has, and
    /// [`InvalidParameters`](ResumeTokenError::InvalidParameters) when the origin is a position that cannot be sent.
    pub fn with_way_back(mut self, way_back: WayBack) -> Result<Self, ResumeTokenError> {
        if let Some(origin) = way_back.origin() {
            ListTaskRuns::new()
                .position(origin.clone())
                .check()
                .map_err(|_| ResumeTokenError::InvalidParameters)?;
        }
        self.way_back = way_back;
        self.if_it_has_room()
    }

    /// Returns the parameters of the page to ask for, position included.
    #[must_use]
    pub fn list(&self) -> &ListTaskRuns {
        &self.list
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
    pub fn way_back(&self) -> &WayBack {
        &self.way_back
    }

    fn if_it_has_room(self) -> Result<Self, ResumeTokenError> {
        if self.to_string().len() > Self::MAX_LENGTH {
            return Err(ResumeTokenError::TooLong);
        }
        Ok(self)
    }
}

impl fmt::Display for ResumeToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload = Payload {
            query: self.list.to_query(),
            delivered: self.delivered.clone(),
            remaining: self.remaining,
            way_back: self.way_back.clone(),
        };
        formatter.write_str(PREFIX)?;
        formatter.write_str(&base64url::encode(&payload.to_checked_bytes(PREFIX)))
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
        let payload =
            Payload::from_checked_bytes(PREFIX, &bytes).ok_or(ResumeTokenError::Damaged)?;
        Self::of_payload(payload).ok_or(ResumeTokenError::Damaged)
    }
}

impl ResumeToken {
    fn of_payload(payload: Payload) -> Option<Self> {
        let list = ListTaskRuns::from_query(&payload.query).ok()?;
        (list.to_query() == payload.query).then_some(Self {
            list,
            delivered: payload.delivered,
            remaining: payload.remaining,
            way_back: payload.way_back,
        })
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

/// Tells a token of a later version from what is no token at all.
fn other_prefix(text: &str) -> ResumeTokenError {
    let version = text
        .strip_prefix("deck")
        .and_then(|rest| rest.split_once('_'))
        .map(|(version, _)| version);
    match version {
        Some(version) if is_later(version) => ResumeTokenError::FutureVersion,
        _ => ResumeTokenError::Malformed,
    }
}

fn is_later(version: &str) -> bool {
    let is_number = version.bytes().all(|byte| byte.is_ascii_digit());
    is_number && !version.starts_with('0') && version.parse().is_ok_and(|number: u16| number > 1)
}
