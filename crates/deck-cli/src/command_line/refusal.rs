//! A command line that is refused, told to people or to programs.

use std::process::ExitCode;

use clap::Error;
use clap::error::ErrorKind;

use crate::diagnostics;
use crate::error::code::ErrorCode;
use crate::error::report::ErrorReport;

/// Reports why the command line is refused, or writes the help or the version that it asks for; and returns
/// the exit code.
pub(crate) fn report(error: &Error) -> ExitCode {
    if !error.use_stderr() {
        // A reader that has seen enough of the help has closed the pipe.
        _ = error.print();
        return ExitCode::SUCCESS;
    }
    if diagnostics::are_for_programs() {
        diagnostics::report_to_program(&report_of(error));
    } else {
        _ = error.print();
    }
    ExitCode::from(ErrorCode::Usage.exit_code())
}

/// Returns the parts of the text that people would read: the error is the first paragraph, and tips and the
/// usage follow.
fn report_of(error: &Error) -> ErrorReport {
    let text = error.render().to_string();
    let help = help_command(&text);
    if matches!(
        error.kind(),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        return ErrorReport::of_usage("a command is missing", help.as_deref());
    }
    let message = text.split("\n\n").next().unwrap_or(&text);
    let message = one_line(message.trim_start_matches("error: "));
    let tips: Vec<_> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("tip: "))
        .collect();
    let next = if tips.is_empty() {
        help
    } else {
        Some(tips.join("; "))
    };
    ErrorReport::of_usage(&message, next.as_deref())
}

/// Returns the command that shows the help of the command that was meant, as the usage names it.
fn help_command(text: &str) -> Option<String> {
    let usage = text.lines().find_map(|line| line.strip_prefix("Usage: "))?;
    let is_name = |word: &&str| word.starts_with(|letter: char| letter.is_ascii_lowercase());
    let names: Vec<_> = usage.split_whitespace().take_while(is_name).collect();
    Some(format!("{} --help", names.join(" ")))
}

fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}
