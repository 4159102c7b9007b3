//! A token is continued by the listing that made it, and by no other.

use super::*;
use crate::json::Json;
use crate::listing::filter::Filter;
use crate::listing::page_size::PageSize;
use crate::listing::page_size_field::page_size_methods;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::task::list_tasks::ListTasks;
use crate::task_run::list_task_run_storage::ListTaskRunStorage;

/// Returns a token that a listing with these texts would have made.
fn token_of(path: &str, filters: &str, position: PagePosition) -> ResumeToken {
    let listed = Listed {
        path: path.into(),
        filters: filters.into(),
        page_size: None,
    };
    ResumeToken::new(listed, position, Delivered::new(), None).unwrap()
}

fn at_start(path: &str, filters: &str) -> ResumeToken {
    token_of(path, filters, PagePosition::Start)
}

#[test]
fn the_request_comes_from_the_token_by_a_listing_without_filters_or_with_the_same() {
    let listing = failed().page_size("7".parse().unwrap());
    let position = PagePosition::After("trun_1".into());
    let token = ResumeToken::new(listed(&listing), position.clone(), delivered(1), None).unwrap();
    let expected = PageRequest::new(listing.clone()).position(position);

    for given in [ListTaskRuns::new(), failed(), listing] {
        assert_eq!(token.request(&given), Ok(expected.clone()));
    }
    let other_size = failed().page_size("9".parse().unwrap());
    assert_eq!(token.request(&other_size), Ok(expected));
}

#[test]
fn without_a_page_size_the_request_has_none() {
    let listing = ListTaskRuns::new().page_size("9".parse().unwrap());

    assert_eq!(
        at_start("/task-runs", "").request(&listing),
        Ok(PageRequest::new(ListTaskRuns::new()))
    );
}

#[test]
fn other_filters_are_refused() {
    for other in [
        ListTaskRuns::new().agent_id("agt_1"),
        ListTaskRuns::new().status(["failed", "canceled"]),
        failed().agent_id("agt_1"),
    ] {
        assert_eq!(token().request(&other), Err(ResumeTokenError::OtherFilters));
    }
    assert_eq!(
        at_start("/task-runs", "").request(&failed()),
        Err(ResumeTokenError::OtherFilters)
    );
}

#[test]
fn another_listing_or_another_parent_is_refused() {
    let other = ResumeTokenError::OtherListing;
    let storage = |id| ListTaskRunStorage::new(id);

    assert_eq!(token().request(&ListTasks::new()), Err(other));
    assert_eq!(token().request(&storage("trun_1")), Err(other));
    let of_storage = at_start("/task-runs/trun_1/storage", "");
    assert!(of_storage.request(&storage("trun_1")).is_ok());
    assert_eq!(of_storage.request(&storage("trun_2")), Err(other));
    assert_eq!(of_storage.request(&storage("..")), Err(other));
}

#[test]
fn filters_that_the_listing_does_not_have_or_would_write_otherwise_are_refused() {
    for filters in [
        "mood=good",
        "limit=5",
        "Limit=5",
        "cursor=abc",
        "agent_id=a&agent_id=b",
        "agent_id=a&status=failed",
        "created_after=soon",
        "created_after=2026-11-02T00%3A00%3A00Z&created_before=2026-11-01T00%3A00%3A00Z",
    ] {
        let token: ResumeToken = at_start("/task-runs", filters).to_string().parse().unwrap();
        assert_eq!(
            token.request(&ListTaskRuns::new()),
            Err(ResumeTokenError::OtherListing),
            "{filters}"
        );
    }
}

#[test]
fn a_position_by_id_is_refused_where_the_listing_has_none() {
    for position in [
        PagePosition::After("task_1".into()),
        PagePosition::Before("task_1".into()),
    ] {
        assert_eq!(
            token_of("/tasks", "", position).request(&ListTasks::new()),
            Err(ResumeTokenError::OtherListing)
        );
    }
}

/// A listing of another crate, with a key that is escaped in a query.
#[derive(Clone, Debug, Default, PartialEq)]
struct ListReports {
    kind: Vec<String>,
    page_size: Option<PageSize>,
}

impl Listing for ListReports {
    type Item = Json;
    const NAME: &'static str = "GET /reports";
    const FILTERS: &'static [Filter<Self>] = crate::filters! { "kind[]" => kind };

    fn path(&self) -> Result<String, PathError> {
        path(["reports"])
    }

    page_size_methods!();
}

#[test]
fn a_listing_of_another_crate_is_continued_whatever_its_keys_are() {
    let listing = ListReports {
        kind: vec!["a".into(), "b c".into()],
        page_size: PageSize::new(5).ok(),
    };
    let request = PageRequest::new(listing.clone());
    assert_eq!(request.to_query(), "limit=5&kind%5B%5D=a&kind%5B%5D=b%20c");

    let made = ResumeToken::new(listed(&listing), PagePosition::Start, delivered(1), None);
    let read: ResumeToken = made.unwrap().to_string().parse().unwrap();

    assert_eq!(read.request(&ListReports::default()), Ok(request));
}
