//! The rules for parameters that their types cannot express.

use crate::listing::Listing;
use crate::listing::page_position::PagePosition;
use crate::listing::query_error::QueryError;
use crate::timestamp::Timestamp;

/// Refuses a position that the listing does not have, and an anchor without text: the server would take it
/// for none and begin at the start, again and again.
pub(super) fn position<L: Listing>(position: &PagePosition) -> Result<(), QueryError> {
    let Some((key, text)) = position.key_and_text() else {
        return Ok(());
    };
    let key = key.to_owned();
    if position.is_by_id() && !L::HAS_ID_POSITIONS {
        let value = text.to_owned();
        return Err(QueryError::UnknownKey { key, value });
    }
    if text.is_empty() {
        return Err(QueryError::EmptyCursor { key });
    }
    Ok(())
}

/// Refuses values that cannot be sent, and filters that contradict each other.
pub(super) fn filters<L: Listing>(listing: &L) -> Result<(), QueryError> {
    for filter in L::FILTERS {
        let checked = filter.field(listing).check();
        checked.map_err(|(value, reason)| QueryError::InvalidTimestamp {
            key: filter.key().to_owned(),
            value,
            reason,
        })?;
    }
    listing.check()
}

/// Refuses a window that ends before it begins; bounds within the same nanosecond count as equal.
pub(crate) fn window(
    created_after: Option<&Timestamp>,
    created_before: Option<&Timestamp>,
) -> Result<(), QueryError> {
    let (Some(after), Some(before)) = (created_after, created_before) else {
        return Ok(());
    };
    let (Ok(begin), Ok(end)) = (after.unix_nanoseconds(), before.unix_nanoseconds()) else {
        return Ok(());
    };
    if begin <= end {
        return Ok(());
    }
    Err(QueryError::InvertedWindow {
        created_after: after.clone(),
        created_before: before.clone(),
    })
}
