//! The query in both directions, and the rule of what follows a page.

use crate::listing::page_position::PagePosition;
use crate::listing::page_request::PageRequest;
use crate::listing::page_size::PageSize;
use crate::listing::query_error::QueryError;
use crate::task_run::list_task_runs::ListTaskRuns;
use crate::task_run::status::TaskRunStatus;
use crate::timestamp::Timestamp;

mod checking;
mod decoding;
mod encoding;
mod following;
mod leniency;
mod messages;
mod serde_text;

fn timestamp(text: &str) -> Timestamp {
    Timestamp::from_received(text)
}

fn read(query: &str) -> Result<PageRequest<ListTaskRuns>, QueryError> {
    PageRequest::from_query(query)
}

/// Returns the error of a key that a listing with these keys does not have.
fn unknown_key(key: &str, value: &str, known: &[&'static str]) -> QueryError {
    QueryError::UnknownKey {
        key: key.to_owned(),
        value: value.to_owned(),
        known: known.to_vec(),
    }
}

/// The keys of `GET /task-runs`.
const RUN_KEYS: [&str; 13] = [
    "limit",
    "cursor",
    "starting_after",
    "ending_before",
    "status",
    "source_id",
    "outcome",
    "agent_id",
    "credential_id",
    "task_id",
    "workflow_id",
    "created_after",
    "created_before",
];

/// The keys of `GET /tasks`.
const TASK_KEYS: [&str; 4] = ["limit", "cursor", "agent_id", "status"];

fn everything() -> PageRequest<ListTaskRuns> {
    let listing = ListTaskRuns::new()
        .created_before(timestamp("2026-11-02T00:00:00+01:00"))
        .created_after(timestamp("2026-11-01T00:00:00Z"))
        .workflow_id("wflo_1")
        .task_id("task_1")
        .credential_id("cred_1")
        .agent_id("agt_1")
        .outcome(["failure", "mixed"])
        .source_id(["src_2", "src_1", "src_2"])
        .status([TaskRunStatus::Failed, TaskRunStatus::cancelling()])
        .page_size(PageSize::MAX);
    PageRequest::new(listing).position(PagePosition::After("trun_1".into()))
}
