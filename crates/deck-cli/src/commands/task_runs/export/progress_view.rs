//! Where progress is shown: as a line that is drawn over and over on a terminal, one a minute elsewhere.

use std::time::Duration;
use std::time::Instant;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;

use crate::diagnostics;
use crate::output::text;
use crate::progress_line;

use super::progress::Facts;
use super::progress::Progress;

/// How often a line is written where there is no terminal.
const LINE_INTERVAL: Duration = Duration::from_secs(60);

/// Shows progress.
pub(super) struct ProgressView {
    /// The line of a terminal.
    bar: Option<ProgressBar>,
}

impl ProgressView {
    /// Shows progress on standard error: as a bar if that is a terminal which nothing else is written to.
    pub(super) fn new(output_is_on_terminal: bool) -> Self {
        let has_bar = diagnostics::are_watched() && !output_is_on_terminal;
        let bar = has_bar.then(|| {
            let style = ProgressStyle::with_template("{spinner} {wide_msg}");
            let bar = ProgressBar::new_spinner();
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
        });
        progress_line::set(bar.clone());
        Self { bar }
    }

    /// Shows how far it is now, if that is due.
    pub(super) fn show(&self, now: Instant, progress: &mut Progress, facts: &Facts<'_>) {
        if let Some(bar) = &self.bar {
            bar.set_message(text::visible(progress.line(now, facts)).to_string());
            bar.tick();
        } else if let Some(line) = progress.due_line(now, LINE_INTERVAL, facts) {
            diagnostics::note(&line);
        }
    }

    /// Takes the line off the terminal.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.bar {
            progress_line::set(None);
            bar.finish_and_clear();
        }
    }
}
