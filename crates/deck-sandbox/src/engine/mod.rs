//! What happens by itself: runs that follow their scripts, and sessions that are idle for too long.
//!
//! The engine knows plans and times, and no objects. It says what happens when ([`Engine::next`]); whether
//! that changes a run is decided by the [table of transitions](transition) where the runs are.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::time::Duration;

use deck_types::Json;
use deck_types::Outcome;
use deck_types::Problem;
use deck_types::SessionId;
use deck_types::TaskRunId;

use crate::Prompt;
use crate::Script;
use crate::engine::agenda::Agenda;
use crate::engine::live_run::AnswerIs;
use crate::engine::live_run::Doing;
use crate::engine::live_run::LiveRun;
use crate::engine::script::End;
use crate::engine::script::ScriptedFile;

mod agenda;

pub(crate) mod drawn_script;

mod live_run;

pub(crate) mod prompt;

pub(crate) mod script;

pub(crate) mod timeline;

pub(crate) mod transition;

/// The time that the source takes to look at an answer.
const CHECK: Duration = Duration::from_secs(1);

/// The time that an agent takes to stop.
const STOP: Duration = Duration::from_secs(2);

/// The time after which a session without a run is closed, as documented.
const IDLE: Duration = Duration::from_secs(10 * 60);

/// The plans of runs and sessions.
pub(crate) struct Engine {
    agenda: Agenda<Alarm>,
    runs: HashMap<TaskRunId, LiveRun>,
    /// The turns of the sessions that are idle.
    idle_sessions: HashMap<SessionId, u64>,
    next_turn: u64,
}

/// Something that is due; an alarm of an earlier turn means nothing.
enum Alarm {
    Run(TaskRunId, u64),
    Timeout(TaskRunId),
    Session(SessionId, u64),
}

/// Something that happens by itself, at a time since the start of the sandbox.
#[derive(Debug, PartialEq)]
pub(crate) enum Occurrence {
    Run(TaskRunId, RunOccurrence),
    SessionIdle(SessionId),
}

/// What happens to a run by itself.
#[derive(Debug, PartialEq)]
pub(crate) enum RunOccurrence {
    Start,
    Ask(Option<Json>),
    InteractionTimeout,
    Complete(Outcome, Option<Json>, Vec<ScriptedFile>),
    Fail(Vec<Problem>),
    /// With what an approval makes of it.
    Review(Vec<ScriptedFile>),
    TaskTimeout(Duration),
    Stop,
}

impl Engine {
    pub(crate) fn new() -> Engine {
        Engine {
            agenda: Agenda::new(),
            runs: HashMap::new(),
            idle_sessions: HashMap::new(),
            next_turn: 0,
        }
    }

    /// Takes out the first thing that happens at `until` or before, with its time.
    pub(crate) fn next(&mut self, until: Duration) -> Option<(Duration, Occurrence)> {
        while let Some((due, alarm)) = self.agenda.take_due(until) {
            if let Some(occurrence) = self.ring(due, alarm) {
                return Some((due, occurrence));
            }
        }
        None
    }

    /// Lets the run with `id`, which was just queued, follow `script`; it may work for `timeout`.
    pub(crate) fn start(
        &mut self,
        id: &TaskRunId,
        script: Script,
        timeout: Duration,
        now: Duration,
    ) {
        let queued = script.queued;
        let run = LiveRun {
            script,
            doing: Doing::Queueing,
            turn: 0,
            started: None,
            timeout,
        };
        self.runs.insert(id.clone(), run);
        if let Some(queued) = queued {
            self.wake(id, now.saturating_add(queued));
        }
    }

    /// Takes `input` as the answer to the prompt that the run with `id` waits at, if it follows a script.
    pub(crate) fn answer(&mut self, id: &TaskRunId, input: &BTreeMap<String, Json>, now: Duration) {
        let Some(run) = self.runs.get_mut(id) else {
            return;
        };
        if let Doing::Waiting(prompt) = &run.doing {
            let answer = if prompt.accepts(input) {
                AnswerIs::Right
            } else {
                AnswerIs::Wrong
            };
            run.doing = Doing::Checking(prompt.clone(), answer);
            self.wake(id, now.saturating_add(CHECK));
        }
    }

    /// Lets the run with `id` stop, whether it follows a script or not.
    pub(crate) fn stop(&mut self, id: &TaskRunId, now: Duration) {
        let run = LiveRun {
            script: Script::stay_queued(),
            doing: Doing::Stopping,
            turn: 0,
            started: self.forget(id),
            timeout: Duration::MAX,
        };
        self.runs.insert(id.clone(), run);
        self.wake(id, now.saturating_add(STOP));
    }

