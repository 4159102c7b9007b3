//! A task run.

use std::time::SystemTime;

use deck_types::TaskRun;

use crate::output::detail::Detail;
use crate::output::task_run_detail::task_run_detail;

use super::Detailed;

impl Detailed for TaskRun {
    fn detail(&self, now: SystemTime) -> Detail<'_> {
        task_run_detail(self, now)
    }
}
