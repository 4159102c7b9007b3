//! Running tasks, and the agents they belong to.

use std::time::Duration;

use deck_types::AgentId;
use deck_types::AgentTask;
use deck_types::Json;
use deck_types::Task;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use serde::Deserialize;

use crate::SandboxRun;
use crate::Script;
use crate::engine::drawn_script;
use crate::engine::timeline::Moment;
use crate::seed::progress::TASK_TIMEOUT_MS;
use crate::state::State;

impl State {
    /// Creates a queued run. It is not on the shelf yet.
    pub(crate) fn new_run(&mut self, moment: Moment) -> TaskRun {
        let mut run = TaskRun::fixture(self.ids.run());
        run.status = Some(TaskRunStatus::Queued);
        run.created_at = Timestamp::try_from(self.creation_time(moment)).ok();
        run.updated_at.clone_from(&run.created_at);
        run
    }

    /// Puts `run`, a new run of `task`, on the shelf, and lets it follow its script.
    pub(crate) fn queue_run(&mut self, run: TaskRun, task: &Task, moment: Moment) -> SandboxRun {
        let id = run.id.clone();
        let script = self.script(task, &run);
        self.emit_run(&run, moment);
        let session_id = run.session_id.clone();
        let run = SandboxRun::from(run);
        self.runs.insert(run.clone());
        if let Some(session_id) = session_id {
            self.enter_session(&id, &session_id, moment);
        }
        self.engine
            .start(&id, script, timeout(task), moment.elapsed);
        run
    }

    /// Writes the tasks of the agent with `id` into it.
    pub(crate) fn list_tasks_of(&mut self, id: Option<&AgentId>) {
        let Some(agent) = id.and_then(|id| self.agents.get(id.as_str())) else {
            return;
        };
        let mut agent = agent.clone();
        let tasks = self.tasks.iter();
        let tasks = tasks.filter(|task| task.agent_id.as_ref() == Some(&agent.id));
        agent.tasks = Some(tasks.map(in_brief).collect());
        self.agents.insert(agent);
    }

    /// Writes the tasks of every agent into it.
    pub(crate) fn list_tasks_of_all(&mut self) {
        let agents = self.agents.iter();
        let ids: Vec<AgentId> = agents.map(|agent| agent.id.clone()).collect();
        for id in &ids {
            self.list_tasks_of(Some(id));
        }
    }

    fn script(&mut self, task: &Task, run: &TaskRun) -> Script {
        let number = self.started_runs;
        self.started_runs = self.started_runs.wrapping_add(1);
        let given = self.scripts.get(&task.id).or(self.default_script.as_ref());
        given.cloned().unwrap_or_else(|| {
            let time = run.created_at.as_ref().map_or("", Timestamp::as_str);
            let day = time.split('T').next().unwrap_or_default();
            drawn_script::draw(self.seed, number, day)
        })
    }
}

fn in_brief(task: &Task) -> AgentTask {
    let mut entry = AgentTask::default();
    entry.id = Some(task.id.clone());
    entry.object = Some("task".into());
    entry.name.clone_from(&task.name);
    entry.status.clone_from(&task.status);
    entry
}

/// Returns how long a run of `task` may work: `settings.timeout_seconds`, or half an hour, as documented.
fn timeout(task: &Task) -> Duration {
    #[derive(Deserialize)]
    struct Settings {
        timeout_seconds: u64,
    }

    let settings = task.unknown_fields.get("settings");
    let settings = settings.as_ref().map(Json::parse::<Settings>);
    match settings {
        Some(Ok(settings)) => Duration::from_secs(settings.timeout_seconds),
        _ => Duration::from_millis(TASK_TIMEOUT_MS),
    }
}
