use deck_transport::Transport;
use deck_transport::TransportError;
use deck_types::ListTaskRuns;
use deck_types::Page;
use deck_types::PagePosition;
use deck_types::PageRequest;
use deck_types::PageSize;
use deck_types::TaskRunStatus;

use super::*;
use crate::DeletedAnchor;
use crate::Order;
use crate::SANDBOX_API_KEY;

/// A sandbox with the runs `trun_1` to `trun_9`, of which `trun_9` is the newest.
fn nine(builder: SandboxBuilder) -> Sandbox {
    let sandbox = builder.build();
    for number in 1..=9 {
        sandbox.insert(run(
            &format!("trun_{number}"),
            &format!("2026-11-01T00:00:0{number}Z"),
        ));
    }
    sandbox
}

fn run(id: &str, created_at: &str) -> TaskRun {
    let mut run = TaskRun::fixture(id);
    run.created_at = Some(created_at.parse().unwrap());
    run.status = Some(TaskRunStatus::Running);
    run
}

fn send(sandbox: &Sandbox, asked: &PageRequest<ListTaskRuns>) -> Response<Bytes> {
    let request = Request::get(format!("{SANDBOX_BASE_URL}/task-runs?{}", asked.to_query()))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .body(Bytes::new())
        .unwrap();
    sandbox.respond(&request)
}

#[track_caller]
fn page(sandbox: &Sandbox, asked: &PageRequest<ListTaskRuns>) -> Page {
    let response = send(sandbox, asked);
    assert!(response.status().is_success(), "{:?}", response.body());
    Page::from_json(response.body()).unwrap()
}

fn digits(page: &Page) -> String {
    page.data
        .iter()
        .map(|run| run.id.as_str().trim_start_matches("trun_"))
        .collect()
}

fn three() -> PageRequest<ListTaskRuns> {
    PageRequest::new(ListTaskRuns::new().page_size(PageSize::clamp(3)))
}

fn after(id: &str) -> PageRequest<ListTaskRuns> {
    three().position(PagePosition::After(id.into()))
}

fn before(id: &str) -> PageRequest<ListTaskRuns> {
    three().position(PagePosition::Before(id.into()))
}

/// The same page of the runs that are running.
fn running(asked: PageRequest<ListTaskRuns>) -> PageRequest<ListTaskRuns> {
    PageRequest::new(asked.listing.status([TaskRunStatus::Running])).position(asked.position)
}

#[track_caller]
fn check(sandbox: &Sandbox, asked: &PageRequest<ListTaskRuns>, runs: &str, has_more: bool) -> Page {
    let page = page(sandbox, asked);
    assert_eq!(
        (digits(&page).as_str(), page.has_more),
        (runs, Some(has_more))
    );
    page
}

#[test]
fn cursors_lead_from_the_newest_run_to_the_oldest() {
    let sandbox = nine(Sandbox::builder());

    let first = check(&sandbox, &three(), "987", true);
    let second = check(
        &sandbox,
        &three().position(PagePosition::Cursor(first.next_cursor.unwrap())),
        "654",
        true,
    );
    let third = check(
        &sandbox,
        &three().position(PagePosition::Cursor(second.next_cursor.unwrap())),
        "321",
        false,
    );

    assert_eq!(third.next_cursor, None);
}

#[test]
fn starting_after_gives_the_runs_behind_the_anchor() {
    let sandbox = nine(Sandbox::builder());

    check(&sandbox, &after("trun_7"), "654", true);
    check(&sandbox, &after("trun_4"), "321", false);
    check(&sandbox, &after("trun_1"), "", false);
}

#[test]
fn ending_before_gives_the_runs_next_to_the_anchor_in_the_order_of_the_listing() {
    let sandbox = nine(Sandbox::builder());

    let page = check(&sandbox, &before("trun_3"), "654", true);

    assert_eq!(page.next_cursor, None);
    check(&sandbox, &before("trun_6"), "987", false);
    check(&sandbox, &before("trun_9"), "", false);
}

#[test]
fn the_order_can_be_switched() {
    let sandbox = nine(Sandbox::builder().order(Order::OldestFirst));

    check(&sandbox, &three(), "123", true);
    check(&sandbox, &after("trun_3"), "456", true);
    check(&sandbox, &before("trun_9"), "678", true);
}

