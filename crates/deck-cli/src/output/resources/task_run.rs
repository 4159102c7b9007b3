//! A task run.

use deck_types::TaskRun;

use crate::output::detail::Detail;
use crate::output::local_time::LocalTime;
use crate::output::task_run_detail::sections::Section;
use crate::output::task_run_detail::sections::Sections;
use crate::output::task_run_detail::task_run_detail;

use super::Detailed;

impl Detailed for TaskRun {
    fn detail(&self, time: &LocalTime) -> Detail<'_> {
        task_run_detail(self, time, &Sections::of(&[Section::Output]))
    }
}
