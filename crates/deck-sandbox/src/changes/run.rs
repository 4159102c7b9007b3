//! The changes of a run.

use deck_types::Outcome;
use deck_types::StorageId;
use deck_types::StorageItem;
use deck_types::TaskRun;
use deck_types::TaskRunFile;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

use crate::SandboxRun;
use crate::engine::script::ScriptedFile;
use crate::engine::timeline::Moment;
use crate::engine::transition::Cause;
use crate::state::State;

impl State {
    /// Changes the status of the run with `id` for `cause`, and the rest of it as `edit` says; tells whether
    /// the status changed. Where the table of transitions has no change, everything stays, and nothing
    /// happens to the run by itself any more.
    pub(crate) fn change_run(
        &mut self,
        id: &TaskRunId,
        cause: Cause,
        moment: Moment,
        edit: impl FnOnce(&mut TaskRun),
    ) -> bool {
        let stored = self.runs.get(id.as_str());
        let status = stored
            .as_ref()
            .and_then(|run| run.decoded().status.as_ref());
        let (Some(stored), Some(to)) = (&stored, status.and_then(|from| cause.leads_from(from)))
        else {
            self.engine.forget(id);
            return false;
        };
        let mut run = stored.to_run();
        run.status = Some(to.clone());
        run.interaction = None;
        edit(&mut run);
        // A run may have been inserted with a later time than that of the clock.
        let now = Timestamp::try_from(moment.time_of_day).ok();
        if run.updated_at < now {
            run.updated_at = now;
        }
        let is_over = to.is_terminal() == Some(true);
        if is_over || *to == TaskRunStatus::ReviewRequired {
            let runtime_ms = self.engine.runtime_ms(id, moment.elapsed);
            run.runtime_ms = run.runtime_ms.or(runtime_ms);
        }
        if is_over {
            self.engine.forget(id);
            end(&mut run);
        }
        let changed = stored.changed(run.clone());
        self.runs.insert(changed);
        self.emit_run(&run, moment);
        if is_over {
            self.leave_session(&run, moment);
        }
        true
    }

    /// Follows the change of status that a test has made to `run`.
    pub(crate) fn follow_test(&mut self, run: &TaskRun, moment: Moment) {
        self.engine.forget(&run.id);
        self.emit_run(run, moment);
        if run.status.as_ref().and_then(TaskRunStatus::is_terminal) == Some(true) {
            self.leave_session(run, moment);
        }
    }

    /// Cancels the run with `id` for `cause`, if that changes it: at once, or after it had time to stop.
    pub(crate) fn cancel(&mut self, id: &TaskRunId, cause: Cause, moment: Moment) {
        let run = self.runs.get(id.as_str());
        let status = run.as_ref().and_then(|run| run.decoded().status.as_ref());
        let Some(to) = status.and_then(|from| cause.leads_from(from)) else {
            return;
        };
        self.change_run(id, cause, moment, |_| {});
        if to.is_cancelling() {
            self.engine.stop(id, moment.elapsed);
        }
    }

    /// Lets a run begin that was queued; it gets a session if it was given none.
    pub(super) fn start_run(&mut self, id: &TaskRunId, moment: Moment) {
        let run = self.runs.get(id.as_str());
        let is_queued = |run: &SandboxRun| run.decoded().status == Some(TaskRunStatus::Queued);
        let Some(run) = run.filter(is_queued) else {
            self.engine.forget(id);
            return;
        };
        let given = run.decoded().session_id.clone();
        let session_id = given.unwrap_or_else(|| self.ids.session());
        self.enter_session(id, &session_id, moment);
        self.session_is_running(&session_id, moment);
        self.change_run(id, Cause::Start, moment, |run| {
            run.session_id = Some(session_id);
        });
    }

    /// Changes a run whose work is done, and keeps its files.
    pub(super) fn finish_work(
        &mut self,
        id: &TaskRunId,
        cause: Cause,
        files: Vec<ScriptedFile>,
        moment: Moment,
        edit: impl FnOnce(&mut TaskRun),
    ) {
        let created_at = Timestamp::try_from(moment.time_of_day).ok();
        let files: Vec<TaskRunFile> = files
            .into_iter()
            .map(|file| kept(file, self.ids.file(), created_at.clone()))
            .collect();
        let kept = files.clone();
        let is_done = self.change_run(id, cause, moment, |run| {
            run.storage = Some(kept);
            edit(run);
        });
        for file in files.iter().filter(|_| is_done) {
            self.emit_file(id, file, moment);
        }
    }
}

fn kept(file: ScriptedFile, id: StorageId, created_at: Option<Timestamp>) -> TaskRunFile {
    let mut kept = TaskRunFile::fixture(id);
    kept.object = Some("storage".into());
    kept.file_name = Some(file.name);
    kept.file_type = Some(file.file_type);
    kept.file_size = Some(file.size);
    kept.created_at = created_at;
    kept
}

/// Fills in what a run has when it is over.
fn end(run: &mut TaskRun) {
    if run.status == Some(TaskRunStatus::Canceled) {
        run.canceled_at.clone_from(&run.updated_at);
    }
    let result = match run.status {
        Some(TaskRunStatus::Failed) => Outcome::Failure,
        Some(TaskRunStatus::Completed) => Outcome::Success,
        _ => Outcome::Unknown,
    };
    run.result.get_or_insert(result);
}

/// Returns a file of a run as an object of its own.
pub(crate) fn storage_item(run_id: &TaskRunId, file: &TaskRunFile) -> StorageItem {
    let mut item = StorageItem::default();
    item.id.clone_from(&file.id);
    item.object.clone_from(&file.object);
    item.file_name.clone_from(&file.file_name);
    item.file_type.clone_from(&file.file_type);
    item.file_size = file.file_size;
    item.created_at.clone_from(&file.created_at);
    item.url.clone_from(&file.url);
    item.purpose.clone_from(&file.purpose);
    item.extraction.clone_from(&file.extraction);
    item.task_run_id = Some(run_id.clone());
    item.unknown_fields = file.unknown_fields.clone();
    item
}
