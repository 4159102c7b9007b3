//! One export: from the frozen window to the last run.

use std::time::Instant;

use deck_client::Counters;
use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_types::SweepCheckpoint;
use deck_types::TimeRange;
use deck_types::Timestamp;

use crate::diagnostics;
use crate::output::screen::Screen;
use crate::output::standard_output::standard_output;
use crate::termination::Termination;

use super::encoder::Encoder;
use super::export_error::ErrorKind;
use super::export_error::ExportError;
use super::journal::Journal;
use super::journal::Stage;
use super::memory::Memory;
use super::output_file::OutputFile;
use super::output_file::Sink;
use super::plan::Plan;
use super::progress::Progress;
use super::progress_view::ProgressView;
use super::summary::Summary;
use super::transfer::Transfer;
use super::window::Frozen;
use super::window::Source;

/// What an export works with.
pub(super) struct Job {
    pub(super) plan: Plan,
    pub(super) source: Source,
    pub(super) counters: Counters,
    pub(super) stop: Termination,
    pub(super) started: Instant,
    /// How many runs at most are not safe yet.
    pub(super) save_every: u64,
    /// What standard output can show.
    pub(super) screen: Screen,
}

impl Job {
    /// Asks about how many runs there will be, and begins the sweep of a range.
    pub(super) async fn begin(
        &mut self,
        since: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> Result<(Frozen, Journal), ExportError> {
        let range = TimeRange::new(since.clone(), until.clone());
        let expected = self.source.expect(range).await?;
        let frozen = self.source.freeze(since, until, &mut self.stop).await?;
        let journal = Journal {
            plan: self.plan.clone(),
            window: frozen.window.clone(),
            length: 0,
            runs: 0,
            expected,
            stage: Stage::Start,
            open: Vec::new(),
            recent: Vec::new(),
        };
        Ok((frozen, journal))
    }

    /// Goes on with the sweep of an export that was begun, if it was not at its end.
    pub(super) fn go_on(&self, journal: &Journal) -> Result<Option<Frozen>, ExportError> {
        diagnostics::note(&format!("resumed at {} runs", journal.runs));
        let window = journal.window.clone();
        Ok(match &journal.stage {
            Stage::Start => Some(self.source.begin(window)),
            Stage::Sweep(text) => {
                let checkpoint: SweepCheckpoint = text.parse().map_err(ErrorKind::Checkpoint)?;
                Some(self.source.resume(window, &checkpoint))
            }
            Stage::Again(_) | Stage::Complete => None,
        })
    }

    /// Writes the runs to standard output.
    pub(super) async fn stream(&mut self) -> Result<Summary, ExportError> {
        let (since, until) = (self.plan.since.clone(), self.plan.until.clone());
        let (frozen, journal) = self.begin(since, until).await?;
        let sink = Sink::StandardOutput(standard_output());
        let (journal, bytes) = self.fill(sink, journal, Some(frozen), None, &[]).await?;
        Ok(self.summary(None, &journal, 0, bytes))
    }

    /// Writes the runs of a sweep, and those of `again` that have ended, and makes them safe.
    ///
    /// Returns how far it is, and how many bytes there are.
    pub(super) async fn fill(
        &mut self,
        sink: Sink<'_>,
        journal: Journal,
        frozen: Option<Frozen>,
        memory: Option<Memory>,
        again: &[String],
    ) -> Result<(Journal, u64), ExportError> {
        let now = TokioClock.now();
        let is_streamed = matches!(sink, Sink::StandardOutput(_));
        let screen = Screen {
            is_terminal: is_streamed && self.screen.is_terminal,
            ..self.screen
        };
        let encoder = Encoder::new(&self.plan.layout, journal.length > 0, screen);
        let encoder = encoder.map_err(ErrorKind::Output)?;
        let progress = Progress::new(now, journal.runs, journal.expected);
        let begin = match journal.stage {
            Stage::Again(begin) => begin,
            _ => 0,
        };
        let mut transfer = Transfer {
            output: OutputFile::new(encoder, sink, journal, self.save_every, now),
            stop: &mut self.stop,
            memory,
            progress,
            view: ProgressView::new(screen.is_terminal),
            counters: self.counters.clone(),
            reached: None,
            shown_at: now,
        };
        if let Some(Frozen {
            mut items, first, ..
        }) = frozen
        {
            transfer.sweep(&mut items, first).await?;
        }
        let client = &self.source.client;
        transfer.again(client, again, begin).await?;
        let Transfer { output, .. } = &mut transfer;
        output.commit(Stage::Complete, TokioClock.now())?;
        let bytes = output.bytes();
        Ok((output.journal.clone(), bytes))
    }

    /// Returns what the export did.
    pub(super) fn summary(
        &self,
        file: Option<String>,
        journal: &Journal,
        resumed_at: u64,
        bytes: u64,
    ) -> Summary {
        let elapsed = TokioClock.now().saturating_duration_since(self.started);
        Summary {
            file,
            runs: journal.runs,
            resumed_at,
            bytes,
            requests: self.counters.read().requests,
            seconds: elapsed.as_secs_f64(),
            window: journal.window.clone(),
        }
    }
}
