//! What statistics over a company's week find, by the listing of the API.

use std::collections::BTreeMap;

use deck_types::TaskRun;
use deck_types::TaskRunStatus;

use super::*;

/// Lists all runs of the week before 2 November 2026, a Monday.
fn runs() -> Vec<TaskRun> {
    let sandbox = Sandbox::builder()
        .seed(5)
        .runs(3_000)
        .company_week()
        .build();
    let listing = ListTaskRuns::new().page_size(PageSize::clamp(100));
    let mut asked = PageRequest::new(listing);
    let mut runs = Vec::new();
    loop {
        let page = page(&sandbox, &asked);
        runs.extend(page.data);
        match page.next_cursor {
            Some(cursor) => asked = asked.position(PagePosition::Cursor(cursor)),
            None => return runs,
        }
    }
}

/// Counts runs by what `key` makes of their hour, counted from Monday.
fn count(runs: &[TaskRun], key: impl Fn(u64) -> u64) -> BTreeMap<u64, u64> {
    let mut counts = BTreeMap::new();
    for run in runs {
        *counts.entry(key(hour(run))).or_default() += 1;
    }
    counts
}

fn hour(run: &TaskRun) -> u64 {
    // 26 October 2026 is a Monday.
    const MONDAY: i128 = 1_792_972_800;

    let created = run.created_at.as_ref().unwrap().unix_nanoseconds().unwrap();
    u64::try_from((created / 1_000_000_000 - MONDAY) / 3_600).unwrap()
}

#[test]
fn every_weekday_has_at_least_four_times_the_runs_of_sunday() {
    let days = count(&runs(), |hour| hour / 24);

    assert_eq!(days.values().sum::<u64>(), 3_000);
    assert!((0..5).all(|day| days[&day] >= 4 * days[&6]), "{days:?}");
    assert!(days[&5] > days[&6], "{days:?}");
}

#[test]
fn most_runs_begin_in_office_hours() {
    let hours = count(&runs(), |hour| hour % 24);

    let office: u64 = (8..18).map(|hour| hours[&hour]).sum();
    assert!(office * 10 > 3_000 * 7, "{hours:?}");
    let peak = hours.iter().max_by_key(|(_, count)| **count).unwrap();
    assert_eq!(*peak.0, 10, "{hours:?}");
}

#[test]
fn in_one_hour_most_runs_fail_and_in_no_other() {
    let runs = runs();
    let all = count(&runs, |hour| hour);
    let is_failed = |run: &&TaskRun| run.status == Some(TaskRunStatus::Failed);
    let failed: Vec<_> = runs.iter().filter(is_failed).cloned().collect();
    let failed = count(&failed, |hour| hour);

    let is_incident = |hour: &&u64| all[hour] >= 10 && failed[hour] * 2 > all[hour];
    assert_eq!(failed.keys().filter(is_incident).count(), 1);
}

#[test]
fn each_task_has_a_duration_of_its_own() {
    let mut durations = BTreeMap::<String, Vec<u64>>::new();
    for run in runs() {
        if let (Some(task), Some(runtime)) = (run.task_id, run.runtime_ms) {
            durations.entry(task.to_string()).or_default().push(runtime);
        }
    }
    let medians = durations.values_mut().map(|durations| {
        durations.sort_unstable();
        let median = durations[durations.len() / 2];
        // A few take far longer than most.
        assert!(durations[durations.len() * 97 / 100] > 2 * median);
        median
    });
    let mut medians: Vec<_> = medians.collect();
    medians.sort_unstable();

    assert_eq!(medians.len(), 12);
    assert!(medians[11] > 10 * medians[0], "{medians:?}");
}
