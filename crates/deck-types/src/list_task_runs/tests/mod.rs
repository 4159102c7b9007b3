//! The query in both directions, and the rule of what follows a page.

use crate::list_task_runs::ListTaskRuns;
use crate::page_position::PagePosition;
use crate::page_size::PageSize;
use crate::task_run::status::TaskRunStatus;
use crate::timestamp::Timestamp;

mod checking;
mod decoding;
mod encoding;
mod following;
mod properties;

fn timestamp(text: &str) -> Timestamp {
    Timestamp::from_received(text)
}

fn everything() -> ListTaskRuns {
    ListTaskRuns::new()
        .created_before(timestamp("2026-11-02T00:00:00+01:00"))
        .created_after(timestamp("2026-11-01T00:00:00Z"))
        .workflow_id("wflo_1")
        .task_id("task_1")
        .credential_id("cred_1")
        .agent_id("agt_1")
        .outcome(["failure", "mixed"])
        .source_id(["src_2", "src_1", "src_2"])
        .status([TaskRunStatus::Failed, TaskRunStatus::cancelling()])
        .position(PagePosition::After("trun_1".into()))
        .page_size(PageSize::MAX)
}
