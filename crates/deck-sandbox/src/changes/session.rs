//! The changes of a session.

use deck_types::Session;
use deck_types::SessionId;
use deck_types::SessionStatus;
use deck_types::SessionTaskRun;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

use crate::Order;
use crate::SandboxRun;
use crate::engine::timeline::Moment;
use crate::engine::transition::Cause;
use crate::sort_key::SortKey;
use crate::state::State;

impl State {
    /// Adds the run with `id` to the session with `session_id`, which is made if there is none.
    pub(crate) fn enter_session(&mut self, id: &TaskRunId, session_id: &SessionId, moment: Moment) {
        if self.sessions.get(session_id.as_str()).is_none() {
            self.create_session(session_id, moment);
        }
        let Some(run) = self.runs.get(id.as_str()) else {
            return;
        };
        let entry = in_brief(run.decoded());
        let Some(mut session) = self.sessions.get(session_id.as_str()).cloned() else {
            return;
        };
        let runs = session.task_runs.get_or_insert_default();
        if runs.iter().all(|known| known.id != entry.id) {
            runs.push(entry);
            self.sessions.insert(session);
            self.engine.session_is_not_idle(session_id);
        }
    }

    /// Makes the session with `id` of the runs that name it, if there is none: seeded and inserted runs have
    /// sessions that were never made here.
    pub(crate) fn adopt_session(&mut self, id: &SessionId) {
        if self.sessions.get(id.as_str()).is_some() {
            return;
        }
        let mut runs = self.runs.of_session(id);
        runs.sort_by_cached_key(|run| SortKey::of(run, Order::OldestFirst));
        let mut runs = runs.iter().map(SandboxRun::decoded).peekable();
        let Some(first) = runs.peek() else {
            return;
        };
        let mut session = Session::fixture(id.clone());
        session.created_at.clone_from(&first.created_at);
        session.status = Some(SessionStatus::Completed);
        for run in runs {
            session
                .task_runs
                .get_or_insert_default()
                .push(in_brief(run));
            if session.updated_at < run.updated_at {
                session.updated_at.clone_from(&run.updated_at);
            }
            if is_unfinished(run) {
                session.status = Some(SessionStatus::Running);
            }
        }
        session.runtime_ms = runtime_ms(&session);
        self.sessions.insert(session);
    }

    /// Says that a run takes place in the session with `id`.
    pub(super) fn session_is_running(&mut self, id: &SessionId, moment: Moment) {
        self.engine.session_is_not_idle(id);
        self.set_session_status(id, SessionStatus::Running, moment);
    }

    /// Lets the session of `run`, which is over, be idle if no other run takes place in it.
    pub(super) fn leave_session(&mut self, run: &TaskRun, moment: Moment) {
        let Some(session) = run
            .session_id
            .as_ref()
            .and_then(|id| self.sessions.get(id.as_str()))
        else {
            return;
        };
        if has_ended(session) || self.has_unfinished_runs(session) {
            return;
        }
        let id = session.id.clone();
        self.set_session_status(&id, SessionStatus::Idle, moment);
        self.engine.session_is_idle(&id, moment.elapsed);
    }

    /// Ends the session with `id`: first its runs, then itself. One that has ended stays as it is.
    pub(crate) fn end_session(&mut self, id: &SessionId, moment: Moment) {
        let Some(session) = self.sessions.get(id.as_str()) else {
            return;
        };
        if has_ended(session) {
            return;
        }
        let runs = session.task_runs.iter().flatten();
        let runs: Vec<TaskRunId> = runs.filter_map(|run| run.id.clone()).collect();
        self.set_session_status(id, SessionStatus::Completing, moment);
        for run in runs {
            // A run that is over or waits for a review does not need the session any more.
            self.cancel(&run, Cause::SessionEnd, moment);
        }
        self.close_session(id, moment);
    }

    /// Completes the session with `id`, in which no run takes place.
    pub(super) fn close_session(&mut self, id: &SessionId, moment: Moment) {
        self.engine.session_is_not_idle(id);
        self.set_session_status(id, SessionStatus::Completing, moment);
        self.set_session_status(id, SessionStatus::Completed, moment);
    }

    fn create_session(&mut self, id: &SessionId, moment: Moment) {
        let mut session = Session::fixture(id.clone());
        session.created_at = Timestamp::try_from(self.creation_time(moment)).ok();
        session.updated_at.clone_from(&session.created_at);
        session.status = Some(SessionStatus::Queued);
        session.runtime_ms = Some(0);
        session.task_runs = Some(Vec::new());
        self.emit_session(&session, moment);
        self.sessions.insert(session);
    }

    fn set_session_status(&mut self, id: &SessionId, status: SessionStatus, moment: Moment) {
        let Some(mut session) = self.sessions.get(id.as_str()).cloned() else {
            return;
        };
        if session.status.as_ref() == Some(&status) {
            return;
        }
        session.status = Some(status);
        let now = Timestamp::try_from(moment.time_of_day).ok();
        if session.updated_at < now {
            session.updated_at = now;
        }
        session.runtime_ms = runtime_ms(&session).or(session.runtime_ms);
        self.emit_session(&session, moment);
        self.sessions.insert(session);
    }

    fn has_unfinished_runs(&self, session: &Session) -> bool {
        let ids = session.task_runs.iter().flatten();
        let mut runs = ids.filter_map(|run| self.runs.get(run.id.as_ref()?.as_str()));
        runs.any(|run| is_unfinished(run.decoded()))
    }
}

fn is_unfinished(run: &TaskRun) -> bool {
    let status = run.status.as_ref();
    status.and_then(TaskRunStatus::is_terminal) == Some(false)
}

fn in_brief(run: &TaskRun) -> SessionTaskRun {
    let mut entry = SessionTaskRun::default();
    entry.id = Some(run.id.clone());
    entry.task_id.clone_from(&run.task_id);
    entry.agent_id.clone_from(&run.agent_id);
    entry.credential_id.clone_from(&run.credential_id);
    entry
}

pub(crate) fn has_ended(session: &Session) -> bool {
    matches!(
        session.status,
        Some(SessionStatus::Completing | SessionStatus::Completed | SessionStatus::Failed)
    )
}

fn runtime_ms(session: &Session) -> Option<u64> {
    let instant = |time: &Option<Timestamp>| time.as_ref()?.unix_nanoseconds().ok();
    let nanoseconds = instant(&session.updated_at)? - instant(&session.created_at)?;
    u64::try_from(nanoseconds / 1_000_000).ok()
}
