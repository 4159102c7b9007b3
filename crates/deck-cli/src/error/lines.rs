//! A failure as lines of text, for people.

use deck_client::Error;
use deck_sandbox::NdjsonError;

use crate::commands::listing::delivery::BrokenOff;
use crate::diagnostics::causes;

use super::Failure;
use super::situation::Situation;

/// How much of a response is quoted when the API says nothing about what is wrong.
const QUOTED_CHARACTERS: usize = 160;

/// How many lines of a file that are no task runs are shown.
const REJECTED_LINES: usize = 10;

impl Failure {
    /// Returns what to tell people, line by line.
    pub(crate) fn lines(&self, situation: &Situation) -> Vec<String> {
        let mut lines = vec![format!("error: {}", self.message())];
        lines.extend(self.details());
        lines.extend(
            self.advice(situation)
                .map(|advice| format!("  help: {advice}")),
        );
        if let Self::Export(export) = self {
            lines.extend(export.advice().map(|advice| format!("  help: {advice}")));
        }
        if let Self::BrokenOff(broken_off) = self {
            lines.extend(way_on(broken_off));
        }
        lines.extend(self.next_command().map(|command| format!("    {command}")));
        lines
    }

    /// Returns causes and quotes, line by line.
    pub(super) fn details(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(error) = self.request_error() {
            lines.extend(causes(error));
            lines.extend(quote(error));
        }
        if let Self::Authority(error) = self {
            lines.extend(causes(error));
        }
        if let Self::Import(_, error) = self {
            lines.extend(rejected_lines(error));
        }
        if let Self::Export(export) = self {
            lines.extend(export.details().iter().map(|line| format!("  {line}")));
        }
        if let Self::BadLines(_, bad_lines) = self {
            lines.extend(bad_lines.described());
        }
        if let Self::Explained(explained) = self {
            lines.extend(explained.causes.iter().cloned());
        }
        lines
    }
}

/// Returns how to see the runs that are not shown, if some are.
fn way_on(broken_off: &BrokenOff) -> Vec<String> {
    let Some(shown) = how_many_are_shown(broken_off) else {
        return Vec::new();
    };
    match &broken_off.next_command {
        Some(command) if broken_off.error.is_none() && broken_off.last_id.is_none() => vec![
            format!("  help: {shown}; this goes on where their last page begins:"),
            format!("    {command}"),
        ],
        Some(command) => vec![
            format!("  help: {shown}; this shows those behind them:"),
            format!("    {command}"),
        ],
        None if broken_off.last_id.is_none() => vec![format!("  help: {shown}")],
        None => vec![format!(
            "  help: {shown}; go on with --after and the last id shown"
        )],
    }
}

/// Returns how many items are shown, if some are.
pub(super) fn how_many_are_shown(broken_off: &BrokenOff) -> Option<String> {
    match broken_off.shown {
        0 => None,
        1 => Some(format!("1 {} is shown", broken_off.noun.one)),
        count => Some(format!("{} are shown", broken_off.noun.count(count))),
    }
}

/// Returns the first lines of a file that are no task runs, each with the reason.
fn rejected_lines(error: &NdjsonError) -> Vec<String> {
    let (shown, rest) = error
        .rejected()
        .split_at(error.rejected().len().min(REJECTED_LINES));
    let mut lines: Vec<String> = shown.iter().map(|line| format!("  {line}")).collect();
    if !rest.is_empty() {
        lines.push(format!("  and {} more", rest.len()));
    }
    lines
}

/// Returns the beginning of a response whose error has no words of the API in it.
fn quote(error: &Error) -> Option<String> {
    let excerpt = error
        .excerpt()
        .map(str::trim)
        .filter(|excerpt| !excerpt.is_empty())?;
    if !error.problems().is_empty() || error.is_pagination() {
        return None;
    }
    let beginning: String = excerpt.chars().take(QUOTED_CHARACTERS).collect();
    Some(format!("  the response begins: {beginning}"))
}
