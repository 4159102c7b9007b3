//! The text that continues a sweep in another process.
//!
//! # The text
//!
//! `decksweep1_` and then base64url without padding, of these bytes; numbers are big-endian:
//!
//! | bytes | content |
//! |---|---|
//! | 1 | flags: bit 0 tells of a count of items left, bit 1 of a page size; the others are zero |
//! | 0 or 8 | how many items are left of a cap |
//! | 0 or 1 | the page size |
//! | text | the path |
//! | text | the filters, without bounds of time |
//! | range | the range of the sweep |
//! | 1 | how the sweep is read: see [`SweepMode`] |
//! | fingerprints | items that tell no creation instant and were delivered |
//! | 2 | how many sets of delivered items follow |
//! | fingerprints each | a set of delivered items |
//! | 2 | how many parts follow |
//! | part each | what is still to be listed |
//! | 4 | check value: CRC-32 of the prefix and of all bytes before |
//!
//! A text is 4 bytes of length and the text itself. A range is two texts, empty where it is open.
//! Fingerprints are 4 bytes of count and 8 bytes each. A part is: 1 byte for its reach, the range of
//! its query, 2 bytes of count and as many ranges, 2 bytes of count and 2 bytes for the place of each
//! of its sets, 1 byte that tells whether these hold what the part itself has delivered, and the text
//! of a resume token, empty for a part that has not begun.

mod payload;
pub(crate) mod sweep_checkpoint_error;
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
use crate::listing::page_request::PageRequest;
use crate::resume_token::ResumeToken;
use crate::resume_token::base64url;
use crate::resume_token::fingerprint::Fingerprint;
use crate::time_range::TimeRange;

use sweep_checkpoint_error::SweepCheckpointError;

/// Continues a sweep exactly where it stood, in this process or another.
///
/// It holds what is [`Listed`], the range, and what is still [missing](Self::missing) of it: the parts that
/// were not begun, and for those that were the position and what was delivered. All else in the range is
/// done. It never holds a key or another secret, but it does hold the filters.
///
/// Its text is safe in a URL, a file name and a log: letters, digits, `-` and `_`, at most
/// [`MAX_LENGTH`](Self::MAX_LENGTH) of them and most often some thousands. It carries a check value against
/// damage, which is no protection against forgery.
///
/// # Examples
///
/// ```
/// use deck_types::{ListTaskRuns, Listed, SweepCheckpoint, SweepPart, SweepState, TimeRange};
///
/// let mut state = SweepState::new(Listed::new(&ListTaskRuns::new())?, TimeRange::default());
/// state.parts.push(SweepPart::new(TimeRange::default()));
/// let checkpoint = SweepCheckpoint::new(state)?;
///
/// let text = checkpoint.to_string();
/// assert_eq!(text.parse::<SweepCheckpoint>()?, checkpoint);
/// assert_eq!(checkpoint.missing().count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SweepCheckpoint(SweepState);

/// What is in a [`SweepCheckpoint`], for those who write and read one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SweepState {
    /// What is listed, without bounds of time.
    pub listed: Listed,
    /// The range of the sweep; an open end stays open until it is known.
    pub range: TimeRange,
    /// How many items are left of a cap, where the sweep has one.
    pub remaining: Option<u64>,
    /// How the sweep is read.
    pub mode: SweepMode,
    /// Items that tell no creation instant and were delivered.
    pub undated: Vec<Fingerprint>,
    /// Sets of delivered items, to which parts refer by their places.
    pub known: Vec<Vec<Fingerprint>>,
    /// What is still to be listed.
    pub parts: Vec<SweepPart>,
}

/// How a sweep is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SweepMode {
    /// In parts.
    #[default]
    InParts,
    /// As one ordinary listing: the server ignores the bounds of time.
    BoundsIgnored,
    /// As one ordinary listing: the server refuses its cursors where a listing is narrowed.
    CursorRefused,
}

/// How far the query of a part reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SweepReach {
    /// Not beyond the part's own range.
    #[default]
    Part,
    /// As far as the range of the whole sweep.
    Range,
    /// Everything there is.
    Everything,
}

/// A part of a sweep that is still to be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SweepPart {
    /// The ranges whose items are the part's; one, unless the parts were put together again.
    pub ranges: Vec<TimeRange>,
    /// What its query asks for, which is more than is its own.
    pub query: TimeRange,
    /// How far that reaches.
    pub reach: SweepReach,
    /// The places of the sets in [`SweepState::known`] whose items it is not to deliver again.
    pub known: Vec<u16>,
    /// Whether these sets hold all that the part itself has delivered, too.
    pub knows_its_own: bool,
    /// Where its listing stands; `None` for a part that has not begun.
    pub token: Option<ResumeToken>,
}

impl SweepState {
    /// Creates the state of a sweep of which nothing is missing.
    #[must_use]
    pub fn new(listed: Listed, range: TimeRange) -> Self {
        Self {
            listed,
            range,
            remaining: None,
            mode: SweepMode::InParts,
            undated: Vec::new(),
            known: Vec::new(),
            parts: Vec::new(),
        }
    }
}

