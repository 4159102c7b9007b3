//! The handle to the runs and the in-process form of the API.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::SystemTime;

use bytes::Bytes;
use deck_transport::Clock;
use deck_transport::SharedClock;
use deck_types::Task;
use deck_types::TaskId;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use http::Request;
use http::Response;

use crate::FaultPlan;
use crate::SandboxBuilder;
use crate::SandboxRun;
use crate::Traffic;
use crate::arrival::Arrival;
use crate::engine::timeline::Moment;
use crate::gate::Admission;
use crate::gate::Gate;
use crate::response;
use crate::response::response_kind::ResponseKind;
use crate::state::State;

mod collections;

mod control;

mod deliveries;

#[cfg(feature = "server")]
mod for_server;

mod save;

mod snapshot;

mod transport;

/// The base URL for clients of the in-process form.
///
/// Nothing listens there: a sandbox that is used as a transport looks at the path and the query only. The
/// path begins with that of this URL, or the response is status 404.
pub const SANDBOX_BASE_URL: &str = "http://sandbox.localhost/v2";

/// A local Deck, as a [`Transport`](deck_transport::Transport) without a socket.
///
/// Clones share the runs, so a test keeps one and gives another to the client. Runs can be inserted, updated
/// and deleted at any time, also in the middle of a listing; every response shows the state of its moment.
/// The same seed, settings and requests give the same bytes.
///
/// # Examples
///
/// A page of the seeded runs, without a client:
///
/// ```
/// use bytes::Bytes;
/// use deck_sandbox::{SANDBOX_API_KEY, SANDBOX_BASE_URL, Sandbox};
/// use deck_types::{Page, TaskRun};
///
/// let sandbox = Sandbox::seeded(1);
/// let request = http::Request::get(format!("{SANDBOX_BASE_URL}/task-runs?limit=5"))
///     .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
///     .body(Bytes::new())?;
///
/// let response = sandbox.respond(&request);
///
/// let page = Page::<TaskRun>::from_json(response.body())?;
/// assert_eq!(page.data.len(), 5);
/// assert_eq!(page.has_more, Some(true));
/// assert_eq!(page.data[0].id, sandbox.runs()[0].id);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

/// The part that all clones share. Requests pass the gate before they get a response from the state; no code
/// holds both locks.
struct Shared {
    state: Mutex<State>,
    gate: Mutex<Gate>,
    clock: Option<SharedClock>,
    /// The clock of the server, for a sandbox that has none.
    server_clock: OnceLock<SharedClock>,
    now: SystemTime,
    /// What it was built with.
    origin: SandboxBuilder,
}

impl Sandbox {
    /// Creates a sandbox without runs and with default settings.
    #[must_use]
    pub fn new() -> Sandbox {
        Sandbox::builder().build()
    }

    /// Creates a sandbox with the default dataset of `seed`: 240 runs over about six weeks.
    #[must_use]
    pub fn seeded(seed: u64) -> Sandbox {
        Sandbox::builder().seed(seed).build()
    }

