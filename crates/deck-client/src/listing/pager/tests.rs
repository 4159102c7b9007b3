//! Pages in, positions out: the rules of paging without a server.

use deck_types::ContinuationError;
use deck_types::Cursor;
use deck_types::PagePosition;
use deck_types::TaskRun;

use super::*;

fn page(ids: &[&str], next_cursor: Option<&str>) -> Page {
    let mut page = Page::fixture(ids.iter().copied().map(TaskRun::fixture).collect());
    page.has_more = Some(next_cursor.is_some());
    page.next_cursor = next_cursor.map(|text| Cursor::new(text).unwrap());
    page
}

fn pager() -> Pager {
    Pager::new(PagePosition::Start, &Settings::new(Continuation::Cursor))
}

fn guarded_by(loop_guard: LoopGuard) -> Pager {
    Pager::new(
        PagePosition::Start,
        &Settings {
            loop_guard,
            ..Settings::new(Continuation::Cursor)
        },
    )
}

/// Reads a page whole: checks it, and moves on.
#[track_caller]
fn read(pager: &mut Pager, page: &Page) -> Result<(), PaginationError> {
    match check(pager, page)? {
        Some(following) => pager.advance(following),
        None => Ok(()),
    }
}

fn check(pager: &mut Pager, page: &Page) -> Result<Option<Following>, PaginationError> {
    let next = pager.following(page);
    pager.check(page, next, &Identity::of_page(page, false), false)
}

fn cursor(text: &str) -> PagePosition {
    PagePosition::Cursor(Cursor::new(text).unwrap())
}

#[test]
fn follows_the_cursor_and_ends_without_more() {
    let mut pager = pager();
    read(&mut pager, &page(&["a"], Some("c1"))).unwrap();
    assert_eq!(*pager.at(), cursor("c1"));
    read(&mut pager, &page(&["b"], None)).unwrap();
    assert!(pager.has_ended());
}

#[test]
fn goes_on_by_the_last_id_when_told_to() {
    let settings = Settings {
        continuation: Continuation::LastId,
        ..Settings::new(Continuation::Cursor)
    };
    let mut pager = Pager::new(PagePosition::Start, &settings);
    read(&mut pager, &page(&["a", "b"], Some("c1"))).unwrap();
    assert_eq!(*pager.at(), PagePosition::After("b".into()));
}

#[test]
fn a_cycle_of_any_length_is_an_error() {
    for length in [1, 2, 3, 50] {
        let mut pager = pager();
        let cursors: Vec<String> = (0..length).map(|n| format!("c{n}")).collect();
        for (n, text) in cursors.iter().enumerate() {
            read(&mut pager, &page(&[&format!("run {n}")], Some(text))).unwrap();
        }
        let back = read(&mut pager, &page(&["other"], Some("c0")));
        assert_eq!(
            back,
            Err(PaginationError::RepeatedContinuation),
            "length {length}"
        );
    }
}

#[test]
fn a_cycle_up_to_the_bound_is_seen() {
    let mut pager = pager();
    for n in 0..LoopGuard::BOUND {
        read(&mut pager, &page(&[&n.to_string()], Some(&format!("c{n}")))).unwrap();
    }
    let back = read(&mut pager, &page(&["other"], Some("c0")));
    assert_eq!(back, Err(PaginationError::RepeatedContinuation));
}

#[test]
fn the_page_before_over_again_is_an_error_before_it_is_delivered() {
    let mut pager = pager();
    read(&mut pager, &page(&["a", "b"], Some("c1"))).unwrap();
    let verdict = check(&mut pager, &page(&["a", "b"], Some("c2")));
    assert_eq!(verdict, Err(PaginationError::RepeatedPage));
    assert_eq!(*pager.at(), cursor("c1"), "the same page is wanted again");
}

#[test]
fn reading_the_same_page_again_after_an_error_is_no_repetition() {
    let mut pager = pager();
    read(&mut pager, &page(&["a"], Some("c1"))).unwrap();
    let mut broken = page(&["b"], None);
    broken.has_more = Some(true);
    broken.data.clear();
    assert!(read(&mut pager, &broken).is_err());
    read(&mut pager, &page(&["b"], Some("c2"))).unwrap();
    assert_eq!(*pager.at(), cursor("c2"));
}

#[test]
fn the_guard_can_stop_instead() {
    let mut pager = guarded_by(LoopGuard::Stop);
    read(&mut pager, &page(&["a"], Some("c1"))).unwrap();
    let verdict = check(&mut pager, &page(&["a"], Some("c2"))).unwrap();
    assert_eq!(verdict, None);
    assert!(pager.has_ended());

    let mut pager = guarded_by(LoopGuard::Stop);
    read(&mut pager, &page(&["a"], Some("c1"))).unwrap();
    read(&mut pager, &page(&["b"], Some("c1"))).unwrap();
    assert!(pager.has_ended());
}

#[test]
fn the_guard_can_let_go_on() {
    let mut pager = guarded_by(LoopGuard::Ignore);
    read(&mut pager, &page(&["a"], Some("c1"))).unwrap();
    read(&mut pager, &page(&["a"], Some("c1"))).unwrap();
    assert!(!pager.has_ended());
    assert_eq!(*pager.at(), cursor("c1"));
}

#[test]
fn empty_pages_are_passed_up_to_the_limit() {
    let settings = Settings {
        max_empty_pages: 2,
        ..Settings::new(Continuation::Cursor)
    };
    let mut pager = Pager::new(PagePosition::Start, &settings);
    read(&mut pager, &page(&[], Some("c1"))).unwrap();
    read(&mut pager, &page(&[], Some("c2"))).unwrap();
    let third = read(&mut pager, &page(&[], Some("c3")));
    assert_eq!(third, Err(PaginationError::EmptyPages { count: 3 }));
    read(&mut pager, &page(&["a"], Some("c3"))).unwrap();
    read(&mut pager, &page(&[], Some("c4"))).unwrap();
    assert_eq!(
        *pager.at(),
        cursor("c4"),
        "an item between them starts the count anew"
    );
}

#[test]
fn more_without_a_continuation_is_an_error() {
    let mut pager = pager();
    let mut page = page(&[], None);
    page.has_more = Some(true);
    let expected = PaginationError::Continuation(ContinuationError::MissingContinuation);
    assert_eq!(read(&mut pager, &page), Err(expected));
    assert!(!pager.has_ended());
}

#[test]
fn what_the_guard_remembers_is_bounded() {
    let mut visited = Visited::default();
    for n in 0..3 * LoopGuard::BOUND {
        visited.follow(&cursor(&n.to_string()));
    }
    assert_eq!(visited.len(), LoopGuard::BOUND);
    assert!(!visited.contains(&cursor("0")));
    assert!(visited.contains(&cursor(&(3 * LoopGuard::BOUND - 1).to_string())));
}
