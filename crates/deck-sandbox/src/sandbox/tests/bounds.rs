//! What the bounds of time, late runs and narrowed cursors do.

use std::time::Duration;

use deck_transport::ManualClock;
use deck_types::Timestamp;

use super::*;
use crate::NarrowedCursors;
use crate::TimeBounds;

/// Runs at these milliseconds after the start of 1970, with ids after them.
fn sandbox_of(milliseconds: &[i64], builder: SandboxBuilder) -> Sandbox {
    let runs = milliseconds.iter().map(|created| {
        let mut run = TaskRun::fixture(format!("trun_{created}"));
        run.task_id = Some("task_1".into());
        run.created_at = Timestamp::from_unix_nanoseconds(i128::from(*created) * 1_000_000).ok();
        // The later a run was created, the earlier it changed.
        let updated = 10_000 - i128::from(*created);
        run.updated_at = Timestamp::from_unix_nanoseconds(updated * 1_000_000).ok();
        run
    });
    builder.with_runs(runs).build()
}

fn get(sandbox: &Sandbox, path: &str) -> Response<Bytes> {
    let request = Request::get(format!("{SANDBOX_BASE_URL}{path}"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .body(Bytes::new());
    sandbox.respond(&request.unwrap())
}

#[track_caller]
fn page_of(sandbox: &Sandbox, query: &str) -> Page {
    let response = get(sandbox, &format!("/task-runs?{query}"));
    assert!(response.status().is_success(), "{:?}", response.body());
    Page::from_json(response.body()).unwrap()
}

fn ids(page: &Page) -> Vec<String> {
    let runs = page.data.iter();
    runs.map(|run| run.id.as_str().trim_start_matches("trun_").to_owned())
        .collect()
}

#[track_caller]
fn listed(sandbox: &Sandbox, query: &str) -> Vec<String> {
    ids(&page_of(sandbox, query))
}

/// From the second to the third second.
const WINDOW: &str = "created_after=1970-01-01T00:00:02Z&created_before=1970-01-01T00:00:03Z";

const INSTANTS: &[i64] = &[1_999, 2_000, 2_001, 2_999, 3_000, 3_001];

#[test]
fn bounds_leave_their_instant_out_include_it_or_are_ignored() {
    for (bounds, expected) in [
        (TimeBounds::Exclusive, vec!["2999", "2001"]),
        (TimeBounds::Inclusive, vec!["3000", "2999", "2001", "2000"]),
        (
            TimeBounds::Ignored,
            vec!["3001", "3000", "2999", "2001", "2000", "1999"],
        ),
    ] {
        let sandbox = sandbox_of(INSTANTS, Sandbox::builder().time_bounds(bounds));
        assert_eq!(listed(&sandbox, WINDOW), expected, "{bounds:?}");
        let of_task = format!("task_id=task_1&{WINDOW}");
        assert_eq!(listed(&sandbox, &of_task), expected, "{bounds:?}");
    }
}

#[test]
fn bounds_are_compared_as_exactly_as_is_set() {
    let by_second = |bounds| {
        let builder = Sandbox::builder().time_bounds(bounds);
        sandbox_of(INSTANTS, builder.bound_precision(Duration::from_secs(1)))
    };
    let exclusive = by_second(TimeBounds::Exclusive);
    assert_eq!(listed(&exclusive, WINDOW), [] as [&str; 0]);
    let inclusive = by_second(TimeBounds::Inclusive);
    assert_eq!(
        listed(&inclusive, WINDOW),
        ["3001", "3000", "2999", "2001", "2000"]
    );
}

#[test]
fn listings_by_update_and_shuffled_have_every_run_on_some_page() {
    let builder = || Sandbox::builder();
    let by_update = sandbox_of(INSTANTS, builder().order(Order::LastUpdatedFirst));
    let expected = ["1999", "2000", "2001", "2999", "3000", "3001"];
    assert_eq!(listed(&by_update, ""), expected);
    for order in [Order::LastUpdatedFirst, Order::Shuffled] {
        let sandbox = sandbox_of(INSTANTS, builder().order(order));
        let mut all = Vec::new();
        let mut query = "limit=2".to_owned();
        loop {
            let page = page_of(&sandbox, &query);
            all.extend(ids(&page));
            let Some(cursor) = page.next_cursor else {
                break;
            };
            query = format!("limit=2&cursor={}", cursor.as_str());
        }
        all.sort_unstable();
        assert_eq!(all.len(), 6, "{order:?}");
        all.dedup();
        assert_eq!(all.len(), 6, "{order:?}");
    }
}

#[test]
fn a_cursor_under_both_bounds_is_refused_where_that_is_set() {
    let builder = Sandbox::builder().time_bounds(TimeBounds::Inclusive);
    let sandbox = sandbox_of(INSTANTS, builder.narrowed_cursors(NarrowedCursors::Refused));
    let first = page_of(&sandbox, &format!("limit=2&{WINDOW}"));
    let cursor = first.next_cursor.unwrap();
    let refused = get(
        &sandbox,
        &format!("/task-runs?cursor={}&{WINDOW}", cursor.as_str()),
    );
    assert_eq!(refused.status(), 400);
    let half = "created_after=1970-01-01T00:00:02Z";
    let first = page_of(&sandbox, &format!("limit=2&{half}"));
    let cursor = first.next_cursor.unwrap();
    let rest = page_of(&sandbox, &format!("cursor={}&{half}", cursor.as_str()));
    assert_eq!(rest.len(), 3);
}

#[test]
fn a_run_is_listed_when_its_time_has_come_and_found_by_its_id_before() {
    let clock = ManualClock::new();
    let builder = Sandbox::builder().visible_after(Duration::from_secs(60));
    let sandbox = sandbox_of(&[2_000], builder.clock(clock.clone()));
    clock.advance(Duration::from_secs(61));
    assert_eq!(listed(&sandbox, ""), [] as [&str; 0]);
    assert_eq!(listed(&sandbox, "task_id=task_1"), [] as [&str; 0]);
    assert_eq!(get(&sandbox, "/task-runs/trun_2000").status(), 200);
    clock.advance(Duration::from_secs(1));
    assert_eq!(listed(&sandbox, ""), ["2000"]);
    assert_eq!(listed(&sandbox, "task_id=task_1"), ["2000"]);
}
