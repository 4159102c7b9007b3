//! What seeded runs are drawn from.

use std::time::Duration;
use std::time::SystemTime;

use deck_types::TaskRun;
use deck_types::TaskRunStatus;

use crate::seed::directory::Desk;
use crate::seed::directory::Directory;
use crate::seed::directory::Task;
use crate::seed::draft::Draft;
use crate::seed::progress::Progress;
use crate::seed::random::Random;
use crate::seed::trouble;
use crate::seed::week::Week;

/// The number of newest runs that lie within minutes of each other, so that it is plausible that they have
/// not ended.
const RECENT: u32 = 8;

/// What seeded runs are drawn from: the seed, and the time that counts as now.
pub(crate) struct RunSource {
    seed: u64,
    now: SystemTime,
    directory: Directory,
    /// For the runs of a company's week.
    week: Option<Week>,
}

impl RunSource {
    /// The source of runs the first of which is some seconds older than `now`.
    pub(crate) fn new(seed: u64, now: SystemTime) -> RunSource {
        RunSource {
            seed,
            now,
            directory: Directory::new(seed),
            week: None,
        }
    }

    /// The source of the runs of the last whole week before `now`.
    pub(crate) fn week(seed: u64, now: SystemTime) -> RunSource {
        RunSource {
            week: Some(Week::before(now, seed)),
            ..RunSource::new(seed, now)
        }
    }

    /// Returns the ages of the newest `count` runs in milliseconds, newest first.
    pub(crate) fn ages(&self, count: usize) -> Vec<u64> {
        if let Some(week) = &self.week {
            return week.ages(self.seed, count);
        }
        let mut age_ms = 0;
        let ages = (0..).take(count).map(|index| {
            age_ms += gap_ms(&mut self.random(index), index);
            age_ms
        });
        ages.collect()
    }

    /// Draws the run that has `index` newer ones before it and is `age_ms` milliseconds old.
    pub(crate) fn draft(&self, index: u32, age_ms: u64) -> Draft {
        let mut random = self.random(index);
        if self.week.is_some() {
            // None of them is on its way any more.
            return self.draw(random, index.saturating_add(RECENT), age_ms);
        }
        // The gap before the run, which is in its age already, is drawn first.
        gap_ms(&mut random, index);
        self.draw(random, index, age_ms)
    }

    fn random(&self, index: u32) -> Random {
        Random::new(self.seed, u64::from(index) + 1)
    }

    fn draw(&self, mut random: Random, index: u32, age_ms: u64) -> Draft {
        let mut run = TaskRun::fixture(random.id("trun_"));
        let desk = self.directory.desk(&mut random);
        let task = random.pick(&desk.tasks);
        let mut progress = Progress::draw(&mut random, index, age_ms);
        if let Some(week) = &self.week {
            progress = week.progress(&mut random, task.trade, progress, age_ms);
        }
        if progress.status == TaskRunStatus::Failed {
            run.errors = trouble::problems(&mut random);
            if trouble::is_timeout(&run.errors) {
                progress = progress.timed_out(age_ms);
            }
        }
        self.assign(&mut run, &mut random, desk, task, &progress);
        run.status = Some(progress.status);
        run.result = progress.outcome;
        run.runtime_ms = progress.runtime_ms;
        Draft {
            run,
            created: time(self.now, age_ms),
            updated: time(self.now, age_ms.saturating_sub(progress.changed_after_ms)),
            random,
            trade: task.trade,
        }
    }

    /// Fills in whom the run belongs to.
    fn assign(
        &self,
        run: &mut TaskRun,
        random: &mut Random,
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
        run.workflow_id = self.directory.workflow_id(random).map(Into::into);
        run.session_id =
            (progress.status != TaskRunStatus::Queued).then(|| random.id("sess_").into());
    }
}

/// Returns the time `age_ms` milliseconds before `now`, or the nearest one that there is.
fn time(now: SystemTime, age_ms: u64) -> SystemTime {
    let time = now.checked_sub(Duration::from_millis(age_ms));
    time.unwrap_or(SystemTime::UNIX_EPOCH)
}

/// Runs come in batches with hours between them.
fn gap_ms(random: &mut Random, index: u32) -> u64 {
    if index < RECENT {
        return random.between(4_000, 110_000);
    }
    if random.chance(30) {
        random.between(2_000, 540_000)
    } else {
        random.between(3_600_000, 39_600_000)
    }
}
