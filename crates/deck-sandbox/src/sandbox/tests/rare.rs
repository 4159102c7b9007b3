//! Filters find what a look at every run finds, also after runs have changed.

use deck_types::Outcome;
use deck_types::TaskRun;
use proptest::prelude::*;

use super::*;
use crate::sort_key::SortKey;

/// Returns the ids of all runs that `listing` has.
fn listed(sandbox: &Sandbox, listing: ListTaskRuns) -> Vec<String> {
    let mut asked = PageRequest::new(listing.page_size(PageSize::clamp(7)));
    let mut ids = Vec::new();
    loop {
        let page = page(sandbox, &asked);
        ids.extend(page.data.iter().map(|run| run.id.to_string()));
        match page.next_cursor {
            Some(cursor) => asked = asked.position(PagePosition::Cursor(cursor)),
            None => return ids,
        }
    }
}

fn scanned(sandbox: &Sandbox, is_wanted: impl Fn(&TaskRun) -> bool) -> Vec<String> {
    let runs = sandbox.runs().into_iter().filter(is_wanted);
    runs.map(|run| run.id.to_string()).collect()
}

#[track_caller]
fn check_filters(sandbox: &Sandbox, run: &TaskRun) {
    let status = run.status.clone().unwrap();
    assert_eq!(
        listed(sandbox, ListTaskRuns::new().status([status.clone()])),
        scanned(sandbox, |run| run
            .status
            .as_ref()
            .unwrap()
            .same_status(&status)),
    );
    let task = run.task_id.clone().unwrap();
    assert_eq!(
        listed(sandbox, ListTaskRuns::new().task_id(task.clone())),
        scanned(sandbox, |run| run.task_id.as_ref() == Some(&task)),
    );
    let created = run.created_at.clone().unwrap();
    assert_eq!(
        listed(sandbox, ListTaskRuns::new().created_after(created.clone())),
        scanned(sandbox, |run| run.created_at.as_ref().unwrap() > &created),
    );
    assert_eq!(
        listed(sandbox, ListTaskRuns::new().created_before(created.clone())),
        scanned(sandbox, |run| run.created_at.as_ref().unwrap() < &created),
    );
}

#[test]
fn filters_find_what_a_look_at_every_run_finds() {
    for order in [
        Order::NewestFirst,
        Order::OldestFirst,
        Order::LastUpdatedFirst,
        Order::Shuffled,
    ] {
        let sandbox = Sandbox::builder().seed(3).runs(60).order(order).build();
        for run in sandbox.runs() {
            check_filters(&sandbox, &run);
        }
    }
}

#[test]
fn a_run_that_changed_is_found_by_what_it_is_now_and_a_deleted_one_by_nothing() {
    let sandbox = Sandbox::builder().seed(3).runs(60).build();
    let runs = sandbox.runs();
    for (index, run) in runs.iter().enumerate() {
        match index % 3 {
            0 => drop(sandbox.delete(run.id.clone())),
            1 => drop(sandbox.update(run.id.clone(), |run| {
                run.status = Some(TaskRunStatus::cancelling());
                run.task_id = Some("task_other".into());
                run.created_at = Some("2026-10-01T00:00:00Z".parse().unwrap());
            })),
            _ => {}
        }
    }

    for run in runs.iter().chain(&sandbox.runs()) {
        check_filters(&sandbox, run);
    }
}

const ORDERS: [Order; 4] = [
    Order::NewestFirst,
    Order::OldestFirst,
    Order::LastUpdatedFirst,
    Order::Shuffled,
];

/// Returns all `runs` in `order`, by a look at each.
fn sorted(mut runs: Vec<TaskRun>, order: Order) -> Vec<TaskRun> {
    runs.sort_by_cached_key(|run| SortKey::of(&SandboxRun::from(run.clone()), order));
    if order != Order::OldestFirst {
        runs.reverse();
    }
    runs
}

/// Returns the filters that `choice` picks out of the values of `run` and `other`.
fn listing(run: &TaskRun, other: &TaskRun, choice: u16) -> ListTaskRuns {
    let is_chosen = |bit: u16| choice & 1 << bit != 0;
    let mut listing = ListTaskRuns::new();
    let runs = [run, other]
        .into_iter()
        .take(if is_chosen(0) { 2 } else { 1 });
    if is_chosen(1) {
        listing = listing.status(runs.clone().filter_map(|run| run.status.clone()));
    }
    if is_chosen(2) {
        listing = listing.source_id(runs.clone().filter_map(|run| run.source_id.clone()));
    }
    if is_chosen(3) {
        listing = listing.outcome(runs.filter_map(|run| run.result.clone()));
        listing
            .outcome
            .extend(is_chosen(4).then_some(Outcome::Failure));
    }
    listing.agent_id = run.agent_id.clone().filter(|_| is_chosen(5));
    listing.task_id = run.task_id.clone().filter(|_| is_chosen(6));
    listing.credential_id = run.credential_id.clone().filter(|_| is_chosen(7));
    listing.workflow_id = run.workflow_id.clone().filter(|_| is_chosen(8));
    listing.created_after = other.created_at.clone().filter(|_| is_chosen(9));
    listing.created_before = run.created_at.clone().filter(|_| is_chosen(10));
    if listing.created_after >= listing.created_before && is_chosen(10) {
        listing.created_after = None;
    }
    listing
}

/// Deletes some of the runs, changes some, and puts some in anew.
fn disturb(sandbox: &Sandbox, seed: usize) {
    for (index, run) in sandbox.runs().into_iter().enumerate() {
        match (index + seed) % 7 {
            0 => drop(sandbox.delete(run.id)),
            1 => drop(sandbox.update(run.id, |run| {
                run.status = Some(TaskRunStatus::cancelling());
                run.updated_at = Some("2026-11-02T13:00:00Z".parse().unwrap());
            })),
            2 => drop(sandbox.update(run.id, |run| {
                run.created_at = Some("2026-10-20T00:00:00Z".parse().unwrap());
            })),
            3 => {
                sandbox.delete(run.id.clone());
                sandbox.insert(run);
            }
            4 => {
                let mut run = run;
                run.id = format!("trun_{index}").into();
                sandbox.insert(run);
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn pages_of_every_filter_are_what_a_look_at_every_run_finds(
        seed in 0_u64..4,
        order in 0_usize..4,
        disturbance in 0_usize..8,
        choice in 0_u16..2_048,
        first in 0_usize..40,
        second in 0_usize..40,
    ) {
        let order = ORDERS[order];
        let sandbox = Sandbox::builder().seed(seed).runs(70).order(order).build();
        if disturbance != 7 {
            disturb(&sandbox, disturbance);
        }
        let runs = sorted(sandbox.runs(), order);
        prop_assert_eq!(&sandbox.runs(), &runs);
        let listing = listing(&runs[first], &runs[second], choice);
        let expected: Vec<&TaskRun> = runs.iter().filter(|run| listing.matches(run)).collect();
        let expected: Vec<String> = expected.iter().map(|run| run.id.to_string()).collect();

        prop_assert_eq!(&listed(&sandbox, listing.clone()), &expected);
        if let Some(last) = expected.last() {
            let before = PageRequest::new(listing.page_size(PageSize::clamp(100)))
                .position(PagePosition::Before(last.as_str().into()));
            let before = page(&sandbox, &before).data;
            let before: Vec<String> = before.iter().map(|run| run.id.to_string()).collect();
            prop_assert_eq!(&before, &expected[..expected.len() - 1]);
        }
    }
}
