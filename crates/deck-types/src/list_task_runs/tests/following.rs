//! What is asked for after a page.

use crate::json::Json;
use crate::list_task_runs::ListTaskRuns;
use crate::list_task_runs::following::FollowingError;
use crate::page::Page;
use crate::task_run::TaskRun;

/// The query after a page that `answer` stands for, asked for with `query`.
fn after(query: &str, answer: &str) -> Result<Option<String>, FollowingError> {
    step(query, answer, ListTaskRuns::following)
}

fn after_by_id(query: &str, answer: &str) -> Result<Option<String>, FollowingError> {
    step(query, answer, ListTaskRuns::following_by_id)
}

fn step(
    query: &str,
    answer: &str,
    follow: impl Fn(&ListTaskRuns, &Page<TaskRun>) -> Result<Option<ListTaskRuns>, FollowingError>,
) -> Result<Option<String>, FollowingError> {
    let list = ListTaskRuns::from_query(query).expect("a query");
    let page = Page::from_json(answer.as_bytes()).expect("a page");
    Ok(follow(&list, &page)?.map(|next| next.to_query()))
}

fn some(query: &str) -> Result<Option<String>, FollowingError> {
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
    let missing = Err(FollowingError::MissingContinuation);
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
        Err(FollowingError::MissingContinuation)
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

    assert_eq!(after("", &page), Err(FollowingError::UndecidedEnd));
    assert_eq!(after_by_id("", &page), Err(FollowingError::UndecidedEnd));
    assert_eq!(
        after("ending_before=z", &page),
        Err(FollowingError::UndecidedEnd)
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

    let next = ListTaskRuns::new().following(&page.expect("a page"));

    assert_eq!(
        next.map(|next| next.map(|list| list.to_query())),
        some("starting_after=a")
    );
}
