//! What the setters cannot exclude is told before it is sent.

use super::everything;
use super::timestamp;
use crate::list_task_runs::ListTaskRuns;
use crate::page_position::PagePosition;

#[test]
fn what_cannot_be_read_back_does_not_pass() {
    let late = timestamp("2026-11-02T00:00:00Z");
    let early = timestamp("2026-11-01T00:00:00Z");
    let refused = [
        ListTaskRuns::new().position(PagePosition::After("".into())),
        ListTaskRuns::new().position(PagePosition::Before("".into())),
        ListTaskRuns::new().created_after(timestamp("soon")),
        ListTaskRuns::new().created_before(timestamp("")),
        ListTaskRuns::new()
            .created_after(late)
            .created_before(early),
    ];
    for list in refused {
        let error = list.check().expect_err("an impossible list");
        assert_eq!(ListTaskRuns::from_query(&list.to_query()), Err(error));
    }
    assert_eq!(everything().check(), Ok(()));
}
