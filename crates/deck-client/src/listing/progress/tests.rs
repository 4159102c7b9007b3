//! How far a listing has come, without a server.

mod circles;
mod stepping_back;

use deck_types::Continuation;
use deck_types::Cursor;
use deck_types::ListTaskRuns;
use deck_types::TaskRun;
use deck_types::TaskRunId;

use super::*;

fn page(ids: &[&str], next_cursor: Option<&str>) -> Page {
    let mut page = Page::fixture(ids.iter().copied().map(TaskRun::fixture).collect());
    page.has_more = Some(next_cursor.is_some());
    page.next_cursor = next_cursor.map(|text| Cursor::new(text).unwrap());
    page
}

fn progress() -> Progress {
    Progress::new(PagePosition::Start, &settings())
}

fn settings() -> Settings {
    Settings::new(Continuation::Cursor)
}

fn cursor(text: &str) -> PagePosition {
    PagePosition::Cursor(Cursor::new(text).unwrap())
}

fn token(progress: &Progress) -> ResumeToken {
    let listed = Listed::new(&ListTaskRuns::new()).unwrap();
    progress.resume_token(&listed).unwrap()
}

/// Takes `page` in and delivers at most `count` of it; returns the ids of what was delivered.
#[track_caller]
fn deliver(progress: &mut Progress, mut page: Page, count: usize) -> Vec<String> {
    let identities = progress.accept(&mut page).unwrap().unwrap();
    let mut ids = Vec::new();
    for (identity, entry) in identities.into_iter().zip(page.into_entries()).take(count) {
        progress.deliver(identity);
        ids.push(entry.unwrap().id.into_string());
    }
    ids
}

/// Sends the token through its text, as another process would get it.
#[track_caller]
fn resumed(progress: &Progress) -> Progress {
    let text = token(progress).to_string();
    Progress::resumed(&text.parse().unwrap(), &settings())
}

#[test]
fn resuming_within_a_page_skips_what_was_delivered_of_it() {
    let mut progress = progress();
    assert_eq!(
        deliver(&mut progress, page(&["a", "b", "c"], Some("c1")), 2),
        ["a", "b"]
    );
    let mut resumed = resumed(&progress);
    assert_eq!(
        deliver(&mut resumed, page(&["a", "b", "c"], Some("c1")), 3),
        ["c"]
    );
}

#[test]
fn resuming_works_when_the_last_delivered_item_is_gone() {
    let mut progress = progress();
    deliver(&mut progress, page(&["a", "b", "c"], Some("c1")), 2);
    let mut resumed = resumed(&progress);
    assert_eq!(
        deliver(&mut resumed, page(&["a", "c"], Some("c1")), 3),
        ["c"]
    );
}

#[test]
fn resuming_works_when_new_items_push_the_delivered_ones_off_the_page() {
    let mut progress = progress();
    deliver(&mut progress, page(&["a", "b", "c"], Some("c1")), 2);
    let mut progress = resumed(&progress);

    assert_eq!(
        deliver(&mut progress, page(&["x", "y", "a"], Some("c1")), 3),
        ["x", "y"]
    );
    progress.leave_page().unwrap();
    assert_eq!(
        deliver(&mut progress, page(&["b", "c", "d"], Some("c2")), 3),
        ["c", "d"]
    );
}

#[test]
fn a_page_full_of_new_items_between_two_delivered_ones_brings_neither_back() {
    let mut progress = progress();
    deliver(&mut progress, page(&["a", "b", "c"], Some("c1")), 2);
    let mut progress = resumed(&progress);

    assert_eq!(
        deliver(&mut progress, page(&["a", "x"], Some("c1")), 2),
        ["x"]
    );
    progress.leave_page().unwrap();
    assert_eq!(
        deliver(&mut progress, page(&["y", "z"], Some("c2")), 2),
        ["y", "z"]
    );
    progress.leave_page().unwrap();
    assert_eq!(deliver(&mut progress, page(&["b", "c"], None), 2), ["c"]);
}

#[test]
fn a_second_resume_before_the_delivered_items_were_met_knows_them_still() {
    let mut progress = progress();
    deliver(&mut progress, page(&["a", "b"], Some("c1")), 2);
    let mut progress = resumed(&progress);
    deliver(&mut progress, page(&["x", "y"], Some("c1")), 1);
    let mut progress = resumed(&progress);
    assert_eq!(
        deliver(&mut progress, page(&["x", "y"], Some("c1")), 2),
        ["y"]
    );
    progress.leave_page().unwrap();
    assert_eq!(
        deliver(&mut progress, page(&["a", "b"], Some("c2")), 2),
        [""; 0]
    );
}

#[test]
fn a_token_between_two_pages_names_the_next_page_and_knows_the_one_before() {
    let mut progress = progress();
    deliver(&mut progress, page(&["a"], Some("c1")), 1);
    progress.leave_page().unwrap();
    let token = token(&progress);
    assert_eq!(*token.position(), cursor("c1"));
    assert_eq!(token.delivered().len(), 1);
    assert_eq!(
        deliver(&mut resumed(&progress), page(&["a", "b"], None), 2),
        ["b"],
        "pages may overlap"
    );
}

