//! The settings of a sandbox.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;
use std::time::SystemTime;

use deck_transport::Clock;
use deck_transport::SharedClock;
use deck_types::Task;
use deck_types::TaskId;

use crate::Collection;
use crate::FaultPlan;
use crate::RateLimit;
use crate::Sandbox;
use crate::SandboxRun;
use crate::SavedSandbox;
use crate::Script;
use crate::engine::timeline::Timeline;
use crate::gate::Gate;
use crate::rules::Rules;
use crate::run_shelf::RunShelf;
use crate::seed;
use crate::seed::run_source::RunSource;
use crate::seed::seeded_runs::SeededRuns;
use crate::shelf::Shelf;
use crate::state::State;
use crate::webhooks::outbox::DeliveryRules;
use crate::webhooks::outbox::Outbox;

mod deliveries;

mod rules;

mod time;

/// The number of runs of the default dataset.
const DEFAULT_RUNS: usize = 240;

/// The number of runs of a company's week.
const WEEK_RUNS: usize = 2_000;

/// 2026-11-02T12:00:00Z, the moment just after the newest run of a default dataset without a clock.
const DEFAULT_NOW: Duration = Duration::from_secs(1_793_620_800);

/// The settings of a [`Sandbox`].
///
/// # Examples
///
/// A sandbox that pages by id only and lists the oldest run first:
///
/// ```
/// use deck_sandbox::{Order, Paging, Sandbox};
///
/// let sandbox = Sandbox::builder()
///     .seed(7)
///     .runs(50)
///     .order(Order::OldestFirst)
///     .paging(Paging::IdOnly)
///     .build();
///
/// assert_eq!(sandbox.len(), 50);
/// assert!(sandbox.runs()[0].created_at < sandbox.runs()[49].created_at);
/// ```
#[derive(Clone)]
#[must_use]
pub struct SandboxBuilder {
    seed: u64,
    runs: Option<usize>,
    is_seeded: bool,
    is_week: bool,
    loaded: Vec<SandboxRun>,
    tasks: Vec<Task>,
    collections: Vec<Collection>,
    saved: Option<SavedSandbox>,
    now: Option<SystemTime>,
    rules: Rules,
    faults: FaultPlan,
    rate_limit: RateLimit,
    clock: Option<SharedClock>,
    speed: u32,
    scripts: HashMap<TaskId, Script>,
    default_script: Option<Script>,
    delivery_rules: DeliveryRules,
}

impl SandboxBuilder {
    pub(crate) fn new() -> SandboxBuilder {
        SandboxBuilder {
            seed: 0,
            runs: None,
            is_seeded: false,
            is_week: false,
            loaded: Vec::new(),
            tasks: Vec::new(),
            collections: Vec::new(),
            saved: None,
            now: None,
            rules: Rules::default(),
            faults: FaultPlan::new(),
            rate_limit: RateLimit::default(),
            clock: None,
            speed: 1,
            scripts: HashMap::new(),
            default_script: None,
            delivery_rules: DeliveryRules::default(),
        }
    }

    /// Fills the sandbox with runs drawn from `seed`, and draws the request ids from it.
    ///
    /// Without it the sandbox is empty, unless [`runs`](SandboxBuilder::runs) is called, which draws from
    /// seed 0.
    pub fn seed(self, seed: u64) -> SandboxBuilder {
        SandboxBuilder {
            seed,
            is_seeded: true,
            ..self
        }
    }

    /// Sets the number of seeded runs; 240 by default. A larger dataset begins with the smaller one of the
    /// same seed.
    pub fn runs(self, count: usize) -> SandboxBuilder {
        SandboxBuilder {
            runs: Some(count),
            ..self
        }
    }

    /// Spreads the seeded runs over the last whole week before [`now`](SandboxBuilder::now), from Monday to
    /// Sunday in UTC, as those of a company would be, for statistics that look like real ones. There are
    /// 2,000, unless [`runs`](SandboxBuilder::runs) sets their number.
    ///
    /// A weekday has more than four times the runs of Sunday, most of them in office hours. Each task has a
    /// duration of its own, which one run in six goes far beyond. In one hour, which is drawn from the seed,
    /// most runs fail. All have ended, apart from a few that wait for a review.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().company_week().build();
    ///
    /// assert_eq!(sandbox.len(), 2_000);
    /// ```
    pub fn company_week(self) -> SandboxBuilder {
        SandboxBuilder {
            is_week: true,
            ..self
        }
    }

    /// Adds runs to the seeded ones, if there are any. Of several with one id, the last one
    /// stays.
    ///
    /// [`NdjsonImport`](crate::NdjsonImport) reads them from a file; they are given back byte for byte.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::Sandbox;
    /// use deck_types::TaskRun;
    ///
    /// let sandbox = Sandbox::builder().with_runs([TaskRun::fixture("trun_1")]).build();
    ///
    /// assert_eq!(sandbox.len(), 1);
    /// ```
    pub fn with_runs<R: Into<SandboxRun>>(
        mut self,
        runs: impl IntoIterator<Item = R>,
    ) -> SandboxBuilder {
        self.loaded.extend(runs.into_iter().map(Into::into));
        self
    }

