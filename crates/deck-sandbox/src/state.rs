//! The objects of a sandbox and everything else that it remembers.

use std::time::Duration;
use std::time::SystemTime;

use deck_types::ListTaskRuns;
use deck_types::PageRequest;
use deck_types::RequestId;
use deck_types::Task;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

use crate::idempotency::store::IdempotencyStore;
use crate::rules::Rules;
use crate::seed::random::Random;
use crate::shelf::Shelf;
use crate::sort_key::SortKey;

/// The streams from 0 on belong to the seeded runs, the last ones to what is made later.
const REQUEST_IDS: u64 = u64::MAX;
const RUN_IDS: u64 = u64::MAX - 1;

/// How far apart two runs are created at least, so that listings have them in the order of their creation also when no time passes.
const BETWEEN_RUNS: Duration = Duration::from_millis(1);

/// Everything that a sandbox knows. Answers are functions of it and of the request.
pub(crate) struct State {
    pub(crate) rules: Rules,
    pub(crate) tasks: Shelf<Task>,
    runs: Shelf<TaskRun>,
    request_ids: Random,
    run_ids: Random,
    latest_creation: Option<SystemTime>,
    latest_request: Option<PageRequest<ListTaskRuns>>,
    pub(crate) idempotency: IdempotencyStore,
}

impl State {
    /// Makes a state that holds `runs` and `tasks`; `seed` decides the ids that are made later.
    pub(crate) fn new(rules: Rules, seed: u64, runs: Vec<TaskRun>, tasks: Vec<Task>) -> State {
        State {
            rules,
            tasks: Shelf::new(tasks),
            runs: Shelf::new(runs),
            request_ids: Random::new(seed, REQUEST_IDS),
            run_ids: Random::new(seed, RUN_IDS),
            latest_creation: None,
            latest_request: None,
            idempotency: IdempotencyStore::default(),
        }
    }

    /// Adds `run`, and returns the run that had its id before.
    pub(crate) fn insert(&mut self, run: TaskRun) -> Option<TaskRun> {
        self.runs.insert(run)
    }

    /// Removes the run with `id` and remembers its place.
    pub(crate) fn delete(&mut self, id: &TaskRunId) -> Option<TaskRun> {
        self.runs.delete(id.as_str())
    }

    /// Draws the id of the next answer.
    pub(crate) fn next_request_id(&mut self) -> RequestId {
        RequestId::new(self.request_ids.id(RequestId::PREFIX))
    }

    /// Makes a queued run that is created at `now`, or just behind the run that was created last, and is not on the shelf yet.
    pub(crate) fn new_run(&mut self, now: SystemTime) -> TaskRun {
        let behind = self
            .latest_creation
            .and_then(|time| time.checked_add(BETWEEN_RUNS));
        let time = behind.map_or(now, |behind| behind.max(now));
        self.latest_creation = Some(time);
        let mut run = TaskRun::testing(self.run_ids.id(TaskRunId::PREFIX));
        run.status = Some(TaskRunStatus::Queued);
        run.created_at = Timestamp::try_from(time).ok();
        run.updated_at.clone_from(&run.created_at);
        run
    }

    /// Returns what the latest page was asked for with.
    pub(crate) fn latest_request(&self) -> Option<&PageRequest<ListTaskRuns>> {
        self.latest_request.as_ref()
    }

    pub(crate) fn remember_request(&mut self, request: PageRequest<ListTaskRuns>) {
        self.latest_request = Some(request);
    }

    /// Returns the run with `id`.
    pub(crate) fn run(&self, id: &TaskRunId) -> Option<&TaskRun> {
        self.runs.get(id.as_str())
    }

    /// Returns the place where the run with `id` is.
    pub(crate) fn place(&self, id: &str) -> Option<&SortKey> {
        self.runs.place(id)
    }

    /// Returns the place where the deleted run with `id` was.
    pub(crate) fn former_place(&self, id: &str) -> Option<&SortKey> {
        self.runs.former_place(id)
    }

    /// Returns the number of runs.
    pub(crate) fn len(&self) -> usize {
        self.runs.len()
    }

    /// Goes through the runs in the order of listings, from behind `place` or from the start.
    pub(crate) fn forward(
        &self,
        place: Option<&SortKey>,
    ) -> Box<dyn Iterator<Item = &TaskRun> + '_> {
        self.runs.forward(self.rules.order, place)
    }

    /// Goes through the runs against the order of listings, from before `place` on.
    pub(crate) fn backward(&self, place: &SortKey) -> Box<dyn Iterator<Item = &TaskRun> + '_> {
        self.runs.backward(self.rules.order, place)
    }
}
