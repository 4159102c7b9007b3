//! What the setters cannot exclude is told before it is sent.

use super::TASK_KEYS;
use super::everything;
use super::read;
use super::timestamp;
use super::unknown_key;
use crate::listing::page_position::PagePosition;
use crate::listing::page_request::PageRequest;
use crate::task::list_tasks::ListTasks;
use crate::task_run::list_task_runs::ListTaskRuns;

#[test]
fn what_cannot_be_read_back_does_not_pass() {
    let all = || PageRequest::new(ListTaskRuns::new());
    let of = PageRequest::new;
    let late = timestamp("2026-11-02T00:00:00Z");
    let early = timestamp("2026-11-01T00:00:00Z");
    let inverted = ListTaskRuns::new()
        .created_after(late)
        .created_before(early);
    let refused = [
        all().position(PagePosition::After("".into())),
        all().position(PagePosition::Before("".into())),
        of(ListTaskRuns::new().created_after(timestamp("soon"))),
        of(ListTaskRuns::new().created_before(timestamp(""))),
        of(inverted),
    ];
    for request in refused {
        let error = request.check().expect_err("an impossible request");
        assert_eq!(read(&request.to_query()), Err(error));
    }
    assert_eq!(everything().check(), Ok(()));
}

#[test]
fn a_position_by_id_does_not_pass_where_the_listing_has_none() {
    for (position, key) in [
        (PagePosition::After("task_1".into()), "starting_after"),
        (PagePosition::Before("task_1".into()), "ending_before"),
    ] {
        let request = PageRequest::new(ListTasks::new()).position(position);
        let error = unknown_key(key, "task_1", &TASK_KEYS);

        assert_eq!(request.check().as_ref(), Err(&error));
        let read = PageRequest::<ListTasks>::from_query(&request.to_query());
        assert_eq!(read.as_ref(), Err(&error));
        let behind_a_cursor = format!("cursor=c&{}", request.to_query());
        let read = PageRequest::<ListTasks>::from_query(&behind_a_cursor);
        assert_eq!(read, Err(error), "it is no second position");
    }
}
