//! The table of exit codes, for the help, the man pages and `deck schema`.

use std::fmt::Write;

use serde::Serialize;

/// An exit code and what it means.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct ExitCode {
    /// The exit code.
    pub(crate) code: u8,
    /// What it means, in one line.
    pub(crate) meaning: &'static str,
}

/// All there are, in ascending order.
pub(crate) const EXIT_CODES: [ExitCode; 9] = [
    ExitCode::new(0, "Done"),
    ExitCode::new(1, "The API refused, or sent something that cannot be read"),
    ExitCode::new(
        2,
        "Wrong usage: a flag, a value, a file or an environment variable",
    ),
    ExitCode::new(4, "The key is missing or refused"),
    ExitCode::new(5, "What was asked for does not exist"),
    ExitCode::new(6, "The API could not be reached, or nothing came in time"),
    ExitCode::new(
        8,
        "What it checks or waits for is not so: a run has failed, or there is drift",
    ),
    ExitCode::new(130, "Interrupted by Ctrl-C"),
    ExitCode::new(
        143,
        "Ended by SIGTERM; what has come is saved (`task-runs export` only)",
    ),
];

impl ExitCode {
    const fn new(code: u8, meaning: &'static str) -> Self {
        Self { code, meaning }
    }
}

/// Returns the section of the help about exit codes.
pub(crate) fn help() -> String {
    let mut text = "Exit codes:".to_owned();
    for ExitCode { code, meaning } in EXIT_CODES {
        _ = write!(text, "\n  {code:<3}  {meaning}");
    }
    text
}