    /// Adds tasks to those of the seeded runs, if there are any. Of several with one id, the
    /// last one stays.
    ///
    /// A run that is added with [`with_runs`](SandboxBuilder::with_runs) brings no task with it.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::Sandbox;
    /// use deck_types::Task;
    ///
    /// let sandbox = Sandbox::builder().with_tasks([Task::fixture("task_1")]).build();
    ///
    /// assert_eq!(sandbox.tasks()[0].id, "task_1");
    /// ```
    pub fn with_tasks(mut self, tasks: impl IntoIterator<Item = Task>) -> SandboxBuilder {
        self.tasks.extend(tasks);
        self
    }

    /// Adds the objects of an endpoint that the sandbox does not know.
    ///
    /// Of several collections at one path, the last one stays.
    pub fn collection(mut self, collection: Collection) -> SandboxBuilder {
        self.collections.push(collection);
        self
    }

    /// Goes on with a sandbox that was [saved](Sandbox::save), in place of seeded runs and what they belong
    /// to. Runs, tasks and collections that are added to the builder come on top; settings are those of the
    /// builder.
    ///
    /// For what it holds, no time has passed since it was saved. The wall-clock time is that of the
    /// [`clock`](SandboxBuilder::clock), or where the saved sandbox was, if that is later.
    pub fn saved(self, saved: SavedSandbox) -> SandboxBuilder {
        SandboxBuilder {
            saved: Some(saved),
            ..self
        }
    }

    /// Sets the time that the newest seeded runs lie just before. By default it is the time of day that the
    /// [`clock`](SandboxBuilder::clock) shows when the sandbox is built, so that a run that is made next is
    /// the newest; without a clock, noon of 2 November 2026 in UTC.
    ///
    /// Without a clock it is fixed so that the same seed gives the same bytes on every day, and so it is with
    /// a `ManualClock`. Set the current time where the ages of runs are shown to people.
    pub fn now(self, now: SystemTime) -> SandboxBuilder {
        SandboxBuilder {
            now: Some(now),
            ..self
        }
    }

    /// Sets the only key that is accepted; [`SANDBOX_API_KEY`](crate::SANDBOX_API_KEY) by default.
    pub fn api_key(mut self, api_key: impl Into<String>) -> SandboxBuilder {
        self.rules.api_key = api_key.into();
        self
    }

    /// Sets the fault plan; there are no faults by default. [`Sandbox::set_faults`] changes it later.
    pub fn faults(self, faults: FaultPlan) -> SandboxBuilder {
        SandboxBuilder { faults, ..self }
    }

    /// Sets how many requests are admitted within a time; 200 in 10 seconds by default. It needs a clock, see
    /// [`clock`](SandboxBuilder::clock).
    pub fn rate_limit(self, rate_limit: RateLimit) -> SandboxBuilder {
        SandboxBuilder { rate_limit, ..self }
    }

    /// Creates the sandbox.
    #[must_use]
    pub fn build(self) -> Sandbox {
        let clock = self.clock.clone();
        let now = self.time_at_start();
        // The objects are the same after a reset, however late that is.
        let origin = self.now(now);
        let (state, gate) = origin.clone().start();
        Sandbox::assemble(state, gate, clock, now, origin)
    }

    /// Returns the state at the start, and the gate before it.
    pub(crate) fn start(self) -> (State, Gate) {
        let now = self.time_at_start();
        let count = self.seeded_runs();
        let source = if self.is_week {
            RunSource::week(self.seed, now)
        } else {
            RunSource::new(self.seed, now)
        };
        let seeded = SeededRuns::new(source, count, self.rules.order);
        let tasks = seed::task::tasks(self.seed, seeded.first_runs());
        let resources = seed::resources::resources(self.seed, &tasks);
        let timeline = Timeline::new(now, self.speed);
        let mut state = State::new(self.rules, self.seed, timeline);
        let order = state.rules.order;
        state.agents = Shelf::new(order, resources.agents);
        state.sources = Shelf::new(order, resources.sources);
        state.credentials = Shelf::new(order, resources.credentials);
        state.tasks = Shelf::new(order, tasks);
        state.runs = RunShelf::new(seeded);
        state.scripts = self.scripts;
        state.default_script = self.default_script;
        state.outbox = Outbox::new(self.delivery_rules);
        if let Some(saved) = self.saved {
            state.restore(saved);
        }
        for task in self.tasks {
            state.tasks.insert(task);
        }
        state.list_tasks_of_all();
        for run in self.loaded {
            state.runs.insert(run);
        }
        for mut collection in self.collections {
            collection.shelf = collection.shelf.in_order(order);
            state
                .collections
                .insert(collection.path.clone(), collection);
        }
        let gate = Gate::new(self.rate_limit, self.faults);
        (state, gate)
    }

    /// Returns how many runs are drawn.
    fn seeded_runs(&self) -> usize {
        if self.saved.is_some() {
            return 0;
        }
        self.runs.unwrap_or(match (self.is_week, self.is_seeded) {
            (true, _) => WEEK_RUNS,
            (false, true) => DEFAULT_RUNS,
            (false, false) => 0,
        })
    }

    fn time_at_start(&self) -> SystemTime {
        let default = SystemTime::UNIX_EPOCH + DEFAULT_NOW;
        let of_clock = || self.clock.as_ref().map(Clock::system_time);
        let of_saved = || self.saved.as_ref().map(|saved| saved.head.time_of_day);
        self.now
            .or_else(of_saved)
            .or_else(of_clock)
            .unwrap_or(default)
    }
}

/// Without the key: the default one is public, but one that a user sets may be a secret.
impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SandboxBuilder")
            .field("seed", &self.seed)
            .field("runs", &self.runs)
            .finish_non_exhaustive()
    }
}
