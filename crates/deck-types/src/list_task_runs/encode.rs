//! From parameters to a query string.

use crate::id::AgentId;
use crate::id::CredentialId;
use crate::id::SourceId;
use crate::id::TaskId;
use crate::id::WorkflowId;
use crate::list_task_runs::ListTaskRuns;
use crate::list_task_runs::key::Key;
use crate::page_position::PagePosition;
use crate::percent;
use crate::task_run::outcome::Outcome;
use crate::task_run::status::TaskRunStatus;
use crate::timestamp::Timestamp;

pub(super) fn query(list: &ListTaskRuns) -> String {
    let mut query = Query::default();
    if let Some(page_size) = list.page_size {
        query.push(Key::Limit, &page_size.to_string());
    }
    query.push_position(&list.position);
    query.push_all(Key::Status, list.status.iter().map(TaskRunStatus::as_str));
    query.push_all(Key::SourceId, list.source_id.iter().map(SourceId::as_str));
    query.push_all(Key::Outcome, list.outcome.iter().map(Outcome::as_str));
    query.push_all(Key::AgentId, list.agent_id.iter().map(AgentId::as_str));
    query.push_all(
        Key::CredentialId,
        list.credential_id.iter().map(CredentialId::as_str),
    );
    query.push_all(Key::TaskId, list.task_id.iter().map(TaskId::as_str));
    query.push_all(
        Key::WorkflowId,
        list.workflow_id.iter().map(WorkflowId::as_str),
    );
    query.push_all(
        Key::CreatedAfter,
        list.created_after.iter().map(Timestamp::as_str),
    );
    query.push_all(
        Key::CreatedBefore,
        list.created_before.iter().map(Timestamp::as_str),
    );
    query.text
}

/// A query string in the making.
#[derive(Default)]
struct Query {
    text: String,
}

impl Query {
    fn push(&mut self, key: Key, value: &str) {
        if !self.text.is_empty() {
            self.text.push('&');
        }
        self.text.push_str(key.as_str());
        self.text.push('=');
        percent::encode_into(value, &mut self.text);
    }

    fn push_all<'a>(&mut self, key: Key, values: impl Iterator<Item = &'a str>) {
        for value in values {
            self.push(key, value);
        }
    }

    fn push_position(&mut self, position: &PagePosition) {
        match position {
            PagePosition::Start => {}
            PagePosition::Cursor(cursor) => self.push(Key::Cursor, cursor.as_str()),
            PagePosition::After(id) => self.push(Key::StartingAfter, id.as_str()),
            PagePosition::Before(id) => self.push(Key::EndingBefore, id.as_str()),
        }
    }
}
