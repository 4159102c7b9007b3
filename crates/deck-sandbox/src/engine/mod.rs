//! What happens by itself: runs that follow their scripts, and sessions that are idle for too long.
//!
//! The engine knows plans and times, and no objects. It says what happens when ([`Engine::next`]); whether
//! that changes a run is decided by the [table of transitions](transition) where the runs are.

use std::collections::BTreeMap;
use std::time::Duration;

use deck_types::Json;
use deck_types::Outcome;
use deck_types::Problem;
use deck_types::SessionId;
use deck_types::TaskRunId;
use serde::Deserialize;
use serde::Serialize;

use crate::Prompt;
use crate::Script;
use crate::engine::live_run::Activity;
use crate::engine::live_run::AnswerIs;
use crate::engine::live_run::LiveRun;
use crate::engine::schedule::Schedule;
use crate::engine::script::End;
use crate::engine::script::ScriptedFile;

pub(crate) mod schedule;

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
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Engine {
    schedule: Schedule<Timer>,
    runs: BTreeMap<TaskRunId, LiveRun>,
    /// The turns of the sessions that are idle.
    idle_sessions: BTreeMap<SessionId, u64>,
    next_turn: u64,
}

/// Something that is due; a timer of an earlier turn means nothing.
#[derive(Clone, Serialize, Deserialize)]
enum Timer {
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
            schedule: Schedule::new(),
            runs: BTreeMap::new(),
            idle_sessions: BTreeMap::new(),
            next_turn: 0,
        }
    }

    /// Takes out the first thing that happens at `until` or before, with its time.
    pub(crate) fn next(&mut self, until: Duration) -> Option<(Duration, Occurrence)> {
        while let Some((due, timer)) = self.schedule.take_due(until) {
            if let Some(occurrence) = self.fire(due, timer) {
                return Some((due, occurrence));
            }
        }
        None
    }

    /// Returns when something may happen next.
    #[cfg(feature = "server")]
    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.schedule.next_due()
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
            activity: Activity::Queueing,
            turn: 0,
            started: None,
            timeout,
        };
        self.runs.insert(id.clone(), run);
        if let Some(queued) = queued {
            self.set_timer(id, now.saturating_add(queued));
        }
    }

    /// Takes `input` as the answer to the prompt that the run with `id` waits at, if it follows a script.
    pub(crate) fn answer(&mut self, id: &TaskRunId, input: &BTreeMap<String, Json>, now: Duration) {
        let Some(run) = self.runs.get_mut(id) else {
            return;
        };
        if let Activity::Waiting(prompt) = &run.activity {
            let answer = if prompt.accepts(input) {
                AnswerIs::Right
            } else {
                AnswerIs::Wrong
            };
            run.activity = Activity::Checking(prompt.clone(), answer);
            self.set_timer(id, now.saturating_add(CHECK));
        }
    }

    /// Lets the run with `id` stop, whether it follows a script or not.
    pub(crate) fn stop(&mut self, id: &TaskRunId, now: Duration) {
        let run = LiveRun {
            script: Script::stay_queued(),
            activity: Activity::Stopping,
            turn: 0,
            started: self.runs.get(id).and_then(|run| run.started),
            timeout: Duration::MAX,
        };
        self.runs.insert(id.clone(), run);
        self.set_timer(id, now.saturating_add(STOP));
    }

    /// Returns what an approval makes of the run with `id`, if it follows a script.
    pub(crate) fn approved(&self, id: &TaskRunId) -> Option<(Outcome, Option<Json>)> {
        match self.runs.get(id)?.script.end.clone() {
            End::Review(outcome, output) => Some((outcome, output)),
            _ => None,
        }
    }

    /// Returns how long the run with `id` has been at work, in milliseconds; nothing if that never began.
    pub(crate) fn runtime_ms(&self, id: &TaskRunId, now: Duration) -> Option<u64> {
        let runtime = now.saturating_sub(self.runs.get(id)?.started?);
        u64::try_from(runtime.as_millis()).ok()
    }

    /// Lets nothing happen by itself any more to the run with `id`.
    pub(crate) fn forget(&mut self, id: &TaskRunId) {
        self.runs.remove(id);
    }

    /// Remembers that the session with `id` has no run any more.
    pub(crate) fn session_is_idle(&mut self, id: &SessionId, now: Duration) {
        let turn = self.turn();
        self.idle_sessions.insert(id.clone(), turn);
        self.schedule
            .add(now.saturating_add(IDLE), Timer::Session(id.clone(), turn));
    }

    /// Remembers that the session with `id` has a run, or has ended.
    pub(crate) fn session_is_not_idle(&mut self, id: &SessionId) {
        self.idle_sessions.remove(id);
    }

    fn turn(&mut self) -> u64 {
        self.next_turn = self.next_turn.wrapping_add(1);
        self.next_turn
    }

    /// Sets the timer of the run with `id`, in place of the one it had.
    fn set_timer(&mut self, id: &TaskRunId, due: Duration) {
        let turn = self.turn();
        if let Some(run) = self.runs.get_mut(id) {
            run.turn = turn;
            self.schedule.add(due, Timer::Run(id.clone(), turn));
        }
    }

    fn fire(&mut self, due: Duration, timer: Timer) -> Option<Occurrence> {
        match timer {
            Timer::Run(id, turn) => {
                let is_current = self.runs.get(&id).is_some_and(|run| run.turn == turn);
                let occurrence = if is_current {
                    self.go_on(&id, due)
                } else {
                    None
                };
                occurrence.map(|occurrence| Occurrence::Run(id, occurrence))
            }
            Timer::Timeout(id) => {
                let timeout = self.runs.get(&id).filter(|run| run.is_at_work())?.timeout;
                Some(Occurrence::Run(id, RunOccurrence::TaskTimeout(timeout)))
            }
            Timer::Session(id, turn) => {
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
        match run.activity.clone() {
            Activity::Queueing => {
                run.started = Some(now);
                let timeout = now.saturating_add(run.timeout);
                self.schedule.add(timeout, Timer::Timeout(id.clone()));
                self.work(id, now);
                Some(RunOccurrence::Start)
            }
            Activity::Checking(prompt, AnswerIs::Wrong) => Some(self.ask(id, prompt, now)),
            Activity::Checking(_, AnswerIs::Right) => {
                self.work(id, now);
                None
            }
            Activity::Working => match run.take_prompt() {
                Some(prompt) => Some(self.ask(id, prompt, now)),
                None => self.end(id),
            },
            Activity::Waiting(_) => Some(RunOccurrence::InteractionTimeout),
            Activity::Stopping => Some(RunOccurrence::Stop),
            Activity::Resting => None,
        }
    }

    fn work(&mut self, id: &TaskRunId, now: Duration) {
        if let Some(run) = self.runs.get_mut(id) {
            run.activity = Activity::Working;
            let due = now.saturating_add(run.take_work());
            self.set_timer(id, due);
        }
    }

    fn ask(&mut self, id: &TaskRunId, prompt: Prompt, now: Duration) -> RunOccurrence {
        let interaction = prompt.interaction.clone();
        let due = now.saturating_add(prompt.patience);
        if let Some(run) = self.runs.get_mut(id) {
            run.activity = Activity::Waiting(prompt);
        }
        self.set_timer(id, due);
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
        run.activity = Activity::Resting;
        Some(occurrence)
    }
}

#[cfg(test)]
mod tests;
