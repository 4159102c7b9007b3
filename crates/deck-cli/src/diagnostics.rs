//! What goes to standard error: failures, warnings and notes always, hints when a person is there to
//! read them. For people it is text, and for programs one object of JSON on each line.

use std::error::Error;
use std::fmt::Display;
use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use serde::Serialize;

use crate::error::Failure;
use crate::error::report::ErrorReport;
use crate::error::situation::Situation;
use crate::output::format::OutputFormat;
use crate::output::text;
use crate::progress_line;

/// What an object on standard error is, by its `level`.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Level {
    level: &'static str,
    meaning: &'static str,
}

/// All levels.
pub(crate) const LEVELS: [Level; 8] = [
    Level {
        level: "error",
        meaning: "Why the command failed: code, message, request_id, retryable, next, and perhaps details",
    },
    Level {
        level: "warning",
        meaning: "What went wrong, or is perhaps not what was meant, without ending the command: message",
    },
    Level {
        level: "note",
        meaning: "What the output does not show by itself: message",
    },
    Level {
        level: "hint",
        meaning: "What may be useful to a person, on a terminal only: message",
    },
    Level {
        level: "wait",
        meaning: "Why nothing happens for a while, on a terminal only: message",
    },
    Level {
        level: "progress",
        meaning: "What has gone on, on a terminal only: message",
    },
    Level {
        level: "summary",
        meaning: "What an export did: file, runs, resumed_at, bytes, requests, seconds, since, until",
    },
    Level {
        level: "request",
        meaning: "A request, with -v: method, target, status or error, request_id, elapsed_ms, attempt; with \
                  -vv also request_headers and response_headers",
    },
];

/// How much of a text is shown; an error's own text is shorter, whatever the server sent.
const MOST_CHARACTERS: usize = 8 * 1024;

/// Whether a program reads standard error. There is one standard error, so there is one of these.
static FOR_PROGRAMS: AtomicBool = AtomicBool::new(false);

/// Goes on in the form that belongs to the output format: objects where the output is JSON.
pub(crate) fn speak_as(format: OutputFormat) {
    let is_json = matches!(format, OutputFormat::Json | OutputFormat::Ndjson);
    FOR_PROGRAMS.store(is_json, Ordering::Relaxed);
}

/// Returns whether a program reads standard error, and so gets objects of JSON.
pub(crate) fn are_for_programs() -> bool {
    FOR_PROGRAMS.load(Ordering::Relaxed)
}

/// Returns whether a person sees standard error.
pub(crate) fn are_watched() -> bool {
    io::stderr().is_terminal()
}

/// Reports what failed, why, and what to do about it.
pub(crate) fn report(failure: &Failure, situation: &Situation) {
    if failure.is_quiet() {
        return;
    }
    if are_for_programs() {
        report_to_program(&failure.report(situation));
    } else {
        write_lines(&failure.lines(situation));
    }
}

/// Writes what failed as an object.
pub(crate) fn report_to_program(report: &ErrorReport) {
    write_object(report);
}

/// Reports something that went wrong without ending the command.
pub(crate) fn warn(error: &dyn Error) {
    tell("warning", &error.to_string(), &causes(error));
}

/// Reports something that is perhaps not what was meant, without ending the command.
pub(crate) fn warn_that(text: &str) {
    tell("warning", text, &[]);
}

/// Reports a failure that does not end the command.
pub(crate) fn warn_of(failure: &Failure) {
    warn_that(&failure.message());
}

/// Reports how many warnings of the same kind are left out.
pub(crate) fn warn_of_more(count: u64) {
    tell("warning", &format!("and {count} more"), &[]);
}

/// Reports what the output does not show by itself.
pub(crate) fn note(text: &str) {
    tell("note", text, &[]);
}

/// Reports how a command goes on, or what it did.
pub(crate) fn line(text: &str) {
    write_lines(&[text.to_owned()]);
}

/// Shows a person what might be useful.
pub(crate) fn hint(text: &str) {
    if are_watched() {
        tell("hint", text, &[]);
    }
}

/// Shows a person why nothing happens.
pub(crate) fn tell_of_wait(text: &str) {
    show("wait", text);
}

/// Shows a person that something has gone on.
pub(crate) fn progress(text: &str) {
    show("progress", text);
}

/// Shows a person a text without its level.
fn show(level: &'static str, text: &str) {
    if !are_watched() {
        return;
    }
    if are_for_programs() {
        tell(level, text, &[]);
    } else {
        write_lines(&[text.to_owned()]);
    }
}

/// Writes a message with its level, and details below it.
fn tell(level: &'static str, text: &str, details: &[String]) {
    if are_for_programs() {
        write_object(&Message {
            level,
            message: shown(text),
            details: details.iter().map(|line| shown(line.trim())).collect(),
        });
    } else {
        let mut lines = vec![format!("{level}: {text}")];
        lines.extend_from_slice(details);
        write_lines(&lines);
    }
}

/// What is written for programs, errors aside.
#[derive(Serialize)]
struct Message {
    level: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<String>,
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
pub(crate) fn write_lines(lines: &[String]) {
    progress_line::write_above(|| {
        let mut stderr = io::stderr().lock();
        for line in lines {
            _ = writeln!(stderr, "{}", shown(line));
        }
    });
}

/// Writes an object on one line of standard error; there is nowhere to report that this failed.
pub(crate) fn write_object(object: &impl Serialize) {
    if let Ok(text) = serde_json::to_string(object) {
        progress_line::write_above(|| {
            _ = writeln!(io::stderr().lock(), "{}", text::visible_json(text));
        });
    }
}

/// Returns the text as it may be shown: what would steer a terminal is escaped, and the end of a long one is
/// cut off.
pub(crate) fn shown(text: impl Display) -> String {
    let text = text.to_string();
    let (beginning, ellipsis) = beginning(&text);
    format!("{}{ellipsis}", text::visible(beginning))
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
