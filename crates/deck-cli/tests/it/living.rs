//! A sandbox in which runs go on, in the process of the test, with the program as its client.

use std::process::Command;
use std::time::Duration;

use deck_sandbox::FaultPlan;
use deck_sandbox::Prompt;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxBuilder;
use deck_sandbox::SandboxServer;
use deck_sandbox::Script;
use deck_types::Json;
use deck_types::Problem;
use deck_types::Task;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use tokio::runtime::Runtime;

use crate::scene::Outcome;
use crate::scene::deck;
use crate::scene::run;

/// A sandbox without a run, and with a task for each way in which runs go.
pub(crate) struct Living {
    runtime: Runtime,
    server: SandboxServer,
}

impl Living {
    pub(crate) fn start() -> Self {
        Self::with(|builder| builder)
    }

    /// Starts it with a fault plan for its requests.
    pub(crate) fn with_faults(plan: &str) -> Self {
        let plan: FaultPlan = plan.parse().unwrap();
        Self::with(|builder| builder.faults(plan))
    }

    pub(crate) fn with(settings: impl FnOnce(SandboxBuilder) -> SandboxBuilder) -> Self {
        let output = Json::from_text(r#"{"total": 1.50}"#).unwrap();
        let builder = Sandbox::builder()
            .runs(0)
            .with_tasks(["task_good", "task_bad", "task_asks", "task_slow"].map(Task::fixture))
            .script("task_good", Script::new().complete(output.clone()))
            .script(
                "task_bad",
                Script::new().fail(Problem::fixture("source", "source_blocked")),
            )
            .script(
                "task_asks",
                Script::new().ask(Prompt::mfa("123456")).complete(output),
            )
            .script(
                "task_slow",
                Script::new().running(Duration::from_secs(1)).work_on(),
            );
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let sandbox = settings(builder).build();
        let server = runtime.block_on(SandboxServer::start(sandbox)).unwrap();
        Self { runtime, server }
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        self.server.sandbox()
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// Returns the program with these arguments, which asks the sandbox, and nothing twice by itself.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = deck(arguments);
        command
            .args(["--base-url", &self.url(), "--max-retries", "0"])
            .env("DECK_API_KEY", SANDBOX_API_KEY);
        command
    }

    /// Runs the program.
    #[track_caller]
    pub(crate) fn ask(&self, arguments: &[&str]) -> Outcome {
        run(self.command(arguments))
    }

    /// Starts a run of a task, and returns its id.
    #[track_caller]
    pub(crate) fn started(&self, task: &str) -> String {
        let run = self.ask(&["run", task, "--output", "ndjson"]).json_lines();
        run[0]["id"].as_str().unwrap().to_owned()
    }

    /// Starts a run that asks for a code, and waits until it does.
    #[track_caller]
    pub(crate) fn asking(&self) -> String {
        let id = self.started("task_asks");
        let asks = Some(TaskRunStatus::InteractionRequired);
        self.until(|sandbox| sandbox.runs()[0].status == asks);
        id
    }

    /// Returns the only run there is.
    #[track_caller]
    pub(crate) fn only_run(&self) -> TaskRun {
        let mut runs = self.sandbox().runs();
        assert_eq!(runs.len(), 1);
        runs.remove(0)
    }

    /// Takes the address out of a text, and what every command of a test has.
    pub(crate) fn neutral(&self, text: &str) -> String {
        text.replace(&format!(" --base-url={} --max-retries=0", self.url()), "")
    }

    /// Waits until the sandbox says so.
    pub(crate) fn until(&self, is_so: impl Fn(&Sandbox) -> bool) {
        while !is_so(self.sandbox()) {
            self.runtime.block_on(tokio::task::yield_now());
        }
    }
}
