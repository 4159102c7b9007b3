//! What goes to standard error: failures and warnings always, hints when a person is there to read
//! them.

use std::error::Error;
use std::io;
use std::io::IsTerminal;
use std::io::Write;

use crate::error::Failure;
use crate::output::text;

/// Returns whether a person sees standard error.
pub(crate) fn are_watched() -> bool {
    io::stderr().is_terminal()
}

/// Tells what failed, why, and what to do about it.
pub(crate) fn report(failure: &Failure) {
    write_lines(&failure.lines());
}

/// Tells of something that went wrong without ending the command.
pub(crate) fn warn(error: &dyn Error) {
    let mut lines = vec![format!("warning: {error}")];
    lines.extend(causes(error));
    write_lines(&lines);
}

/// Tells a person what might be useful.
pub(crate) fn hint(text: &str) {
    if are_watched() {
        write_lines(&[format!("hint: {text}")]);
    }
}

/// Returns one line for every cause of an error, the nearest first.
pub(crate) fn causes(error: &dyn Error) -> Vec<String> {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(format!("  caused by: {cause}"));
        next = cause.source();
    }
    causes
}

/// There is nowhere to report that reporting failed.
fn write_lines(lines: &[String]) {
    let mut stderr = io::stderr().lock();
    for line in lines {
        _ = writeln!(stderr, "{}", text::visible(line));
    }
}
