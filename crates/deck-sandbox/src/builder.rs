//! The settings of a sandbox.

use std::fmt;
use std::time::Duration;
use std::time::SystemTime;

use deck_transport::Clock;
use deck_transport::SharedClock;
use deck_types::Task;

use crate::Collection;
use crate::ConcurrentRepeats;
use crate::DeletedAnchor;
use crate::FaultPlan;
use crate::Order;
use crate::Paging;
use crate::RateLimit;
use crate::Sandbox;
use crate::SandboxRun;
use crate::UnknownWords;
use crate::gate::Gate;
use crate::rules::Rules;
use crate::seed;
use crate::state::State;

/// The number of runs of the default dataset.
const DEFAULT_RUNS: usize = 240;

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
    loaded: Vec<SandboxRun>,
    tasks: Vec<Task>,
    collections: Vec<Collection>,
    now: Option<SystemTime>,
    rules: Rules,
    faults: FaultPlan,
    rate_limit: RateLimit,
    clock: Option<SharedClock>,
}

impl SandboxBuilder {
    pub(crate) fn new() -> SandboxBuilder {
        SandboxBuilder {
            seed: 0,
            runs: None,
            loaded: Vec::new(),
            tasks: Vec::new(),
            collections: Vec::new(),
            now: None,
            rules: Rules::default(),
            faults: FaultPlan::new(),
            rate_limit: RateLimit::default(),
            clock: None,
        }
    }

    /// Fills the sandbox with runs drawn from `seed`, and draws the request ids from it.
    ///
    /// Without it the sandbox is empty, unless [`runs`](SandboxBuilder::runs) is called, which draws from
    /// seed 0.
    pub fn seed(self, seed: u64) -> SandboxBuilder {
        SandboxBuilder {
            seed,
            runs: Some(self.runs.unwrap_or(DEFAULT_RUNS)),
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

    /// Sets the order of listings; newest first by default.
    pub fn order(mut self, order: Order) -> SandboxBuilder {
        self.rules.order = order;
        self
    }

    /// Sets which ways of paging there are; both by default.
    pub fn paging(mut self, paging: Paging) -> SandboxBuilder {
        self.rules.paging = paging;
        self
    }

    /// Sets the treatment of positions at deleted items; they resolve by default.
    pub fn deleted_anchor(mut self, deleted_anchor: DeletedAnchor) -> SandboxBuilder {
        self.rules.deleted_anchor = deleted_anchor;
        self
    }

    /// Sets the treatment of filters with words that are not documented; they are refused by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use bytes::Bytes;
    /// use deck_sandbox::{SANDBOX_API_KEY, SANDBOX_BASE_URL, Sandbox, UnknownWords};
    ///
    /// let request = http::Request::get(format!("{SANDBOX_BASE_URL}/task-runs?status=archived"))
    ///     .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
    ///     .body(Bytes::new())?;
    ///
    /// let lenient = Sandbox::builder().unknown_words(UnknownWords::Accepted).build();
    ///
    /// assert_eq!(Sandbox::new().respond(&request).status(), 400);
    /// assert_eq!(lenient.respond(&request).status(), 200);
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn unknown_words(mut self, unknown_words: UnknownWords) -> SandboxBuilder {
        self.rules.unknown_words = unknown_words;
        self
    }

    /// Sets the response to a request whose idempotency key belongs to a request that is still running;
    /// [`Conflict`](ConcurrentRepeats::Conflict) by default.
    pub fn concurrent_repeats(mut self, concurrent_repeats: ConcurrentRepeats) -> SandboxBuilder {
        self.rules.concurrent_repeats = concurrent_repeats;
        self
    }

    /// Sets how many runs may be queued or running, seeded and inserted ones included; there is no limit by
    /// default.
    ///
    /// While there are that many, `POST /tasks/{task_id}/run` is refused with status 429
    /// `session_limit_exceeded`, without `Retry-After`. Whether queued runs count in Deck's limit is not
    /// documented.
    pub fn session_limit(mut self, runs: usize) -> SandboxBuilder {
        self.rules.session_limit = Some(runs);
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

    /// Sets the clock of delays and of the rate limit. The newest seeded runs lie just before its time of
    /// day, unless [`now`](SandboxBuilder::now) says another.
    ///
    /// By default there is none in process, so that no runtime is needed: no time passes, delays are over at
    /// once, and the rate limit does not apply, because its window would never move on. `SandboxServer` uses
    /// the clock of the system unless another one is set here.
    ///
    /// # Examples
    ///
    /// On virtual time, an hour of delay takes no time:
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use bytes::Bytes;
    /// use deck_sandbox::{Fault, FaultPlan, SANDBOX_BASE_URL, Sandbox};
    /// use deck_transport::{ManualClock, Transport};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// const HOUR: Duration = Duration::from_secs(3_600);
    ///
    /// let clock = ManualClock::new();
    /// let plan = FaultPlan::new().always(Fault::delay(HOUR));
    /// let sandbox = Sandbox::builder().faults(plan).clock(clock.clone()).build();
    /// let request = http::Request::get(format!("{SANDBOX_BASE_URL}/test")).body(Bytes::new())?;
    ///
    /// let (response, ()) = tokio::join!(sandbox.send(request), async {
    ///     clock.wait_for_sleepers(1).await;
    ///     clock.advance(HOUR);
    /// });
    ///
    /// assert!(response.is_ok());
    /// # Ok(())
    /// # }
    /// ```
    pub fn clock(self, clock: impl Clock + 'static) -> SandboxBuilder {
        SandboxBuilder {
            clock: Some(SharedClock::new(clock)),
            ..self
        }
    }

    /// Creates the sandbox.
    #[must_use]
    pub fn build(self) -> Sandbox {
        let now = self.time_at_start();
        let seeded = seed::runs(self.seed, self.runs.unwrap_or(0), now);
        let mut tasks = seed::task::tasks(self.seed, &seeded);
        tasks.extend(self.tasks);
        let seeded = seeded.into_iter().map(SandboxRun::from);
        let runs = seeded.chain(self.loaded).collect();
        let mut state = State::new(self.rules, self.seed, runs, tasks);
        for collection in self.collections {
            state
                .collections
                .insert(collection.path.clone(), collection);
        }
        let gate = Gate::new(self.rate_limit, self.faults);
        Sandbox::assemble(state, gate, self.clock, now)
    }

    fn time_at_start(&self) -> SystemTime {
        let default = SystemTime::UNIX_EPOCH + DEFAULT_NOW;
        let of_clock = || self.clock.as_ref().map(Clock::system_time);
        self.now.or_else(of_clock).unwrap_or(default)
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
