//! Task runs that look real, drawn from a seed number.
//!
//! A run is a function of the seed, of its place counted from the newest, and of the time that counts as now.
//! The same three give the same bytes, and a larger dataset begins with the smaller one.

mod directory;

mod draft;

pub(crate) mod progress;

pub(crate) mod payload;

pub(crate) mod resources;

pub(crate) mod run_source;

pub(crate) mod seeded_runs;

pub(crate) mod task;

pub(crate) mod interaction;

mod file;

mod week;

pub(crate) mod trouble;

pub(crate) mod random;
