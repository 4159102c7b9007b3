//! A session.

use deck_types::Session;
use deck_types::SessionStatus;
use deck_types::SessionTaskRun;
use deck_types::TaskId;
use deck_types::TaskRunId;

use crate::output::detail::Detail;
use crate::output::human;
use crate::output::local_time::LocalTime;

use super::Detailed;
use super::add_times;

impl Detailed for Session {
    fn detail(&self, time: &LocalTime) -> Detail<'_> {
        let mut detail = Detail::new();
        detail.field("id", Some(&self.id));
        detail.field("status", self.status.as_ref().map(SessionStatus::as_str));
        detail.field("duration", self.runtime().map(human::exact_duration));
        add_times(
            &mut detail,
            self.created_at.as_ref(),
            self.updated_at.as_ref(),
            time,
        );
        detail.field("request id", self.request_id.as_ref());
        detail.section("runs", self.task_runs.iter().flatten().map(run_line));
        detail
    }
}

fn run_line(run: &SessionTaskRun) -> String {
    let facts = [
        run.id.as_ref().map(TaskRunId::as_str),
        run.task_id.as_ref().map(TaskId::as_str),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}
