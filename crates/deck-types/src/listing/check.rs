//! The rules for parameters that their types cannot express.

use crate::listing::Listing;
use crate::listing::filter::Filter;
use crate::listing::listed::LIMIT;
use crate::listing::page_position::CURSOR;
use crate::listing::page_position::ENDING_BEFORE;
use crate::listing::page_position::PagePosition;
use crate::listing::page_position::STARTING_AFTER;
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
        let known = known_keys::<L>();
        return Err(QueryError::UnknownKey { key, value, known });
    }
    if text.is_empty() {
        return Err(QueryError::EmptyCursor { key });
    }
    Ok(())
}

/// Returns the keys of the query of a page, in the order in which they are written.
pub(super) fn known_keys<L: Listing>() -> Vec<&'static str> {
    let by_id = if L::HAS_ID_POSITIONS {
        &[STARTING_AFTER, ENDING_BEFORE][..]
    } else {
        &[]
    };
    let filters = L::FILTERS.iter().map(Filter::key);
    let positions = by_id.iter().copied();
    [LIMIT, CURSOR]
        .into_iter()
        .chain(positions)
        .chain(filters)
        .collect()
}

/// Refuses values that cannot be sent, and filters that contradict each other.
pub(super) fn filters<L: Listing>(listing: &L) -> Result<(), QueryError> {
    for filter in L::FILTERS {
        let checked = filter.field(listing).check();
        checked.map_err(|(value, reason)| QueryError::of_filter(filter.key(), value, reason))?;
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
