use std::collections::BTreeSet;
use std::time::Duration;

use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;

use super::*;
use crate::cursor::fingerprint;

const COUNT: usize = 240;

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_793_620_800)
}

fn runs(seed: u64, count: usize, now: SystemTime) -> Vec<TaskRun> {
    let seeded = SeededRuns::new(RunSource::new(seed, now), count, Order::NewestFirst);
    let numbers = seeded.walk(false, None, &Scope::default());
    let runs = numbers.filter_map(|number| seeded.run(number));
    runs.map(|run| run.to_run()).collect()
}

fn dataset(seed: u64) -> Vec<TaskRun> {
    runs(seed, COUNT, now())
}

fn text_of(run: &TaskRun) -> String {
    serde_json::to_string(run).unwrap()
}

fn words(runs: &[TaskRun], word: impl Fn(&TaskRun) -> Option<String>) -> BTreeSet<String> {
    runs.iter().filter_map(word).collect()
}

fn nanoseconds(timestamp: Option<&Timestamp>) -> i128 {
    timestamp.unwrap().unix_nanoseconds().unwrap()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let texts = |seed| dataset(seed).iter().map(text_of).collect::<Vec<_>>();

    assert_eq!(texts(1), texts(1));
    assert_ne!(texts(1), texts(2));
}

// The numbers are fixed for good, also across releases: a change of them changes every user's fixtures.
#[test]
fn the_dataset_of_seed_1_is_always_the_same() {
    let run = &dataset(1)[0];
    let bytes = dataset(1)
        .iter()
        .map(text_of)
        .collect::<String>()
        .into_bytes();

    assert_eq!(run.id, "trun_fvM8KNQwx8tS590v");
    assert_eq!(
        run.created_at.as_ref().map(Timestamp::as_str),
        Some("2026-11-02T11:59:32.571Z")
    );
    assert_eq!(fingerprint(bytes), 8_746_079_904_616_481_797);
}

#[test]
fn a_larger_dataset_begins_with_the_smaller_one() {
    assert_eq!(runs(3, 10, now()), runs(3, 20, now())[..10]);
}

#[test]
fn every_documented_status_and_outcome_occurs() {
    for seed in 0..20 {
        let runs = dataset(seed);

        let statuses = words(&runs, |run| run.status.as_ref().map(ToString::to_string));
        let outcomes = words(&runs, |run| run.result.as_ref().map(ToString::to_string));

        let documented = [
            "canceled",
            "cancelling",
            "completed",
            "failed",
            "interaction_required",
            "queued",
            "review_required",
            "running",
        ];
        assert_eq!(
            statuses,
            documented.map(str::to_owned).into(),
            "seed {seed}"
        );
        assert_eq!(
            outcomes,
            ["failure", "success", "unknown"].map(str::to_owned).into(),
            "seed {seed}"
        );
    }
}

#[test]
fn ids_are_unique_and_have_the_documented_form() {
    let runs = dataset(1);

    let ids = runs
        .iter()
        .map(|run| run.id.clone())
        .collect::<BTreeSet<TaskRunId>>();

    assert_eq!(ids.len(), COUNT);
    assert!(
        ids.iter()
            .all(|id| id.has_documented_prefix() && id.as_str().len() == "trun_".len() + 16)
    );
}

#[test]
fn runs_are_spread_over_weeks_newest_first() {
    let runs = dataset(1);
    let created = runs
        .iter()
        .map(|run| nanoseconds(run.created_at.as_ref()))
        .collect::<Vec<_>>();

    let days = (created[0] - created[COUNT - 1]) / (86_400 * 1_000_000_000);

    assert!(created.is_sorted_by(|newer, older| newer > older));
    assert!((28..=70).contains(&days), "{days} days");
}

#[test]
fn times_and_runtimes_are_plausible() {
    for run in dataset(2) {
        let created = nanoseconds(run.created_at.as_ref());
        let updated = nanoseconds(run.updated_at.as_ref());
        let runtime = i128::from(run.runtime_ms.unwrap_or(0)) * 1_000_000;
        let ended = run.status.as_ref().and_then(TaskRunStatus::is_terminal) == Some(true);

        assert!(created + runtime <= updated, "{}", run.id);
        assert!(
            updated
                <= i128::from(
                    now()
                        .duration_since(SystemTime::UNIX_EPOCH)
                        .unwrap()
                        .as_secs()
                ) * 1_000_000_000,
            "{}",
            run.id
        );
        assert_eq!(run.runtime_ms.is_some(), ended, "{}", run.id);
        assert_eq!(
            run.canceled_at.is_some(),
            run.status == Some(TaskRunStatus::Canceled),
            "{}",
            run.id
        );
    }
}

