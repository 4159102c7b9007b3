//! Waiting for runs to end.
//!
//! `watch` is the rule and `watched_run` what it is about; both are without a future and without a clock.
//! `one_run` drives a single run and `many_runs`
//! many.

mod concurrent;
mod going_on;
pub(crate) mod interaction_handler;
mod look;
mod many_runs;
mod one_run;
mod pacing;
mod queue;
pub(crate) mod signal;
mod status_handler;
#[cfg(test)]
mod tests;
pub(crate) mod wait_all;
pub(crate) mod wait_call;
mod watch;
mod watched_run;