impl SweepPart {
    /// Creates a part that has not begun, and asks for no more than is its own.
    #[must_use]
    pub fn new(range: TimeRange) -> Self {
        Self {
            query: range.clone(),
            ranges: vec![range],
            reach: SweepReach::Part,
            known: Vec::new(),
            knows_its_own: true,
            token: None,
        }
    }
}

impl SweepCheckpoint {
    /// The length of the longest text of a checkpoint, in bytes.
    pub const MAX_LENGTH: usize = 1_048_576;

    /// Makes a checkpoint of a state.
    ///
    /// # Errors
    ///
    /// [`TooLong`](SweepCheckpointError::TooLong) when the state needs more room than the text has.
    pub fn new(state: SweepState) -> Result<Self, SweepCheckpointError> {
        let checkpoint = Self(state);
        if checkpoint.to_string().len() > Self::MAX_LENGTH {
            return Err(SweepCheckpointError::TooLong);
        }
        Ok(checkpoint)
    }

    /// Returns the range of the sweep; its end is open where it was not known yet.
    #[must_use]
    pub fn range(&self) -> &TimeRange {
        &self.0.range
    }

    /// Returns the ranges that are not done yet. Of those that were begun, a part was delivered.
    pub fn missing(&self) -> impl Iterator<Item = &TimeRange> {
        self.0.parts.iter().flat_map(|part| &part.ranges)
    }

    /// Returns what is in the checkpoint.
    #[must_use]
    pub fn state(&self) -> &SweepState {
        &self.0
    }

    /// Returns the listing that is swept, by one of the kind that made the checkpoint.
    ///
    /// The filters come from the checkpoint, the page size from `listing`, which may be without filters.
    ///
    /// # Errors
    ///
    /// [`OtherListing`](SweepCheckpointError::OtherListing) when the checkpoint was made by a listing with
    /// another path or other keys, and [`OtherFilters`](SweepCheckpointError::OtherFilters) when `listing`
    /// has filters that differ.
    pub fn listing<L: Listing>(&self, listing: &L) -> Result<L, SweepCheckpointError> {
        let path = listing.path();
        let path = path.map_err(|_| SweepCheckpointError::OtherListing)?;
        let frozen = &self.0.listed;
        if *path != *frozen.path {
            return Err(SweepCheckpointError::OtherListing);
        }
        let filters = listed::filters_of(listing);
        if !filters.is_empty() && *filters != *frozen.filters {
            return Err(SweepCheckpointError::OtherFilters);
        }
        let mut bare = listing.clone();
        bare.set_page_size(None);
        let request = if filters.is_empty() {
            PageRequest::of_query(bare, &frozen.filters)
        } else {
            Ok(PageRequest::new(bare))
        };
        let mut read = request
            .map(|request| request.listing)
            .ok()
            // A forged text may hold other keys than those of filters, or filters in another order.
            .filter(|listing| listed::filters_of(listing) == *frozen.filters)
            .ok_or(SweepCheckpointError::OtherListing)?;
        read.set_page_size(listing.page_size().or(frozen.page_size));
        Ok(read)
    }
}

impl fmt::Display for SweepCheckpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(PREFIX)?;
        formatter.write_str(&base64url::encode(&payload::to_checked_bytes(
            &self.0, PREFIX,
        )))
    }
}

impl FromStr for SweepCheckpoint {
    type Err = SweepCheckpointError;

    /// Reads the text of a checkpoint. Text that is too long is refused before anything of it is read.
    fn from_str(text: &str) -> Result<Self, SweepCheckpointError> {
        if text.len() > Self::MAX_LENGTH {
            return Err(SweepCheckpointError::TooLong);
        }
        let Some(encoded) = text.strip_prefix(PREFIX) else {
            return Err(other_prefix(text));
        };
        let bytes = base64url::decode(encoded).ok_or(SweepCheckpointError::Damaged)?;
        let state = payload::from_checked_bytes(PREFIX, &bytes);
        state.map(Self).ok_or(SweepCheckpointError::Damaged)
    }
}

impl fmt::Debug for SweepCheckpoint {
    /// Shows how long the text is and nothing of the inside.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "SweepCheckpoint({} bytes)",
            self.to_string().len()
        )
    }
}

impl Serialize for SweepCheckpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SweepCheckpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

const PREFIX: &str = "decksweep1_";

/// Tells a checkpoint of a later version from what is no checkpoint at all.
fn other_prefix(text: &str) -> SweepCheckpointError {
    let version = text
        .strip_prefix("decksweep")
        .and_then(|rest| rest.split_once('_'));
    let is_version = |text: &str| !text.starts_with('0') && text.parse::<u16>().is_ok();
    match version {
        Some((version, _)) if is_version(version) => SweepCheckpointError::FutureVersion,
        _ => SweepCheckpointError::Malformed,
    }
}