#[test]
fn the_token_after_the_end_delivers_nothing_more() {
    let mut progress = progress();
    deliver(&mut progress, page(&["a", "b"], None), 2);
    progress.leave_page().unwrap();
    let mut resumed = resumed(&progress);
    assert_eq!(deliver(&mut resumed, page(&["a", "b"], None), 2), [""; 0]);
    resumed.leave_page().unwrap();
    assert_eq!(resumed.wanted(), None);
}

#[test]
fn a_token_after_a_broken_continuation_reads_the_page_again_and_delivers_nothing_twice() {
    let mut progress = progress();
    deliver(&mut progress, page(&["a"], Some("c1")), 1);
    progress.leave_page().unwrap();
    deliver(&mut progress, page(&["b", "c"], Some("c1")), 2);
    assert_eq!(
        progress.leave_page(),
        Err(PaginationError::RepeatedContinuation)
    );

    let mut progress = resumed(&progress);
    assert_eq!(progress.wanted(), Some(&cursor("c1")));
    assert_eq!(
        deliver(&mut progress, page(&["b", "c", "d"], Some("c2")), 3),
        ["d"]
    );
    progress.leave_page().unwrap();
    assert_eq!(progress.wanted(), Some(&cursor("c2")));
}

#[test]
fn the_cap_ends_the_listing_and_travels_in_the_token() {
    let settings = Settings {
        max_items: Some(3),
        ..settings()
    };
    let mut progress = Progress::new(PagePosition::Start, &settings);
    deliver(&mut progress, page(&["a", "b", "c", "d"], Some("c1")), 2);
    assert_eq!(token(&progress).remaining(), Some(1));
    let mut progress = resumed(&progress);
    deliver(&mut progress, page(&["a", "b", "c", "d"], Some("c1")), 1);
    assert_eq!(progress.wanted(), None);
}

#[test]
fn an_undecodable_item_is_recognised_by_its_id_and_without_one_by_its_text() {
    let bad = r#"{"data":[{"id":"a","runtime_ms":[]},7,{"id":"b"}],"has_more":false}"#;
    let bad_page = || Page::<TaskRun>::from_json(bad.as_bytes()).unwrap();
    let mut progress = progress();
    let mut page = bad_page();
    let identities = progress.accept(&mut page).unwrap().unwrap();
    for (identity, entry) in identities.into_iter().zip(page.into_entries()).take(2) {
        assert!(entry.is_err());
        progress.deliver(identity);
    }
    let mut resumed = resumed(&progress);
    let mut rest = bad_page();
    resumed.accept(&mut rest).unwrap().unwrap();
    assert!(rest.rejected.is_empty());
    assert_eq!(rest.data[0].id, TaskRunId::from("b"));
}

#[test]
fn what_is_left_of_a_page_says_of_its_end_what_the_page_said() {
    let body = br#"{"data":[{"id":"a"},{"id":"b"}],"next_cursor":null}"#;
    let page = || Page::<TaskRun>::from_json(body).unwrap();
    let mut progress = progress();
    deliver(&mut progress, page(), 1);
    let mut rest = page();
    resumed(&progress).accept(&mut rest).unwrap().unwrap();
    assert_eq!(rest.data.len(), 1);
    assert_eq!(rest.is_last(), Some(true));
}

#[test]
fn a_permanent_error_ends_the_listing_where_it_stands() {
    let mut progress = progress();
    deliver(&mut progress, page(&["a", "b"], Some("c1")), 2);
    progress.leave_page().unwrap();
    progress.fail(true);
    assert_eq!(progress.wanted(), None);
    assert_eq!(*token(&progress).position(), cursor("c1"));
}

#[test]
fn the_last_transient_error_that_is_allowed_in_a_row_ends_the_listing() {
    let mut progress = progress();
    for _ in 1..Settings::DEFAULT_MAX_ERRORS {
        progress.fail(false);
    }
    assert!(progress.wanted().is_some(), "nine in a row are survived");
    deliver(&mut progress, page(&["a"], Some("c1")), 1);
    progress.leave_page().unwrap();
    for _ in 1..Settings::DEFAULT_MAX_ERRORS {
        progress.fail(false);
    }
    assert!(progress.wanted().is_some(), "a page begins the count anew");
    progress.fail(false);
    assert_eq!(progress.wanted(), None);
}

#[test]
fn ids_are_kept_only_where_the_listing_goes_on_by_id() {
    let ids_kept = |continuation, next_cursor| {
        let mut progress = Progress::new(PagePosition::Start, &Settings::new(continuation));
        let mut page = page(&["a"], next_cursor);
        page.has_more = Some(true);
        let identities = progress.accept(&mut page).unwrap().unwrap();
        matches!(identities[0], Identity::Item { id: Some(_), .. })
    };
    assert!(!ids_kept(Continuation::Cursor, Some("c1")));
    assert!(ids_kept(Continuation::Cursor, None));
    assert!(ids_kept(Continuation::LastId, Some("c1")));
}
