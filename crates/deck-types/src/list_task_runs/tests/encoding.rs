//! Parameters are written in one way.

use super::everything;
use crate::cursor::Cursor;
use crate::list_task_runs::ListTaskRuns;
use crate::page_position::PagePosition;
use crate::task_run::status::TaskRunStatus;

#[test]
fn keys_stand_in_the_order_of_the_reference_page_whatever_the_order_of_the_setters() {
    assert_eq!(
        everything().to_query(),
        "limit=100&starting_after=trun_1&status=failed&status=cancelling\
         &source_id=src_2&source_id=src_1&source_id=src_2&outcome=failure&outcome=mixed\
         &agent_id=agt_1&credential_id=cred_1&task_id=task_1&workflow_id=wflo_1\
         &created_after=2026-11-01T00%3A00%3A00Z&created_before=2026-11-02T00%3A00%3A00%2B01%3A00",
    );
}

#[test]
fn each_position_has_its_key() {
    let cursor = Cursor::new("a=b&c").expect("not empty");
    let table = [
        (PagePosition::Start, ""),
        (PagePosition::Cursor(cursor), "cursor=a%3Db%26c"),
        (PagePosition::After("t".into()), "starting_after=t"),
        (PagePosition::Before("t".into()), "ending_before=t"),
    ];
    for (position, query) in table {
        assert_eq!(ListTaskRuns::new().position(position).to_query(), query);
    }
}

#[test]
fn a_setter_of_a_list_replaces_what_was_set_before() {
    let list = ListTaskRuns::new().status(["failed"]).status(["queued"]);

    assert_eq!(list.status, [TaskRunStatus::Queued]);
}