#[test]
fn runs_of_one_instant_stand_in_the_order_of_their_ids() {
    let sandbox = Sandbox::new();
    for id in ["b", "c", "a"] {
        sandbox.insert(run(id, "2026-11-01T00:00:00Z"));
    }

    assert_eq!(digits(&page(&sandbox, &three())), "cba");
}

#[test]
fn offsets_and_fractions_count_in_the_order() {
    let sandbox = Sandbox::new();
    sandbox.insert(run("1", "2026-11-01T10:00:00.5Z"));
    sandbox.insert(run("2", "2026-11-01T11:00:00.25+01:00"));
    sandbox.insert(TaskRun::fixture("3"));

    assert_eq!(digits(&page(&sandbox, &three())), "123");
}

#[test]
fn a_cursor_outlives_the_run_that_it_was_made_at() {
    let sandbox = nine(Sandbox::builder());
    let cursor = page(&sandbox, &three()).next_cursor.unwrap();

    sandbox.delete("trun_7");
    sandbox.delete("trun_6");

    check(
        &sandbox,
        &three().position(PagePosition::Cursor(cursor)),
        "543",
        true,
    );
}

#[test]
fn a_deleted_run_still_marks_its_place() {
    let sandbox = nine(Sandbox::builder());

    assert!(sandbox.delete("trun_5").is_some());

    check(&sandbox, &after("trun_5"), "432", true);
    check(&sandbox, &before("trun_5"), "876", true);
    assert_eq!(sandbox.len(), 8);
}

#[test]
fn a_deleted_run_marks_no_place_where_that_is_refused() {
    let sandbox = nine(Sandbox::builder().deleted_anchor(DeletedAnchor::Refused));

    sandbox.delete("trun_5");

    assert_eq!(send(&sandbox, &after("trun_5")).status(), 400);
    assert_eq!(send(&sandbox, &before("trun_5")).status(), 400);
    check(&sandbox, &after("trun_6"), "432", true);
}

#[test]
fn a_run_that_is_inserted_again_stands_at_its_new_place() {
    let sandbox = nine(Sandbox::builder());
    sandbox.delete("trun_5");

    sandbox.insert(run("trun_5", "2026-11-02T00:00:00Z"));

    check(&sandbox, &three(), "598", true);
    check(&sandbox, &after("trun_5"), "987", true);
}

#[test]
fn inserting_an_id_twice_replaces_the_run() {
    let sandbox = nine(Sandbox::builder());

    let replaced = sandbox.insert(run("trun_1", "2026-11-02T00:00:00Z"));

    assert_eq!(replaced, Some(run("trun_1", "2026-11-01T00:00:01Z")));
    check(&sandbox, &three(), "198", true);
    assert_eq!(sandbox.len(), 9);
}

#[test]
fn an_update_cannot_change_the_id() {
    let sandbox = nine(Sandbox::builder());

    let updated = sandbox.update("trun_1", |run| run.id = "trun_2".into());

    assert_eq!(updated.map(|run| run.id), Some("trun_1".into()));
    assert_eq!(sandbox.len(), 9);
}

#[test]
fn a_run_that_leaves_the_filter_leaves_the_listing_and_still_marks_its_place() {
    let sandbox = nine(Sandbox::builder());

    sandbox.update("trun_8", |run| run.status = Some(TaskRunStatus::Completed));

    check(&sandbox, &running(three()), "976", true);
    check(&sandbox, &running(after("trun_8")), "765", true);
}

#[test]
fn has_more_counts_only_runs_that_match() {
    let sandbox = nine(Sandbox::builder());
    for id in ["trun_1", "trun_2"] {
        sandbox.update(id, |run| run.status = Some(TaskRunStatus::Failed));
    }

    check(&sandbox, &running(after("trun_6")), "543", false);
}

#[test]
fn clones_share_the_runs() {
    let sandbox = nine(Sandbox::builder());

    sandbox.clone().delete("trun_1");

    assert_eq!(sandbox.len(), 8);
}

#[test]
fn a_panic_during_an_update_changes_nothing() {
    let sandbox = nine(Sandbox::builder());
    let before = sandbox.runs();

    let clone = sandbox.clone();
    let panicked =
        std::thread::spawn(move || clone.update("trun_1", |_| panic!("as planned"))).join();

    assert!(panicked.is_err());
    assert_eq!(sandbox.runs(), before);
}

mod bounds;
mod faults;
mod filters;
mod idempotency;
mod imports;
mod listings;
mod living;
mod rare;
mod stages;
mod time;
mod week;
