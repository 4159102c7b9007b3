//! What a listing makes of a position that the server refuses, and what its token keeps for that.

use super::*;

fn by_id() -> Settings {
    Settings::new(Continuation::LastId)
}

fn after(id: &str) -> PagePosition {
    PagePosition::After(id.into())
}

/// Delivers a page whole and leaves it.
#[track_caller]
fn read(progress: &mut Progress, ids: &[&str]) -> Vec<String> {
    let ids = deliver(progress, page(ids, Some("c")), usize::MAX);
    progress.leave_page().unwrap();
    ids
}

#[test]
fn a_position_of_the_callers_own_is_left_as_it_is() {
    for own in [PagePosition::Start, cursor("c"), after("x")] {
        let mut progress = Progress::new(own.clone(), &by_id());
        assert_eq!(progress.step_back(), StepBack::NotOurs);
        assert_eq!(progress.wanted(), Some(&own));
    }
}

#[test]
fn a_cursor_that_the_server_gave_has_nothing_to_step_back_to() {
    let lost = StepBack::Lost(PaginationError::ContinuationRefused);
    let mut progress = progress();
    deliver(&mut progress, page(&["a"], Some("c1")), 1);
    progress.leave_page().unwrap();
    assert_eq!(progress.step_back(), lost);
    assert_eq!(resumed(&progress).step_back(), lost);
    assert_eq!(progress.wanted(), Some(&cursor("c1")));
}

#[test]
fn behind_an_id_it_steps_back_over_what_it_delivered_and_delivers_none_of_it_twice() {
    let mut progress = Progress::new(PagePosition::Start, &by_id());
    read(&mut progress, &["a", "b", "c"]);
    assert_eq!(progress.step_back(), StepBack::AskAgain);
    assert_eq!(progress.wanted(), Some(&after("b")));
    assert_eq!(progress.step_back(), StepBack::AskAgain);
    assert_eq!(progress.wanted(), Some(&after("a")));
    assert_eq!(
        read(&mut progress, &["b", "c"]),
        [""; 0],
        "not the end of a circle"
    );
    assert_eq!(progress.wanted(), Some(&after("c")));
    assert_eq!(read(&mut progress, &["d"]), ["d"]);
}

#[test]
fn when_no_place_is_known_any_more_the_one_that_was_refused_is_wanted() {
    let mut progress = Progress::new(PagePosition::Start, &by_id());
    read(&mut progress, &["a", "b"]);
    for _ in ["b", "the start"] {
        assert_eq!(progress.step_back(), StepBack::AskAgain);
    }
    let lost = StepBack::Lost(PaginationError::AnchorsGone { tried: 2 });
    assert_eq!(progress.step_back(), lost);
    assert_eq!(progress.wanted(), Some(&after("b")));
}

#[test]
fn a_search_ends_with_the_next_item_and_another_begins_anew() {
    let mut progress = Progress::new(PagePosition::Start, &by_id());
    read(&mut progress, &["a", "b", "c"]);
    assert_eq!(progress.step_back(), StepBack::AskAgain);
    read(&mut progress, &["c", "d"]);
    assert_eq!(progress.step_back(), StepBack::AskAgain);
    assert_eq!(progress.wanted(), Some(&after("c")));
}

#[test]
fn from_an_own_position_behind_which_items_were_delivered_it_steps_to_those() {
    let mut progress = Progress::new(after("x"), &by_id());
    deliver(&mut progress, page(&["a", "x"], Some("c")), 2);
    let back = Err(PaginationError::RepeatedContinuation);
    assert_eq!(progress.leave_page(), back);
    assert_eq!(progress.step_back(), StepBack::AskAgain);
    assert_eq!(progress.wanted(), Some(&after("a")));
}

#[test]
fn a_token_keeps_where_to_step_back_to_if_the_listing_goes_on_by_id() {
    let mut progress = Progress::new(PagePosition::Start, &by_id());
    read(&mut progress, &["a", "b"]);
    read(&mut progress, &["c"]);
    for progress in [resumed(&progress), progress] {
        let token = token(&progress);
        assert_eq!(token.recovery_points().anchors(), ["c", "b", "a"]);
        assert_eq!(token.recovery_points().origin(), Some(&PagePosition::Start));
        assert_eq!(token.delivered().len(), 3, "of all pages");
    }
    let mut by_cursor = Progress::new(after("x"), &settings());
    read(&mut by_cursor, &["a"]);
    assert_eq!(
        *token(&by_cursor).recovery_points(),
        RecoveryPoints::default()
    );
}

#[test]
fn a_token_keeps_the_origin_only_while_all_since_is_known() {
    let mut progress = Progress::new(PagePosition::Start, &by_id());
    for number in 0..=Recent::CAPACITY {
        read(&mut progress, &[&number.to_string()]);
    }
    for mut progress in [resumed(&progress), progress] {
        assert_eq!(token(&progress).recovery_points().origin(), None);
        assert_eq!(progress.step_back(), StepBack::AskAgain);
    }
}

#[test]
fn a_token_at_the_start_is_resumed_as_a_listing_that_began_there() {
    let progress = Progress::new(PagePosition::Start, &by_id());
    let mut resumed = resumed(&progress);
    assert_eq!(resumed.step_back(), StepBack::NotOurs);
    assert_eq!(resumed.wanted(), Some(&PagePosition::Start));
}

#[test]
fn a_token_without_room_for_places_to_step_back_to_is_made_without_them() {
    let mut progress = Progress::new(PagePosition::Start, &by_id());
    for letter in ["a", "b", "c"] {
        read(&mut progress, &[&letter.repeat(5_000)]);
    }
    let token = token(&progress);
    assert!(token.recovery_points().anchors().is_empty());
    assert_eq!(*token.position(), after(&"c".repeat(5_000)));
}

#[test]
fn more_of_a_page_than_a_token_can_know_is_no_token() {
    let ids: Vec<_> = (0..=Delivered::CAPACITY).map(|n| n.to_string()).collect();
    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
    for (count, is_too_long) in [
        (Delivered::CAPACITY, false),
        (Delivered::CAPACITY + 1, true),
    ] {
        let mut progress = progress();
        deliver(&mut progress, page(&ids, Some("c1")), count);
        let listed = Listed::new(&ListTaskRuns::new()).unwrap();
        let is_refused = progress.resume_token(&listed) == Err(ResumeTokenError::TooLong);
        assert_eq!(is_refused, is_too_long, "{count}");
    }
}
