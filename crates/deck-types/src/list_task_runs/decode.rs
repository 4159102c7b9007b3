//! From a query string to parameters.

use std::borrow::Cow;

use crate::cursor::Cursor;
use crate::list_task_runs::ListTaskRuns;
use crate::list_task_runs::check;
use crate::list_task_runs::key::Key;
use crate::page_position::PagePosition;
use crate::page_size::PageSize;
use crate::percent;
use crate::percent::PercentError;
use crate::query_error::QueryError;
use crate::timestamp::Timestamp;

pub(super) fn query(query: &str) -> Result<ListTaskRuns, QueryError> {
    let mut reader = Reader::default();
    for segment in query.split('&').filter(|segment| !segment.is_empty()) {
        reader.read(&Pair::decode(segment)?)?;
    }
    check::window(&reader.list)?;
    Ok(reader.list)
}

/// One decoded `key=value`; a segment without `=` is a key with an empty value.
struct Pair<'a> {
    key: Cow<'a, str>,
    value: Cow<'a, str>,
}

impl<'a> Pair<'a> {
    fn decode(segment: &'a str) -> Result<Self, QueryError> {
        let (key, value) = segment.split_once('=').unwrap_or((segment, ""));
        let refused = |error| Self::refused(key, value, error);
        Ok(Self {
            key: percent::decode(key).map_err(refused)?,
            value: percent::decode(value).map_err(refused)?,
        })
    }

    fn refused(key: &str, value: &str, error: PercentError) -> QueryError {
        let (key, value) = (key.to_owned(), value.to_owned());
        match error {
            PercentError::InvalidEscape => QueryError::InvalidEscape { key, value },
            PercentError::InvalidUtf8 => QueryError::InvalidUtf8 { key, value },
        }
    }

    fn key_and_value(&self) -> (String, String) {
        (self.key.to_string(), self.value.to_string())
    }
}

/// The parameters read so far, and what has been seen on the way.
#[derive(Default)]
struct Reader {
    list: ListTaskRuns,
    seen: Vec<Key>,
    position: Option<(String, String)>,
}

impl Reader {
    fn read(&mut self, pair: &Pair<'_>) -> Result<(), QueryError> {
        let Some(key) = Key::find(&pair.key) else {
            let (key, value) = pair.key_and_value();
            return Err(QueryError::UnknownKey { key, value });
        };
        self.refuse_repetition(key, pair)?;
        if key.is_position() {
            self.refuse_conflict(pair)?;
        }
        self.set(key, pair)
    }

    fn refuse_repetition(&mut self, key: Key, pair: &Pair<'_>) -> Result<(), QueryError> {
        if key.is_repeatable() {
            return Ok(());
        }
        if self.seen.contains(&key) {
            let (key, value) = pair.key_and_value();
            return Err(QueryError::DuplicateKey { key, value });
        }
        self.seen.push(key);
        Ok(())
    }

    fn refuse_conflict(&mut self, pair: &Pair<'_>) -> Result<(), QueryError> {
        let (key, value) = pair.key_and_value();
        if let Some((first_key, first_value)) = self.position.take() {
            return Err(QueryError::ConflictingPositions {
                first_key,
                first_value,
                key,
                value,
            });
        }
        self.position = Some((key, value));
        Ok(())
    }

    fn set(&mut self, key: Key, pair: &Pair<'_>) -> Result<(), QueryError> {
        let list = &mut self.list;
        let value = &*pair.value;
        match key {
            Key::Limit => list.page_size = Some(page_size(pair)?),
            Key::Cursor => list.position = PagePosition::Cursor(cursor(pair)?),
            Key::StartingAfter => list.position = PagePosition::After(anchor(pair)?.into()),
            Key::EndingBefore => list.position = PagePosition::Before(anchor(pair)?.into()),
            Key::Status => list.status.push(value.into()),
            Key::SourceId => list.source_id.push(value.into()),
            Key::Outcome => list.outcome.push(value.into()),
            Key::AgentId => list.agent_id = Some(value.into()),
            Key::CredentialId => list.credential_id = Some(value.into()),
            Key::TaskId => list.task_id = Some(value.into()),
            Key::WorkflowId => list.workflow_id = Some(value.into()),
            Key::CreatedAfter => list.created_after = Some(timestamp(pair)?),
            Key::CreatedBefore => list.created_before = Some(timestamp(pair)?),
        }
        Ok(())
    }
}

fn page_size(pair: &Pair<'_>) -> Result<PageSize, QueryError> {
    pair.value.parse().map_err(|reason| {
        let (key, value) = pair.key_and_value();
        QueryError::InvalidPageSize { key, value, reason }
    })
}

fn cursor(pair: &Pair<'_>) -> Result<Cursor, QueryError> {
    Cursor::new(&*pair.value).map_err(|_| QueryError::EmptyCursor {
        key: pair.key.to_string(),
    })
}

fn anchor<'a>(pair: &'a Pair<'_>) -> Result<&'a str, QueryError> {
    check::anchor(&pair.key, &pair.value)?;
    Ok(&pair.value)
}

fn timestamp(pair: &Pair<'_>) -> Result<Timestamp, QueryError> {
    let timestamp = Timestamp::from_received(&*pair.value);
    check::bound(&pair.key, &timestamp)?;
    Ok(timestamp)
}
