//! The state of a sandbox.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::VecDeque;
use std::time::Duration;
use std::time::SystemTime;

use deck_types::Agent;
use deck_types::Credential;
use deck_types::Event;
use deck_types::EventDeliveryId;
use deck_types::EventId;
use deck_types::Session;
use deck_types::Source;
use deck_types::Task;
use deck_types::TaskId;

use crate::SandboxRun;
use crate::Script;
use crate::collection::Collection;
use crate::engine::Engine;
use crate::engine::timeline::Moment;
use crate::engine::timeline::Timeline;
use crate::idempotency::store::IdempotencyStore;
use crate::ids::Ids;
use crate::resource::delivery::Delivery;
use crate::resource::destination::Destination;
use crate::response::error_response::ErrorResponse;
use crate::rules::Rules;
use crate::run_shelf::RunShelf;
use crate::seed::seeded_runs::SeededRuns;
use crate::shelf::Shelf;
use crate::webhooks::outbox::DeliveryRules;
use crate::webhooks::outbox::Outbox;

/// The least time between the creation of two objects, so that listings have them in the order of their
/// creation also when no time passes.
const BETWEEN_CREATIONS: Duration = Duration::from_millis(1);

/// The state of a sandbox. Responses are functions of it and of the request.
pub(crate) struct State {
    pub(crate) rules: Rules,
    pub(crate) agents: Shelf<Agent>,
    pub(crate) sources: Shelf<Source>,
    pub(crate) credentials: Shelf<Credential>,
    pub(crate) tasks: Shelf<Task>,
    pub(crate) runs: RunShelf,
    pub(crate) sessions: Shelf<Session>,
    pub(crate) events: Shelf<Event>,
    /// The ids of the events, the oldest first.
    pub(crate) event_ids: VecDeque<EventId>,
    pub(crate) destinations: Shelf<Destination>,
    pub(crate) deliveries: Shelf<Delivery>,
    /// The ids of the deliveries, the oldest first.
    pub(crate) delivery_ids: VecDeque<EventDeliveryId>,
    pub(crate) outbox: Outbox,
    /// By their paths.
    pub(crate) collections: BTreeMap<String, Collection>,
    pub(crate) timeline: Timeline,
    pub(crate) engine: Engine,
    pub(crate) scripts: HashMap<TaskId, Script>,
    /// The script of tasks that have none; without one, it is drawn.
    pub(crate) default_script: Option<Script>,
    pub(crate) seed: u64,
    /// How many runs were started.
    pub(crate) started_runs: u64,
    pub(crate) ids: Ids,
    pub(crate) latest_creation: Option<SystemTime>,
    pub(crate) latest_event: Option<SystemTime>,
    /// The query of the latest page of each path.
    pub(crate) latest_queries: HashMap<String, String>,
    pub(crate) idempotency: IdempotencyStore,
}

impl State {
    /// Creates an empty state; `seed` decides the ids that are made later.
    pub(crate) fn new(rules: Rules, seed: u64, timeline: Timeline) -> State {
        let order = rules.order;
        State {
            rules,
            agents: Shelf::new(order, []),
            sources: Shelf::new(order, []),
            credentials: Shelf::new(order, []),
            tasks: Shelf::new(order, []),
            runs: RunShelf::new(SeededRuns::none(order)),
            sessions: Shelf::new(order, []),
            events: Shelf::new(order, []),
            event_ids: VecDeque::new(),
            destinations: Shelf::new(order, []),
            deliveries: Shelf::new(order, []),
            delivery_ids: VecDeque::new(),
            outbox: Outbox::new(DeliveryRules::default()),
            collections: BTreeMap::new(),
            timeline,
            engine: Engine::new(),
            scripts: HashMap::new(),
            default_script: None,
            seed,
            started_runs: 0,
            ids: Ids::new(seed),
            latest_creation: None,
            latest_event: None,
            latest_queries: HashMap::new(),
            idempotency: IdempotencyStore::default(),
        }
    }

    /// Returns the time of an object that is created at `moment`: that, or just after the object that was
    /// created last.
    pub(crate) fn creation_time(&mut self, moment: Moment) -> SystemTime {
        let behind = self.latest_creation;
        let behind = behind.and_then(|time| time.checked_add(BETWEEN_CREATIONS));
        let time = behind.map_or(moment.time_of_day, |behind| behind.max(moment.time_of_day));
        self.latest_creation = Some(time);
        time
    }

    /// Returns the run with `id`.
    pub(crate) fn run(&self, id: &str) -> Result<SandboxRun, ErrorResponse> {
        let run = self.runs.get(id);
        run.ok_or_else(|| ErrorResponse::unknown("task_run", id))
    }
}
