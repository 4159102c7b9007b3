//! The state of a sandbox.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::time::Duration;
use std::time::SystemTime;

use deck_types::RequestId;
use deck_types::Task;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

use crate::SandboxRun;
use crate::collection::Collection;
use crate::idempotency::store::IdempotencyStore;
use crate::response::error_response::ErrorResponse;
use crate::rules::Rules;
use crate::seed::random::Random;
use crate::shelf::Shelf;

/// The streams from 0 on belong to the seeded runs, the last ones to what is made later.
const REQUEST_IDS: u64 = u64::MAX;
const RUN_IDS: u64 = u64::MAX - 1;

/// The least time between the creation of two runs, so that listings have them in the order of their creation
/// also when no time passes.
const BETWEEN_RUNS: Duration = Duration::from_millis(1);

/// The state of a sandbox. Responses are functions of it and of the request.
pub(crate) struct State {
    pub(crate) rules: Rules,
    pub(crate) tasks: Shelf<Task>,
    pub(crate) runs: Shelf<SandboxRun>,
    /// By their paths.
    pub(crate) collections: BTreeMap<String, Collection>,
    request_ids: Random,
    run_ids: Random,
    latest_creation: Option<SystemTime>,
    /// The query of the latest page of each path.
    pub(crate) latest_queries: HashMap<String, String>,
    pub(crate) idempotency: IdempotencyStore,
}

impl State {
    /// Creates a state that holds `runs` and `tasks`; `seed` decides the ids that are made later.
    pub(crate) fn new(rules: Rules, seed: u64, runs: Vec<SandboxRun>, tasks: Vec<Task>) -> State {
        State {
            tasks: Shelf::new(tasks).in_order(rules.order),
            runs: Shelf::new(runs).in_order(rules.order),
            rules,
            collections: BTreeMap::new(),
            request_ids: Random::new(seed, REQUEST_IDS),
            run_ids: Random::new(seed, RUN_IDS),
            latest_creation: None,
            latest_queries: HashMap::new(),
            idempotency: IdempotencyStore::default(),
        }
    }

    /// Draws the id of the next response.
    pub(crate) fn next_request_id(&mut self) -> RequestId {
        RequestId::new(self.request_ids.id(RequestId::PREFIX))
    }

    /// Creates a queued run with the time `now`, or just after that of the run that was created last. It is
    /// not on the shelf yet.
    pub(crate) fn new_run(&mut self, now: SystemTime) -> TaskRun {
        let behind = self
            .latest_creation
            .and_then(|time| time.checked_add(BETWEEN_RUNS));
        let time = behind.map_or(now, |behind| behind.max(now));
        self.latest_creation = Some(time);
        let mut run = TaskRun::fixture(self.run_ids.id(TaskRunId::PREFIX));
        run.status = Some(TaskRunStatus::Queued);
        run.created_at = Timestamp::try_from(time).ok();
        run.updated_at.clone_from(&run.created_at);
        run
    }

    /// Returns the run with `id`.
    pub(crate) fn run(&self, id: &TaskRunId) -> Result<&SandboxRun, ErrorResponse> {
        let run = self.runs.get(id.as_str());
        run.ok_or_else(|| ErrorResponse::unknown_run(id))
    }
}
