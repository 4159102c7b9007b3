//! Filters find what a look at every run finds, also after runs have changed.

use deck_types::TaskRun;

use super::*;

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
