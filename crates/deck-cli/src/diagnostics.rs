//! What goes to standard error: failures, warnings and notes always, hints when a person is there to
//! read them.

use std::error::Error;
use std::io;
use std::io::IsTerminal;
use std::io::Write;

use crate::error::Failure;
use crate::error::situation::Situation;
use crate::output::text;

/// How much of a line is shown; an error's own text is shorter, whatever the server sent.
const MOST_CHARACTERS: usize = 8 * 1024;

/// Returns whether a person sees standard error.
pub(crate) fn are_watched() -> bool {
    io::stderr().is_terminal()
}

/// Reports what failed, why, and what to do about it.
pub(crate) fn report(failure: &Failure, situation: &Situation) {
    write_lines(&failure.lines(situation));
}

/// Reports something that went wrong without ending the command.
pub(crate) fn warn(error: &dyn Error) {
    let mut lines = vec![format!("warning: {error}")];
    lines.extend(causes(error));
    write_lines(&lines);
}

/// Reports something that is perhaps not what was meant, without ending the command.
pub(crate) fn warn_that(text: &str) {
    write_lines(&[format!("warning: {text}")]);
}

/// Reports a failure that does not end the command.
pub(crate) fn warn_of(failure: &Failure) {
    warn_that(&failure.message());
}

/// Reports how many warnings of the same kind are left out.
pub(crate) fn warn_of_more(count: u64) {
    write_lines(&[format!("warning: and {count} more")]);
}

/// Reports what the output does not show by itself.
pub(crate) fn note(text: &str) {
    write_lines(&[format!("note: {text}")]);
}

/// Shows a person what might be useful.
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

/// Writes lines to standard error; there is nowhere to report that this failed.
fn write_lines(lines: &[String]) {
    let mut stderr = io::stderr().lock();
    for line in lines {
        let (line, ellipsis) = beginning(line);
        _ = writeln!(stderr, "{}{ellipsis}", text::visible(line));
    }
}

/// Returns the beginning of a line, and an ellipsis if that is not all of it.
fn beginning(line: &str) -> (&str, &'static str) {
    match line.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => (&line[..end], "…"),
        None => (line, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_between_characters() {
        let longest = "é".repeat(MOST_CHARACTERS);
        assert_eq!(beginning(&longest), (longest.as_str(), ""));
        assert_eq!(beginning(&format!("{longest}e")), (longest.as_str(), "…"));
    }
}