    /// Returns a builder with the default settings.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::new()
    }

    /// Adds `run` and returns the run that had its id before, if there was one.
    ///
    /// Where it stands in listings follows from its `created_at`; see [`Order`](crate::Order).
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::Sandbox;
    /// use deck_types::TaskRun;
    ///
    /// let sandbox = Sandbox::new();
    /// assert!(sandbox.insert(TaskRun::fixture("trun_1")).is_none());
    /// assert_eq!(sandbox.len(), 1);
    /// ```
    pub fn insert(&self, run: impl Into<SandboxRun>) -> Option<TaskRun> {
        let run = run.into();
        let mut state = self.state();
        state.engine.forget(run.id());
        let replaced = state.runs.insert(run);
        replaced.map(|run| run.to_run())
    }

    /// Changes the run with `id` and returns the changed run, or `None` if there is no such run.
    ///
    /// The id itself stays: a change of it is undone. The text of an imported run changes in the members that
    /// `change` changes, and nowhere else. A change of `created_at` moves the run within listings. A change
    /// of the status takes the run from its script, and is an event. The sandbox is locked during `change`,
    /// which must not call it.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::Sandbox;
    /// use deck_types::{TaskRun, TaskRunStatus};
    ///
    /// let sandbox = Sandbox::new();
    /// sandbox.insert(TaskRun::fixture("trun_1"));
    ///
    /// let run = sandbox.update("trun_1", |run| run.status = Some(TaskRunStatus::Completed));
    ///
    /// assert_eq!(run.and_then(|run| run.status), Some(TaskRunStatus::Completed));
    /// assert!(sandbox.update("trun_2", |_| {}).is_none());
    /// ```
    pub fn update(
        &self,
        id: impl Into<TaskRunId>,
        change: impl FnOnce(&mut TaskRun),
    ) -> Option<TaskRun> {
        let id = id.into();
        let (mut state, moment) = self.state_now();
        let stored = state.runs.get(id.as_str())?;
        let mut run = stored.to_run();
        change(&mut run);
        run.id = id;
        let changed = stored.changed(run.clone());
        let has_new_status = changed.decoded().status != stored.decoded().status;
        state.runs.insert(changed);
        if has_new_status {
            state.follow_test(&run, moment);
        }
        Some(run)
    }

    /// Removes the run with `id` and returns it, or `None` if there is no such run.
    ///
    /// Cursors go on working, and so do `starting_after` and `ending_before` with this id, unless
    /// [`DeletedAnchor::Refused`](crate::DeletedAnchor::Refused) is set.
    pub fn delete(&self, id: impl Into<TaskRunId>) -> Option<TaskRun> {
        let id = id.into();
        let mut state = self.state();
        state.engine.forget(&id);
        let deleted = state.runs.delete(id.as_str());
        deleted.map(|run| run.to_run())
    }

    /// Returns the correct response to one request, at once: without rate limit, faults and delays.
    ///
    /// Both forms of the sandbox use it. Every request has a response: one that cannot be understood gets an
    /// error status. The request is not counted. What it asks to change is changed.
    #[must_use]
    pub fn respond(&self, request: &Request<Bytes>) -> Response<Bytes> {
        self.respond_with(request, ResponseKind::Correct, self.clock(), Duration::ZERO)
    }

    /// Replaces the fault plan; the next request has position 1. Requests that are waiting for their delay
    /// keep the fault they have.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::{Fault, FaultPlan, Sandbox};
    ///
    /// let sandbox = Sandbox::seeded(1);
    /// sandbox.set_faults(FaultPlan::new().every(3, Fault::reset()));
    /// sandbox.set_faults(FaultPlan::new());
    /// ```
    pub fn set_faults(&self, plan: FaultPlan) {
        self.gate().set_plan(plan);
    }

    /// Returns the numbers of requests and faults so far.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.gate().traffic()
    }

    /// Returns all runs in the order of listings.
    #[must_use]
    pub fn runs(&self) -> Vec<TaskRun> {
        let state = self.state();
        let runs = state.runs.iter();
        runs.map(|run| run.to_run()).collect()
    }

    /// Adds `task` and returns the task that had its id before, if there was one.
    #[expect(clippy::must_use_candidate, reason = "it is called for its effect")]
    pub fn insert_task(&self, task: Task) -> Option<Task> {
        let mut state = self.state();
        let agent_id = task.agent_id.clone();
        let replaced = state.tasks.insert(task);
        state.list_tasks_of(agent_id.as_ref());
        replaced
    }

    /// Removes the task with `id` and returns it, or `None` if there is no such task.
    pub fn delete_task(&self, id: impl Into<TaskId>) -> Option<Task> {
        let mut state = self.state();
        let deleted = state.tasks.delete(id.into().as_str())?;
        state.list_tasks_of(deleted.agent_id.as_ref());
        Some(deleted)
    }

    /// Returns all tasks in the order of listings.
    ///
    /// # Examples
    ///
    /// The tasks of a seeded sandbox are those that its runs refer to:
    ///
    /// ```
    /// use deck_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::seeded(1);
    /// let is_known = |id| sandbox.tasks().iter().any(|task| Some(&task.id) == id);
    ///
    /// assert!(sandbox.runs().iter().all(|run| is_known(run.task_id.as_ref())));
    /// ```
    #[must_use]
    pub fn tasks(&self) -> Vec<Task> {
        let state = self.state();
        state.tasks.iter().cloned().collect()
    }

    /// Returns the number of runs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.state().runs.len()
    }

    /// Returns whether there are no runs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn assemble(
        state: State,
        gate: Gate,
        clock: Option<SharedClock>,
        now: SystemTime,
        origin: SandboxBuilder,
    ) -> Sandbox {
        Sandbox {
            shared: Arc::new(Shared {
                state: Mutex::new(state),
                gate: Mutex::new(gate),
                clock,
                server_clock: OnceLock::new(),
                now,
                origin,
            }),
        }
    }

    /// Returns the clock that was set.
    pub(crate) fn clock(&self) -> Option<&SharedClock> {
        self.shared.clock.as_ref()
    }

    /// Returns the time of day here, which may be ahead of `clock`; without a clock, the time of
    /// [`SandboxBuilder::now`].
    pub(crate) fn time_of_day(&self, clock: Option<&SharedClock>) -> SystemTime {
        clock.map_or(self.shared.now, |_| self.state_now().1.time_of_day)
    }

    /// Counts a request that arrives.
    pub(crate) fn admit(&self, clock: Option<&SharedClock>) -> Admission {
        self.gate().admit(clock.map(Clock::now))
    }

    /// Returns the response of `kind` to `request`, which arrives now by `clock`. The response is ready
    /// `after` some time.
    pub(crate) fn respond_with(
        &self,
        request: &Request<Bytes>,
        kind: ResponseKind,
        clock: Option<&SharedClock>,
        after: Duration,
    ) -> Response<Bytes> {
        let (mut state, moment) = self.state_now();
        let response_after = clock.map_or(Duration::ZERO, |_| state.timeline.scaled(after));
        let arrival = Arrival {
            moment,
            response_after,
        };
        let response = response::respond(&mut state, request, kind, arrival);
        state.outbox.wake();
        response
    }

    /// Sets the clock of a server, which time passes by if the sandbox has none.
    #[cfg(feature = "server")]
    pub(crate) fn follow(&self, clock: &SharedClock) {
        let _ = self.shared.server_clock.set(clock.clone());
        drop(self.state());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state_now().0
    }

    /// Locks the state, in which everything has happened that was due. A panic inside the closure of
    /// [`Sandbox::update`] leaves it as it was, so a poisoned lock is no reason to stop.
    fn state_now(&self) -> (MutexGuard<'_, State>, Moment) {
        let mut state = lock(&self.shared.state);
        let clock = self.shared.clock.as_ref();
        let moment = state
            .timeline
            .read(clock.or_else(|| self.shared.server_clock.get()));
        state.catch_up(moment);
        (state, moment)
    }

    fn gate(&self) -> MutexGuard<'_, Gate> {
        lock(&self.shared.gate)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Default for Sandbox {
    fn default() -> Sandbox {
        Sandbox::new()
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sandbox")
            .field("runs", &self.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
