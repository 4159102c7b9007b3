//! The settings of time, and of what happens as it passes.

use deck_transport::Clock;
use deck_transport::SharedClock;
use deck_types::TaskId;

use crate::SandboxBuilder;
use crate::Script;

impl SandboxBuilder {
    /// Sets the clock of delays, of the rate limit, and of the time that passes for runs. The newest seeded
    /// runs lie just before its time of day, unless [`now`](SandboxBuilder::now) says another.
    ///
    /// By default there is none in process, so that no runtime is needed: no time passes unless
    /// [`Sandbox::advance`](crate::Sandbox::advance) says so, delays are over at once, and the rate limit
    /// does not apply, because its window would never move on. `SandboxServer` uses the clock of the system
    /// unless another one is set here.
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

    /// Sets how many times as fast as the clock the time of the objects passes; 1 by default.
    ///
    /// At 60, a run that works for a minute is over in a second. Delays and the rate limit keep to the clock.
    /// At 0, only [`Sandbox::advance`](crate::Sandbox::advance) lets time pass.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use bytes::Bytes;
    /// use deck_sandbox::{SANDBOX_API_KEY, SANDBOX_BASE_URL, Sandbox};
    /// use deck_transport::ManualClock;
    /// use deck_types::{TaskRun, TaskRunStatus};
    ///
    /// let clock = ManualClock::new();
    /// let sandbox = Sandbox::builder().clock(clock.clone()).speed(60).build();
    /// let mut run = TaskRun::fixture("trun_1");
    /// run.status = Some(TaskRunStatus::Running);
    /// sandbox.insert(run);
    /// let cancel = http::Request::post(format!("{SANDBOX_BASE_URL}/task-runs/trun_1/cancel"))
    ///     .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
    ///     .body(Bytes::new())?;
    /// assert_eq!(sandbox.respond(&cancel).status(), 200);
    ///
    /// // A minute passes in the sandbox, and stopping takes two seconds.
    /// clock.advance(Duration::from_secs(1));
    ///
    /// assert_eq!(sandbox.runs()[0].status, Some(TaskRunStatus::Canceled));
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn speed(self, speed: u32) -> SandboxBuilder {
        SandboxBuilder { speed, ..self }
    }

    /// Sets what the runs of the task with `task_id` do, from the next one on.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use bytes::Bytes;
    /// use deck_sandbox::{SANDBOX_API_KEY, SANDBOX_BASE_URL, Sandbox, Script};
    /// use deck_types::{Json, Operation, RunTask, Task, TaskRunStatus};
    ///
    /// let script = Script::new()
    ///     .queued(Duration::from_secs(2))
    ///     .running(Duration::from_secs(9))
    ///     .complete(Json::from_text(r#"{"total": 1.10}"#)?);
    /// let sandbox = Sandbox::builder()
    ///     .with_tasks([Task::fixture("task_1")])
    ///     .script("task_1", script)
    ///     .build();
    /// let request = http::Request::post(format!("{SANDBOX_BASE_URL}/tasks/task_1/run"))
    ///     .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
    ///     .header("content-type", "application/json")
    ///     .body(Bytes::from_static(b"{}"))?;
    ///
    /// let run = RunTask::read(sandbox.respond(&request).body())?;
    /// assert_eq!(run.status, Some(TaskRunStatus::Queued));
    ///
    /// sandbox.advance(Duration::from_secs(2));
    /// assert_eq!(sandbox.runs()[0].status, Some(TaskRunStatus::Running));
    ///
    /// sandbox.advance(Duration::from_secs(9));
    /// assert_eq!(sandbox.runs()[0].status, Some(TaskRunStatus::Completed));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn script(mut self, task_id: impl Into<TaskId>, script: Script) -> SandboxBuilder {
        self.scripts.insert(task_id.into(), script);
        self
    }

    /// Sets what the runs of all tasks do that have no [`script`](SandboxBuilder::script) of their own.
    ///
    /// By default it is drawn for each run, from the seed and the number of the run: seconds in the queue, a
    /// minute of work for most, a prompt for some, which takes any answer, and an end that is good for four
    /// of five.
    pub fn default_script(self, script: Script) -> SandboxBuilder {
        SandboxBuilder {
            default_script: Some(script),
            ..self
        }
    }
}
