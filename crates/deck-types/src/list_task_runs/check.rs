//! The rules for parameters that their types cannot express.

use crate::list_task_runs::ListTaskRuns;
use crate::list_task_runs::key::Key;
use crate::page_position::PagePosition;
use crate::query_error::QueryError;
use crate::timestamp::Timestamp;

pub(super) fn check(list: &ListTaskRuns) -> Result<(), QueryError> {
    match &list.position {
        PagePosition::After(id) => anchor(Key::StartingAfter.as_str(), id.as_str())?,
        PagePosition::Before(id) => anchor(Key::EndingBefore.as_str(), id.as_str())?,
        PagePosition::Start | PagePosition::Cursor(_) => {}
    }
    if let Some(after) = &list.created_after {
        bound(Key::CreatedAfter.as_str(), after)?;
    }
    if let Some(before) = &list.created_before {
        bound(Key::CreatedBefore.as_str(), before)?;
    }
    window(list)
}

/// Refuses an anchor without text: the server would take it for none and begin at the start, again and again.
pub(super) fn anchor(key: &str, id: &str) -> Result<(), QueryError> {
    if id.is_empty() {
        return Err(QueryError::EmptyCursor {
            key: key.to_owned(),
        });
    }
    Ok(())
}

/// Refuses a bound that stands for no instant.
pub(super) fn bound(key: &str, timestamp: &Timestamp) -> Result<(), QueryError> {
    timestamp
        .unix_nanoseconds()
        .map(|_| ())
        .map_err(|reason| QueryError::InvalidTimestamp {
            key: key.to_owned(),
            value: timestamp.as_str().to_owned(),
            reason,
        })
}

/// Refuses a window that ends before it begins; bounds within the same nanosecond count as equal.
pub(super) fn window(list: &ListTaskRuns) -> Result<(), QueryError> {
    let (Some(after), Some(before)) = (&list.created_after, &list.created_before) else {
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
