//! What a test does to time and to runs that the API has no operation for.

use std::time::Duration;

use deck_types::Event;
use deck_types::EventDestinationId;
use deck_types::Secret;
use deck_types::TaskId;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::WebhookConfig;

use crate::FaultPlan;
use crate::Sandbox;
use crate::Script;
use crate::engine::transition::Cause;

impl Sandbox {
    /// Lets `duration` pass, and everything happen that is due until then, in the order in which it is due.
    ///
    /// With a clock, the sandbox is ahead of it from then on.
    ///
    /// # Examples
    ///
    /// An import does not change by itself, but what was asked to stop does:
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use bytes::Bytes;
    /// use deck_sandbox::{SANDBOX_API_KEY, SANDBOX_BASE_URL, Sandbox};
    /// use deck_types::{TaskRun, TaskRunStatus};
    ///
    /// let sandbox = Sandbox::new();
    /// let mut run = TaskRun::fixture("trun_1");
    /// run.status = Some(TaskRunStatus::Running);
    /// sandbox.insert(run);
    /// sandbox.advance(Duration::from_secs(3_600));
    /// assert_eq!(sandbox.runs()[0].status, Some(TaskRunStatus::Running));
    ///
    /// let request = http::Request::post(format!("{SANDBOX_BASE_URL}/task-runs/trun_1/cancel"))
    ///     .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
    ///     .body(Bytes::new())?;
    /// assert_eq!(sandbox.respond(&request).status(), 200);
    /// assert_eq!(sandbox.runs()[0].status, Some(TaskRunStatus::cancelling()));
    ///
    /// sandbox.advance(Duration::from_secs(60));
    /// assert_eq!(sandbox.runs()[0].status, Some(TaskRunStatus::Canceled));
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn advance(&self, duration: Duration) {
        let (mut state, _) = self.state_now();
        state.timeline.pass(duration);
        let moment = state.timeline.read(None);
        state.catch_up(moment);
        state.outbox.wake();
    }

    /// Sets what the runs of the task with `task_id` do, from the next one on.
    /// [`SandboxBuilder::script`](crate::SandboxBuilder::script) sets it from the start.
    pub fn set_script(&self, task_id: impl Into<TaskId>, script: Script) {
        self.state().scripts.insert(task_id.into(), script);
    }

    /// Completes the run with `id`, which waits for a review, and returns it; `None` if there is no such run,
    /// or it waits for none.
    ///
    /// The API is not known to have an operation for it.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::Sandbox;
    /// use deck_types::{TaskRun, TaskRunStatus};
    ///
    /// let sandbox = Sandbox::new();
    /// let mut run = TaskRun::fixture("trun_1");
    /// run.status = Some(TaskRunStatus::ReviewRequired);
    /// sandbox.insert(run);
    ///
    /// let approved = sandbox.approve("trun_1");
    ///
    /// assert_eq!(approved.and_then(|run| run.status), Some(TaskRunStatus::Completed));
    /// assert!(sandbox.approve("trun_1").is_none());
    /// ```
    pub fn approve(&self, id: impl Into<TaskRunId>) -> Option<TaskRun> {
        let id = id.into();
        let (mut state, moment) = self.state_now();
        let approved = state.engine.approved(&id);
        let is_approved = state.change_run(&id, Cause::Approve, moment, |run| {
            if let Some((result, output)) = approved {
                run.result = Some(result);
                run.output = output;
            }
        });
        let run = state.runs.get(id.as_str()).filter(|_| is_approved);
        run.map(|run| run.to_run())
    }

    /// Returns the fault plan.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::seeded(1);
    /// sandbox.set_faults("3:reset".parse()?);
    /// assert_eq!(sandbox.faults().to_string(), "3:reset");
    /// # Ok::<(), deck_sandbox::TextError>(())
    /// ```
    pub fn faults(&self) -> FaultPlan {
        self.gate().plan().clone()
    }

    /// Returns all events in the order of listings.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        let state = self.state();
        state.events.iter().cloned().collect()
    }

    /// Returns the secret that the events to the webhook with `id` are to be signed with, which no response
    /// shows; `None` if there is no such webhook.
    #[must_use]
    pub fn webhook_secret(&self, id: impl Into<EventDestinationId>) -> Option<Secret> {
        let id = id.into();
        let state = self.state();
        let config = &state.destinations.get(id.as_str())?.config;
        config.parse::<WebhookConfig>().ok()?.secret
    }
}
