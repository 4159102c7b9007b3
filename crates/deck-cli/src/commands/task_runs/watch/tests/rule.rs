//! The rule by itself: runs and times in, changes and questions out.

use std::time::Duration;

use deck_types::ListTaskRuns;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

use super::super::change::Change;
use super::super::change::Mark;
use super::super::known::KnownRuns;
use super::super::round::Ask;
use super::super::watching::WatchSettings;
use super::super::watching::Watching;

const SECOND: i128 = 1_000_000_000;
const SETTLE: i128 = 120 * SECOND;
const START: i128 = 1_000_000 * SECOND;

fn settings() -> WatchSettings {
    WatchSettings {
        told: ListTaskRuns::new(),
        settle: Duration::from_secs(120),
        since: None,
    }
}

fn run(id: &str, status: &str, created: i128) -> TaskRun {
    let mut run = TaskRun::fixture(id);
    run.status = Some(status.into());
    run.created_at = Timestamp::from_unix_nanoseconds(created).ok();
    run
}

fn told(change: Option<Change>) -> Option<String> {
    let word =
        |status: Option<TaskRunStatus>| status.map_or("-".into(), |status| status.to_string());
    change.map(|change| format!("{} {} {}", change.id, word(change.from), word(change.to)))
}

/// Goes through all steps of a round, in which the listings show these runs and looks show them too.
#[track_caller]
fn round(watching: &mut Watching, now: i128, runs: &[TaskRun]) -> Vec<String> {
    let mut changes = Vec::new();
    while let Some(ask) = watching.next() {
        match ask {
            Ask::New { since } => {
                let shown = runs.iter().filter(|run| created(run) >= since);
                changes.extend(shown.filter_map(|run| told(watching.observe(run, now))));
            }
            Ask::GoingOn { .. } => {
                let goes_on =
                    |run: &&TaskRun| run.status.as_ref().unwrap().is_terminal() == Some(false);
                let shown = runs.iter().filter(goes_on);
                changes.extend(shown.filter_map(|run| told(watching.observe(run, now))));
            }
            Ask::Run(id) => changes.extend(match runs.iter().find(|run| run.id == id) {
                Some(run) => told(watching.observe(run, now)),
                None => told(watching.gone(&id)),
            }),
        }
        watching.finished(now);
    }
    watching.begin_round(now);
    changes
}

fn created(run: &TaskRun) -> i128 {
    run.created_at.as_ref().unwrap().unix_nanoseconds().unwrap()
}

#[test]
fn what_is_there_at_the_start_is_learnt_and_its_changes_are_told() {
    let mut watching = Watching::new(settings(), START);
    let (old, ended) = (START - 86_400 * SECOND, START - SECOND);
    let runs = [run("old", "running", old), run("ended", "completed", ended)];
    assert_eq!(round(&mut watching, START, &runs), [""; 0]);
    assert_eq!(round(&mut watching, START + SECOND, &runs), [""; 0]);
    let runs = [
        run("old", "failed", old),
        run("new", "queued", START + SECOND),
    ];
    let changes = round(&mut watching, START + 2 * SECOND, &runs);
    assert_eq!(changes, ["new - queued", "old running failed"]);
}

#[test]
fn what_is_asked_for_is_told_at_the_start() {
    let since = Some(START - 3_600 * SECOND);
    let mut watching = Watching::new(
        WatchSettings {
            since,
            ..settings()
        },
        START,
    );
    let runs = [
        run("before", "completed", START - 3_601 * SECOND),
        run("old", "completed", START - 3_600 * SECOND),
    ];
    assert_eq!(round(&mut watching, START, &runs), ["old - completed"]);
}

#[test]
fn a_run_that_becomes_visible_late_is_told_once() {
    let mut watching = Watching::new(settings(), START);
    round(&mut watching, START, &[]);
    let late = [run("late", "queued", START - SETTLE + SECOND)];
    assert_eq!(
        round(&mut watching, START + SECOND, &late),
        ["late - queued"]
    );
    for later in 1..300 {
        assert_eq!(round(&mut watching, START + later * SECOND, &late), [""; 0]);
    }
}

#[test]
fn a_look_that_lags_behind_is_no_change() {
    let mut watching = Watching::new(settings(), START);
    let at = |status: &str, updated: i128| {
        let mut run = run("a", status, START);
        run.updated_at = Timestamp::from_unix_nanoseconds(START + updated).ok();
        run
    };
    round(&mut watching, START, &[at("queued", 0)]);
    assert_eq!(
        round(&mut watching, START, &[at("running", 5)]),
        ["a queued running"]
    );
    assert_eq!(round(&mut watching, START, &[at("queued", 0)]), [""; 0]);
    assert_eq!(
        round(&mut watching, START, &[at("completed", 9)]),
        ["a running completed"]
    );
}

#[test]
fn both_spellings_of_cancelling_are_one_status() {
    let mut watching = Watching::new(settings(), START);
    round(&mut watching, START, &[run("a", "canceling", START)]);
    assert_eq!(
        round(&mut watching, START, &[run("a", "cancelling", START)]),
        [""; 0]
    );
}

