//! Task runs that look real, drawn from a seed number.
//!
//! A run is a function of the seed, of its place counted from the newest, and of the time that counts as now.
//! The same three give the same bytes, and a larger dataset begins with the smaller one.

use std::time::Duration;
use std::time::SystemTime;

use deck_types::Json;
use deck_types::Outcome;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use serde_json::Value;

use crate::seed::directory::Desk;
use crate::seed::directory::Directory;
use crate::seed::directory::Task;
use crate::seed::progress::Progress;
use crate::seed::random::Random;
use crate::seed::week::Week;

mod directory;

pub(crate) mod progress;

pub(crate) mod payload;

pub(crate) mod resources;

pub(crate) mod task;

pub(crate) mod interaction;

mod file;

mod week;

pub(crate) mod trouble;

pub(crate) mod random;

/// The number of newest runs that lie within minutes of each other, so that it is plausible that they have
/// not ended.
const RECENT: usize = 8;

/// Draws `count` runs, newest first, the first of them some seconds before `now`.
pub(crate) fn runs(seed: u64, count: usize, now: SystemTime) -> Vec<TaskRun> {
    let directory = Directory::new(seed);
    let mut age_ms = 0;
    (0..count)
        .map(|index| {
            let mut random = Random::new(seed, index as u64 + 1);
            age_ms += gap_ms(&mut random, index);
            run(&mut random, &directory, None, index, age_ms, now)
        })
        .collect()
}

/// Draws `count` runs of the last whole week before `now`, newest first.
pub(crate) fn week(seed: u64, count: usize, now: SystemTime) -> Vec<TaskRun> {
    let directory = Directory::new(seed);
    let week = Week::before(now, seed);
    let ages = week.ages(seed, count).into_iter().enumerate();
    ages.map(|(index, age_ms)| {
        let mut random = Random::new(seed, index as u64 + 1);
        // None of them is on its way any more.
        let index = index + RECENT;
        run(&mut random, &directory, Some(&week), index, age_ms, now)
    })
    .collect()
}

/// Runs come in batches with hours between them.
fn gap_ms(random: &mut Random, index: usize) -> u64 {
    if index < RECENT {
        return random.between(4_000, 110_000);
    }
    if random.chance(30) {
        random.between(2_000, 540_000)
    } else {
        random.between(3_600_000, 39_600_000)
    }
}

fn run(
    random: &mut Random,
    directory: &Directory,
    week: Option<&Week>,
    index: usize,
    age_ms: u64,
    now: SystemTime,
) -> TaskRun {
    let mut run = TaskRun::fixture(random.id("trun_"));
    let desk = directory.desk(random);
    let task = random.pick(&desk.tasks);
    let mut progress = Progress::draw(random, index, age_ms);
    if let Some(week) = week {
        progress = week.progress(random, task.trade, progress, age_ms);
    }
    if progress.status == TaskRunStatus::Failed {
        run.errors = trouble::problems(random);
        if trouble::is_timeout(&run.errors) {
            progress = progress.timed_out(age_ms);
        }
    }
    let created_at = timestamp(now, age_ms);
    let updated_at = timestamp(now, age_ms.saturating_sub(progress.changed_after_ms));
    assign(&mut run, random, directory, desk, task, &progress);
    load(&mut run, random, task, &progress, &updated_at);
    run.canceled_at = (progress.status == TaskRunStatus::Canceled).then(|| updated_at.clone());
    run.created_at = Some(created_at);
    run.updated_at = Some(updated_at);
    run.status = Some(progress.status);
    run.result = progress.outcome;
    run.runtime_ms = progress.runtime_ms;
    run
}

/// Fills in whom the run belongs to.
fn assign(
    run: &mut TaskRun,
    random: &mut Random,
    directory: &Directory,
    desk: &Desk,
    task: &Task,
    progress: &Progress,
) {
    let website = random.pick(&desk.websites);
    run.object = Some("task_run".into());
    run.agent_id = Some(desk.agent_id.as_str().into());
    run.task_id = Some(task.id.as_str().into());
    run.source_id = Some(website.source_id.as_str().into());
    run.credential_id =
        (!random.chance(12)).then(|| random.pick(&website.credential_ids).as_str().into());
    run.workflow_id = directory.workflow_id(random).map(Into::into);
    run.session_id = (progress.status != TaskRunStatus::Queued).then(|| random.id("sess_").into());
}

/// Fills in what the run was given and what it brought back.
fn load(
    run: &mut TaskRun,
    random: &mut Random,
    task: &Task,
    progress: &Progress,
    updated_at: &Timestamp,
) {
    let day = updated_at.as_str().split('T').next().unwrap_or_default();
    let completed = progress.status == TaskRunStatus::Completed;
    let encrypted = random.chance(4);
    let mut input = payload::input(random, task.trade, day);
    let mut output = match (completed, &progress.outcome) {
        (true, Some(Outcome::Success)) => payload::output(random, task.trade, day),
        (true, Some(Outcome::Failure)) => payload::nothing_found(random),
        _ => Value::Null,
    };
    if encrypted {
        input = payload::encrypted(random);
        output = if completed {
            payload::encrypted(random)
        } else {
            output
        };
    }
    run.input = json(&input);
    run.output = json(&output);
    run.storage = Some(if completed {
        file::files(random, updated_at)
    } else {
        Vec::new()
    });
    if progress.status == TaskRunStatus::InteractionRequired {
        run.interaction = json(&interaction::interaction(random));
    }
}

fn json(value: &Value) -> Option<Json> {
    Json::encode(value).ok()
}

/// Returns the time `age_ms` milliseconds before `now`, or the nearest one that has a text.
fn timestamp(now: SystemTime, age_ms: u64) -> Timestamp {
    let time = now
        .checked_sub(Duration::from_millis(age_ms))
        .unwrap_or(SystemTime::UNIX_EPOCH);
    Timestamp::try_from(time).unwrap_or_else(|_| Timestamp::from_received("9999-12-31T23:59:59Z"))
}

#[cfg(test)]
mod tests;