    /// Returns what an approval makes of the run with `id`, if it follows a script.
    pub(crate) fn approved(&self, id: &TaskRunId) -> Option<(Outcome, Option<Json>)> {
        match self.runs.get(id)?.script.end.clone() {
            End::Review(outcome, output) => Some((outcome, output)),
            _ => None,
        }
    }

    /// Lets nothing happen by itself any more to the run with `id`, and returns when its work began.
    pub(crate) fn forget(&mut self, id: &TaskRunId) -> Option<Duration> {
        self.runs.remove(id)?.started
    }

    /// Remembers that the session with `id` has no run any more.
    pub(crate) fn session_is_idle(&mut self, id: &SessionId, now: Duration) {
        let turn = self.turn();
        self.idle_sessions.insert(id.clone(), turn);
        self.agenda
            .enter(now.saturating_add(IDLE), Alarm::Session(id.clone(), turn));
    }

    /// Remembers that the session with `id` has a run, or has ended.
    pub(crate) fn session_is_not_idle(&mut self, id: &SessionId) {
        self.idle_sessions.remove(id);
    }

    fn turn(&mut self) -> u64 {
        self.next_turn += 1;
        self.next_turn
    }

    /// Sets the alarm of the run with `id`, in place of the one it had.
    fn wake(&mut self, id: &TaskRunId, due: Duration) {
        let turn = self.turn();
        if let Some(run) = self.runs.get_mut(id) {
            run.turn = turn;
            self.agenda.enter(due, Alarm::Run(id.clone(), turn));
        }
    }

    fn ring(&mut self, due: Duration, alarm: Alarm) -> Option<Occurrence> {
        match alarm {
            Alarm::Run(id, turn) => {
                let is_current = self.runs.get(&id).is_some_and(|run| run.turn == turn);
                let occurrence = if is_current {
                    self.go_on(&id, due)
                } else {
                    None
                };
                occurrence.map(|occurrence| Occurrence::Run(id, occurrence))
            }
            Alarm::Timeout(id) => {
                let timeout = self.runs.get(&id).filter(|run| run.is_at_work())?.timeout;
                Some(Occurrence::Run(id, RunOccurrence::TaskTimeout(timeout)))
            }
            Alarm::Session(id, turn) => {
                let is_current = self.idle_sessions.get(&id) == Some(&turn);
                is_current.then(|| {
                    self.idle_sessions.remove(&id);
                    Occurrence::SessionIdle(id)
                })
            }
        }
    }

    /// Lets the run with `id` do what comes next.
    fn go_on(&mut self, id: &TaskRunId, now: Duration) -> Option<RunOccurrence> {
        let run = self.runs.get_mut(id)?;
        match run.doing.clone() {
            Doing::Queueing => {
                run.started = Some(now);
                let timeout = now.saturating_add(run.timeout);
                self.agenda.enter(timeout, Alarm::Timeout(id.clone()));
                self.work(id, now);
                Some(RunOccurrence::Start)
            }
            Doing::Checking(prompt, AnswerIs::Wrong) => Some(self.ask(id, prompt, now)),
            Doing::Checking(_, AnswerIs::Right) => {
                self.work(id, now);
                None
            }
            Doing::Working => match run.take_prompt() {
                Some(prompt) => Some(self.ask(id, prompt, now)),
                None => self.end(id),
            },
            Doing::Waiting(_) => Some(RunOccurrence::InteractionTimeout),
            Doing::Stopping => Some(RunOccurrence::Stop),
            Doing::Resting => None,
        }
    }

    fn work(&mut self, id: &TaskRunId, now: Duration) {
        if let Some(run) = self.runs.get_mut(id) {
            run.doing = Doing::Working;
            let due = now.saturating_add(run.take_work());
            self.wake(id, due);
        }
    }

    fn ask(&mut self, id: &TaskRunId, prompt: Prompt, now: Duration) -> RunOccurrence {
        let interaction = prompt.interaction.clone();
        let due = now.saturating_add(prompt.patience);
        if let Some(run) = self.runs.get_mut(id) {
            run.doing = Doing::Waiting(prompt);
        }
        self.wake(id, due);
        RunOccurrence::Ask(interaction)
    }

    /// Ends the work of the run with `id`, unless its script lets it work for ever.
    fn end(&mut self, id: &TaskRunId) -> Option<RunOccurrence> {
        let run = self.runs.get_mut(id)?;
        let files = std::mem::take(&mut run.script.files);
        let occurrence = match run.script.end.clone() {
            End::Complete(outcome, output) => RunOccurrence::Complete(outcome, output, files),
            End::Fail(problems) => RunOccurrence::Fail(problems),
            End::Review(..) => RunOccurrence::Review(files),
            End::Never => return None,
        };
        run.doing = Doing::Resting;
        Some(occurrence)
    }
}

#[cfg(test)]
mod tests;
