//! The errors of runs that took too long.

use std::time::Duration;

use deck_types::Problem;

pub(super) fn interaction_timeout() -> Problem {
    let mut problem = Problem::fixture("interaction", "interaction_timeout");
    problem.message = Some("The prompt of the source was not answered in time.".into());
    problem
}

pub(super) fn task_timeout(timeout: Duration) -> Problem {
    let mut problem = Problem::fixture("task", "timeout");
    let seconds = timeout.as_secs();
    problem.message = Some(format!("The task did not finish within {seconds} s."));
    problem
}