#[test]
fn failed_runs_and_only_those_have_problems() {
    for run in dataset(3) {
        assert_eq!(
            !run.errors.is_empty(),
            run.status == Some(TaskRunStatus::Failed),
            "{}",
            run.id
        );
    }
}

#[test]
fn runs_that_wait_for_input_have_a_prompt() {
    for run in dataset(4) {
        let prompt = run.interaction_prompt().transpose().unwrap();
        assert_eq!(
            prompt.is_some(),
            run.status == Some(TaskRunStatus::InteractionRequired),
            "{}",
            run.id
        );
    }
}

#[test]
fn outputs_have_every_shape_and_many_sizes() {
    let runs = dataset(1);
    let outputs = runs
        .iter()
        .filter_map(|run| run.output.as_ref())
        .collect::<Vec<_>>();

    let first_characters = outputs
        .iter()
        .filter_map(|output| output.as_str().chars().next())
        .collect::<BTreeSet<_>>();
    let sizes = outputs.iter().map(|output| output.as_str().len());

    assert!(
        ['{', '[', '"', 'n']
            .iter()
            .all(|first| first_characters.contains(first)),
        "{first_characters:?}"
    );
    assert!(
        first_characters.iter().any(char::is_ascii_digit),
        "{first_characters:?}"
    );
    assert!(
        outputs
            .iter()
            .any(|output| output.encrypted_text().is_some())
    );
    assert!(sizes.max() > Some(2_000));
}

#[test]
fn some_runs_have_files_and_some_have_none() {
    let runs = dataset(1);
    let files = |run: &TaskRun| run.storage.as_ref().map_or(0, Vec::len);

    assert!(runs.iter().any(|run| files(run) > 1));
    assert!(runs.iter().any(|run| files(run) == 0));
}

#[test]
fn a_time_before_all_times_is_no_trouble() {
    assert_eq!(runs(1, 5, SystemTime::UNIX_EPOCH).len(), 5);
}

#[test]
fn places_are_those_of_the_runs_in_every_order() {
    for order in [
        Order::NewestFirst,
        Order::OldestFirst,
        Order::LastUpdatedFirst,
        Order::Shuffled,
    ] {
        for source in [RunSource::new(5, now()), RunSource::week(5, now())] {
            let seeded = SeededRuns::new(source, 300, order);
            let numbers = seeded.walk(true, None, &Scope::default());
            let places: Vec<SortKey> = numbers
                .map(|number| {
                    let run = seeded.run(number).unwrap();
                    assert_eq!(seeded.find(run.id().as_str()), Some(number));
                    assert_eq!(seeded.place(number), Some(SortKey::of(&run, order)));
                    SortKey::of(&run, order)
                })
                .collect();

            assert!(places.len() == 300 && places.is_sorted(), "{order:?}");
        }
    }
}

#[test]
fn a_run_that_was_taken_is_counted_and_found_no_more() {
    let mut seeded = SeededRuns::new(RunSource::new(1, now()), 20, Order::NewestFirst);
    let run = seeded.run(3).unwrap();
    let session = run.decoded().session_id.clone().unwrap();
    let labels: Vec<u64> = crate::sort_key::Created::labels(&run);
    let before = seeded.count(&labels[..1]);
    assert!(seeded.of_session(&session).eq([run.clone()]));

    assert_eq!(seeded.take(run.id().as_str()), Some(run.clone()));

    assert_eq!(seeded.take(run.id().as_str()), None);
    assert_eq!(seeded.len(), 19);
    let after = seeded.count(&labels[..1]);
    assert_eq!(after, before - 1);
    assert_eq!(seeded.of_session(&session).count(), 0);
    assert!(
        seeded
            .walk(true, None, &Scope::default())
            .all(|number| number != 3)
    );
}

#[test]
fn every_file_leads_to_its_run() {
    let mut seeded = SeededRuns::new(RunSource::new(1, now()), 60, Order::NewestFirst);
    let runs: Vec<SandboxRun> = (0..60).filter_map(|number| seeded.run(number)).collect();
    let with_files = runs.iter().filter(|run| run.file_ids().count() > 0);
    assert!(with_files.count() > 5);

    for run in &runs {
        for id in run.file_ids() {
            assert!(
                seeded.of_file(id.as_str()).any(|found| found == *run),
                "{id}"
            );
        }
        seeded.take(run.id().as_str());
        let mut ids = run.file_ids();
        assert!(ids.all(|id| seeded.of_file(id.as_str()).count() == 0));
    }
}
