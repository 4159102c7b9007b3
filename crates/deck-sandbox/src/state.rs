//! The home of [`State`]: the runs of a sandbox and what is remembered of deleted ones.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::ops::Bound;

use deck_types::ListTaskRuns;
use deck_types::PageRequest;
use deck_types::RequestId;
use deck_types::TaskRun;
use deck_types::TaskRunId;

use crate::rules::Order;
use crate::rules::Rules;
use crate::seed::random::Random;
use crate::sort_key::SortKey;

/// Everything that a sandbox knows. Answers are functions of it and of the request.
pub(crate) struct State {
    pub(crate) rules: Rules,
    runs: BTreeMap<SortKey, TaskRun>,
    places: HashMap<TaskRunId, SortKey>,
    deleted: HashMap<TaskRunId, SortKey>,
    request_ids: Random,
    latest_request: Option<PageRequest<ListTaskRuns>>,
}

impl State {
    /// Makes a state that holds `runs`; `seed` decides the request ids.
    pub(crate) fn new(rules: Rules, seed: u64, runs: Vec<TaskRun>) -> State {
        // The streams from 0 on belong to the seeded runs.
        let request_ids = Random::new(seed, u64::MAX);
        let mut state = State {
            rules,
            runs: BTreeMap::new(),
            places: HashMap::new(),
            deleted: HashMap::new(),
            request_ids,
            latest_request: None,
        };
        for run in runs {
            state.insert(run);
        }
        state
    }

    /// Adds `run`, and returns the run that had its id before.
    pub(crate) fn insert(&mut self, run: TaskRun) -> Option<TaskRun> {
        let place = SortKey::of(&run);
        self.deleted.remove(&run.id);
        let before = self.places.insert(run.id.clone(), place.clone());
        let replaced = before.and_then(|before| self.runs.remove(&before));
        self.runs.insert(place, run);
        replaced
    }

    /// Removes the run with `id` and remembers its place.
    pub(crate) fn delete(&mut self, id: &TaskRunId) -> Option<TaskRun> {
        let place = self.places.remove(id)?;
        let run = self.runs.remove(&place);
        self.deleted.insert(id.clone(), place);
        run
    }

    /// Draws the id of the next answer.
    pub(crate) fn next_request_id(&mut self) -> RequestId {
        RequestId::new(self.request_ids.id(RequestId::PREFIX))
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
        self.places.get(id).and_then(|place| self.runs.get(place))
    }

    /// Returns the place where the run with `id` is.
    pub(crate) fn place(&self, id: &str) -> Option<&SortKey> {
        self.places.get(id)
    }

    /// Returns the place where the deleted run with `id` was.
    pub(crate) fn former_place(&self, id: &str) -> Option<&SortKey> {
        self.deleted.get(id)
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
        match self.rules.order {
            Order::NewestFirst => self.descending(place),
            Order::OldestFirst => self.ascending(place),
        }
    }

    /// Goes through the runs against the order of listings, from before `place` on.
    pub(crate) fn backward(&self, place: &SortKey) -> Box<dyn Iterator<Item = &TaskRun> + '_> {
        match self.rules.order {
            Order::NewestFirst => self.ascending(Some(place)),
            Order::OldestFirst => self.descending(Some(place)),
        }
    }

    fn ascending(&self, place: Option<&SortKey>) -> Box<dyn Iterator<Item = &TaskRun> + '_> {
        let start = place.map_or(Bound::Unbounded, Bound::Excluded);
        Box::new(
            self.runs
                .range((start, Bound::Unbounded))
                .map(|(_, run)| run),
        )
    }

    fn descending(&self, place: Option<&SortKey>) -> Box<dyn Iterator<Item = &TaskRun> + '_> {
        let end = place.map_or(Bound::Unbounded, Bound::Excluded);
        Box::new(
            self.runs
                .range((Bound::Unbounded, end))
                .rev()
                .map(|(_, run)| run),
        )
    }
}
