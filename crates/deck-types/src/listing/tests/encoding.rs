//! Parameters are written in one way.

use super::everything;
use crate::cursor::Cursor;
use crate::json::Json;
use crate::listing::Listing;
use crate::listing::listed::Listed;
use crate::listing::page_position::PagePosition;
use crate::listing::page_request::PageRequest;
use crate::listing::page_size::PageSize;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::task_run::list_task_run_storage::ListTaskRunStorage;
use crate::task_run::list_task_runs::ListTaskRuns;
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
        let request = PageRequest::new(ListTaskRuns::new()).position(position);
        assert_eq!(request.to_query(), query);
    }
}

#[test]
fn what_is_listed_writes_the_query_that_the_request_writes() {
    let request = everything();
    let listed = Listed::new(&request.listing).expect("a path");

    assert_eq!(listed.to_query(&request.position), request.to_query());
}

/// A listing with nothing to set.
#[derive(Clone)]
struct ListRegions;

impl Listing for ListRegions {
    type Item = Json;
    const NAME: &'static str = "GET /regions";

    fn path(&self) -> Result<String, PathError> {
        path(["regions"])
    }
}

#[test]
fn a_listing_leaves_the_page_size_to_the_server_unless_it_says_otherwise() {
    let mut listing = ListRegions;
    listing.set_page_size(Some(PageSize::MAX));
    assert_eq!(PageRequest::new(listing).to_query(), "");
}

#[test]
fn a_parent_stands_in_the_path_and_not_in_the_query() {
    let listed = |id| Listed::new(&ListTaskRunStorage::new(id));

    let of_one = listed("a/b").expect("an id with text");
    assert_eq!(of_one.path(), "/task-runs/a%2Fb/storage");
    assert_eq!(of_one.to_query(&PagePosition::Start), "");
    assert!(listed("").is_err());
    assert!(listed("..").is_err());
}

#[test]
fn a_setter_of_a_list_replaces_what_was_set_before() {
    let list = ListTaskRuns::new().status(["failed"]).status(["queued"]);

    assert_eq!(list.status, [TaskRunStatus::Queued]);
}