#[test]
fn a_change_is_told_if_the_run_matches_after_it() {
    let failed = ListTaskRuns::new().status(["failed"]);
    let mut watching = Watching::new(
        WatchSettings {
            told: failed,
            ..settings()
        },
        START,
    );
    round(&mut watching, START, &[]);
    let a = |status: &str| [run("a", status, START + SECOND)];
    assert_eq!(round(&mut watching, START + SECOND, &a("queued")), [""; 0]);
    assert_eq!(
        round(&mut watching, START + SECOND, &a("failed")),
        ["a queued failed"]
    );
    assert_eq!(round(&mut watching, START + SECOND, &a("queued")), [""; 0]);
}

#[test]
fn a_run_that_is_gone_is_told_once() {
    let mut watching = Watching::new(settings(), START);
    round(&mut watching, START, &[run("a", "running", START)]);
    assert_eq!(round(&mut watching, START, &[]), ["a running -"]);
    assert_eq!(round(&mut watching, START, &[]), [""; 0]);
    assert!(watching.next().is_some() && !watching.is_idle());
}

#[test]
fn a_few_runs_are_looked_at_by_themselves_and_many_are_listed() {
    for (count, is_listed) in [(2_i128, false), (3, true)] {
        let mut watching = Watching::new(settings(), START);
        let old = START - 86_400 * SECOND;
        let runs: Vec<_> = (0..count)
            .map(|n| run(&n.to_string(), "running", old + n))
            .collect();
        round(&mut watching, START, &runs);
        watching.finished(START);
        let expected = Ask::GoingOn {
            since: Some(old - 2 * SECOND),
        };
        assert_eq!(watching.next() == Some(expected), is_listed);
    }
}

#[test]
fn an_outage_is_marked_from_the_last_whole_round_to_the_next() {
    let mut watching = Watching::new(settings(), START);
    round(&mut watching, START, &[]);
    round(&mut watching, START + SECOND, &[]);
    watching.failed();
    watching.failed();
    let from = START;
    assert_eq!(watching.take_marks(), [Mark::GapBegins { from }]);
    round(&mut watching, START + 60 * SECOND, &[]);
    assert_eq!(
        watching.take_marks(),
        [],
        "some of that round was seen before the outage"
    );
    let until = START + 61 * SECOND;
    round(&mut watching, until, &[]);
    assert_eq!(watching.take_marks(), [Mark::GapEnds { from, until }]);
}

#[test]
fn new_runs_of_a_long_outage_are_told() {
    let mut watching = Watching::new(settings(), START);
    round(&mut watching, START, &[]);
    watching.failed();
    let during = [run("during", "completed", START + SECOND)];
    assert_eq!(
        round(&mut watching, START + 86_400 * SECOND, &during),
        ["during - completed"]
    );
}

#[test]
fn no_more_runs_are_followed_than_there_is_room_for_and_that_is_told_once() {
    let mut watching = Watching::new(settings(), START);
    let most = KnownRuns::MOST_FOLLOWED;
    let old = START - 86_400 * SECOND;
    let mut runs: Vec<_> = (0..most + 5)
        .map(|n| run(&n.to_string(), "running", old))
        .collect();
    round(&mut watching, START, &runs);
    assert_eq!(
        watching.take_marks(),
        [Mark::TooManyGoOn { followed: most }]
    );
    assert_eq!(round(&mut watching, START + SECOND, &runs), [""; 0]);
    assert_eq!(watching.take_marks(), []);
    runs.truncate(5);
    runs.iter_mut()
        .for_each(|run| run.status = Some("failed".into()));
    assert_eq!(
        round(&mut watching, START + SECOND, &runs).len(),
        500,
        "so many are looked at in a round"
    );
}

#[test]
fn more_new_runs_than_can_be_told_apart_are_left_out_and_never_told_twice() {
    let mut watching = Watching::new(settings(), START);
    round(&mut watching, START, &[]);
    let most = KnownRuns::MOST_KNOWN;
    let runs: Vec<_> = (0..most + 5)
        .map(|n| run(&n.to_string(), "completed", START))
        .collect();
    assert_eq!(round(&mut watching, START + SECOND, &runs).len(), most);
    assert_eq!(watching.take_marks(), [Mark::TooManyNew { known: most }]);
    for later in [60, 119, 121, 125, 300, 301] {
        assert_eq!(round(&mut watching, START + later * SECOND, &runs), [""; 0]);
    }
    let new = [run("new", "queued", START + 300 * SECOND)];
    assert_eq!(
        round(&mut watching, START + 301 * SECOND, &new),
        ["new - queued"]
    );
}

#[test]
fn a_run_in_an_unknown_status_is_not_looked_at_for_ever() {
    let mut watching = Watching::new(settings(), START);
    let expired = [run("a", "expired", START)];
    round(&mut watching, START, &expired);
    round(&mut watching, START + 1_800 * SECOND, &expired);
    assert!(!watching.is_idle());
    round(&mut watching, START + 3_601 * SECOND, &expired);
    watching.finished(START);
    assert!(watching.is_idle());
}

#[test]
fn a_run_with_an_absurd_id_or_status_is_passed_over() {
    let mut watching = Watching::new(settings(), START);
    round(&mut watching, START, &[]);
    let long = "x".repeat(2_000);
    let runs = [run(&long, "queued", START), run("a", &long, START)];
    let mut changes = runs.iter().map(|run| watching.observe(run, START));
    assert!(changes.all(|change| change.is_none()));
    assert!(watching.take_marks().is_empty());
}
