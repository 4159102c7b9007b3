//! Every schedule of a short listing.

use self::play::play_all;
use self::server::Mode;
use self::server::Paging;

mod choices;

mod play;

mod server;

const MAX_RUNS: u32 = 5;

const MAX_EVENTS: usize = 2;

fn count(paging: Paging, is_backward: bool) -> usize {
    let mode = Mode { paging, is_backward };
    let counts = (0..=MAX_RUNS).map(|count| play_all(mode, count, MAX_EVENTS));
    let schedules = counts.sum();
    println!("{mode:?}: {schedules} schedules");
    schedules
}

#[test]
fn every_schedule_by_cursor() {
    assert_eq!(count(Paging::Cursor, false), 0);
}

#[test]
fn every_schedule_by_overlapping_cursor() {
    assert_eq!(count(Paging::OverlappingCursor, false), 0);
}

#[test]
fn every_schedule_by_id() {
    assert_eq!(count(Paging::Id, false), 0);
}

#[test]
fn every_schedule_by_present_id() {
    assert_eq!(count(Paging::PresentId, false), 0);
}

#[test]
fn every_schedule_backward() {
    assert_eq!(count(Paging::Id, true), 0);
}

#[test]
fn every_schedule_backward_by_present_id() {
    assert_eq!(count(Paging::PresentId, true), 0);
}
