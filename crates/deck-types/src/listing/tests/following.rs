//! What is asked for after a page.

use super::read;
use crate::json::Json;
use crate::listing::continuation::Continuation;
use crate::listing::continuation::ContinuationError;
use crate::listing::page_request::PageRequest;
use crate::page::Page;
use crate::task::Task;
use crate::task::list_tasks::ListTasks;
use crate::task_run::TaskRun;
use crate::task_run::list_task_runs::ListTaskRuns;

/// Returns the query after a page that `response` stands for, asked for with `query`.
fn after(query: &str, response: &str) -> Result<Option<String>, ContinuationError> {
    let next = read(query).expect("a query").following(&page(response))?;
    Ok(next.map(|next| next.to_query()))
}

/// Returns the same for a listing that goes on by id wherever it can.
fn after_by_id(query: &str, response: &str) -> Result<Option<String>, ContinuationError> {
    let request = read(query).expect("a query");
    let next = request
        .position
        .following(&page(response), Continuation::LastId)?;
    Ok(next.map(|next| request.position(next).to_query()))
}

/// Returns the same for a listing that has no positions by id.
fn after_tasks(query: &str, response: &str) -> Result<Option<String>, ContinuationError> {
    let request = PageRequest::<ListTasks>::from_query(query).expect("a query");
    let page = Page::<Task>::from_json(response.as_bytes()).expect("a page");
    Ok(request.following(&page)?.map(|next| next.to_query()))
}

fn page(response: &str) -> Page<TaskRun> {
    Page::from_json(response.as_bytes()).expect("a page")
}

fn some(query: &str) -> Result<Option<String>, ContinuationError> {
    Ok(Some(query.to_owned()))
}

const ITEMS: &str = r#""data": [{"id": "a"}, {"id": "b"}]"#;

#[test]
fn has_more_false_ends_the_listing_even_with_a_cursor() {
    let page = format!(r#"{{{ITEMS}, "has_more": false, "next_cursor": "c"}}"#);

    assert_eq!(after("limit=2", &page), Ok(None));
    assert_eq!(after_by_id("limit=2", &page), Ok(None));
    assert_eq!(after("ending_before=z", &page), Ok(None));
}

#[test]
fn the_cursor_is_sent_and_everything_else_stays() {
    let page = format!(r#"{{{ITEMS}, "has_more": true, "next_cursor": "c"}}"#);

    assert_eq!(
        after("limit=2&starting_after=x&status=failed", &page),
        some("limit=2&cursor=c&status=failed"),
    );
}

#[test]
fn without_a_cursor_the_last_id_is_sent() {
    let page = format!(r#"{{{ITEMS}, "has_more": true}}"#);

    assert_eq!(after("cursor=old", &page), some("starting_after=b"));
}

#[test]
fn an_unreadable_last_item_still_counts() {
    let page = r#"{"data": [{"id": "a"}, {"id": "b", "runtime_ms": true}], "has_more": true}"#;

    assert_eq!(after("", page), some("starting_after=b"));
}

#[test]
fn an_empty_page_goes_on_by_its_cursor() {
    let page = r#"{"data": [], "has_more": true, "next_cursor": "c"}"#;

    assert_eq!(after("", page), some("cursor=c"));
    assert_eq!(after_by_id("", page), some("cursor=c"));
}

#[test]
fn more_without_cursor_and_id_is_an_error() {
    let missing = Err(ContinuationError::MissingContinuation);
    for data in [
        "[]",
        "[5]",
        r#"[{"id": ""}]"#,
        r#"[{"id": "a"}, {"status": "failed"}]"#,
    ] {
        let page = format!(r#"{{"data": {data}, "has_more": true}}"#);
        assert_eq!(after("", &page), missing, "{data}");
        assert_eq!(after_by_id("", &page), missing, "{data}");
    }
}

#[test]
fn a_backward_listing_goes_on_before_the_first_id_even_with_a_cursor() {
    let page = format!(r#"{{{ITEMS}, "has_more": true, "next_cursor": "c"}}"#);

    assert_eq!(
        after("ending_before=z&limit=2", &page),
        some("limit=2&ending_before=a")
    );
    assert_eq!(
        after_by_id("ending_before=z", &page),
        some("ending_before=a")
    );
}

#[test]
fn a_backward_listing_without_a_first_id_is_an_error() {
    let page = r#"{"data": [5, {"id": "b"}], "has_more": true, "next_cursor": "c"}"#;

    assert_eq!(
        after("ending_before=z", page),
        Err(ContinuationError::MissingContinuation)
    );
}

#[test]
fn where_has_more_is_absent_the_cursor_decides() {
    assert_eq!(
        after("", &format!(r#"{{{ITEMS}, "next_cursor": "c"}}"#)),
        some("cursor=c")
    );
    assert_eq!(
        after("", &format!(r#"{{{ITEMS}, "next_cursor": null}}"#)),
        Ok(None)
    );
}

#[test]
fn where_both_are_absent_the_end_is_undecided() {
    let page = format!("{{{ITEMS}}}");

    assert_eq!(after("", &page), Err(ContinuationError::UndecidedEnd));
    assert_eq!(after_by_id("", &page), Err(ContinuationError::UndecidedEnd));
    assert_eq!(
        after("ending_before=z", &page),
        Err(ContinuationError::UndecidedEnd)
    );
}

#[test]
fn by_id_the_last_id_goes_before_the_cursor() {
    let page = format!(r#"{{{ITEMS}, "has_more": true, "next_cursor": "c"}}"#);

    assert_eq!(
        after_by_id("limit=2", &page),
        some("limit=2&starting_after=b")
    );
}

#[test]
fn pages_of_exact_text_follow_as_pages_of_runs_do() {
    let page = Page::<Json>::from_json(br#"{"data": [{"id": "a"}], "has_more": true}"#);

    let next = PageRequest::new(ListTaskRuns::new()).following(&page.expect("a page"));

    assert_eq!(
        next.map(|next| next.map(|request| request.to_query())),
        some("starting_after=a")
    );
}

#[test]
fn a_listing_without_positions_by_id_goes_on_by_cursor_only() {
    let with_cursor = format!(r#"{{{ITEMS}, "has_more": true, "next_cursor": "c"}}"#);
    let without = format!(r#"{{{ITEMS}, "has_more": true}}"#);

    assert_eq!(
        after_tasks("limit=2&cursor=old&status=live", &with_cursor),
        some("limit=2&cursor=c&status=live")
    );
    assert_eq!(
        after_tasks("", &without),
        Err(ContinuationError::MissingContinuation)
    );
    assert_eq!(
        after_tasks("", &format!(r#"{{{ITEMS}, "next_cursor": null}}"#)),
        Ok(None)
    );
}
