//! The loop that carries runs from a sweep to the file.

use std::time::Duration;
use std::time::Instant;

use deck_client::Client;
use deck_client::Counters;
use deck_client::Error;
use deck_client::SweepItems;
use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_types::Json;
use deck_types::Timestamp;

use crate::termination::StopSignal;
use crate::termination::Termination;

use super::again::Again;
use super::again::read_again;
use super::export_error::ErrorKind;
use super::export_error::ExportError;
use super::journal::Stage;
use super::memory::Memory;
use super::output_file::OutputFile;
use super::progress::Facts;
use super::progress::Progress;
use super::progress_view::ProgressView;
use super::seen::Seen;

/// How often progress is shown, and looked whether a commit is due, while no run comes.
const TICK: Duration = Duration::from_millis(250);

/// Carries runs to the file.
pub(super) struct Transfer<'a> {
    pub(super) output: OutputFile<'a>,
    pub(super) stop: &'a mut Termination,
    pub(super) memory: Option<Memory>,
    pub(super) progress: Progress,
    pub(super) view: ProgressView,
    pub(super) counters: Counters,
    /// When the run was created that was written last.
    pub(super) reached: Option<Timestamp>,
    pub(super) shown_at: Instant,
}

/// What a sweep gives: a run, an error, or its end.
pub(super) type Came = Option<Result<Json, Error>>;

impl Transfer<'_> {
    /// Writes all that the sweep has, beginning with what came from it already.
    pub(super) async fn sweep(
        &mut self,
        items: &mut SweepItems<Json>,
        first: Option<Came>,
    ) -> Result<(), ExportError> {
        let mut first = first;
        let mut last_error = None;
        loop {
            let came = match first.take() {
                Some(came) => Ok(came),
                None => self.next(items).await?,
            };
            match came {
                Err(signal) => {
                    self.commit(items)?;
                    return Err(ErrorKind::Stopped(signal).into());
                }
                Ok(None) => break,
                Ok(Some(Ok(run))) => self.take(&run, items)?,
                Ok(Some(Err(error))) => match error.rejected_item().map(|item| item.text.clone()) {
                    // Whatever it is, it is a line of JSON.
                    Some(run) => self.take(&run, items)?,
                    None => last_error = Some(error),
                },
            }
        }
        let checkpoint = items.checkpoint();
        let is_complete = checkpoint.is_ok_and(|checkpoint| checkpoint.missing().next().is_none());
        match last_error {
            Some(error) if !is_complete => {
                self.commit(items)?;
                Err(error.into())
            }
            _ => Ok(()),
        }
    }

    /// Reads runs by their ids, from the one at `begin` on, and writes those that have ended.
    pub(super) async fn again(
        &mut self,
        client: &Client,
        ids: &[String],
        begin: usize,
    ) -> Result<(), ExportError> {
        let mut done = begin.min(ids.len());
        for some in ids[done..].chunks(Again::AT_A_TIME) {
            let read = tokio::select! {
                biased;
                signal = self.stop.requested() => Err(ErrorKind::Stopped(signal).into()),
                read = read_again(client, some) => read.map_err(ExportError::from),
            };
            let now = TokioClock.now();
            let read = match read {
                Ok(read) => read,
                Err(error) => {
                    self.output.commit(Stage::Again(done), now)?;
                    return Err(error);
                }
            };
            for run in &read.ended {
                self.output.push(run)?;
            }
            self.output.journal.open.extend(read.open);
            done += some.len();
            self.show(now);
            if self.output.is_due(now) {
                self.output.commit(Stage::Again(done), now)?;
            }
        }
        Ok(())
    }

    /// Waits for what comes next, or for a signal; shows progress and makes safe what has come meanwhile.
    async fn next(
        &mut self,
        items: &mut SweepItems<Json>,
    ) -> Result<Result<Came, StopSignal>, ExportError> {
        loop {
            tokio::select! {
                biased;
                signal = self.stop.requested() => return Ok(Err(signal)),
                came = items.next() => return Ok(Ok(came)),
                () = TokioClock.sleep(TICK) => {}
            }
            let now = TokioClock.now();
            self.show(now);
            if self.output.is_due(now) {
                self.commit(items)?;
            }
        }
    }

    /// Writes a run, if it is new.
    fn take(&mut self, run: &Json, items: &SweepItems<Json>) -> Result<(), ExportError> {
        let seen = Seen::of(run);
        // What is no time could be any text, of any length.
        if let Some(time) = seen
            .created_at
            .as_ref()
            .filter(|time| time.unix_nanoseconds().is_ok())
        {
            self.reached = Some(time.clone());
        }
        let is_new = match &self.memory {
            Some(memory) => memory.take(seen, &mut self.output.journal),
            None => true,
        };
        if is_new {
            self.output.push(run)?;
        }
        let now = TokioClock.now();
        if now.saturating_duration_since(self.shown_at) >= TICK {
            self.show(now);
        }
        if self.output.is_due(now) {
            self.commit(items)?;
        }
        Ok(())
    }

    /// Makes safe what has come, unless the sweep has no checkpoint now: then the last one stands.
    fn commit(&mut self, items: &SweepItems<Json>) -> Result<(), ExportError> {
        let now = TokioClock.now();
        match items.checkpoint() {
            Ok(checkpoint) => self
                .output
                .commit(Stage::Sweep(checkpoint.to_string()), now),
            Err(_) => {
                self.output.put_off(now);
                Ok(())
            }
        }
    }

    fn show(&mut self, now: Instant) {
        self.shown_at = now;
        let facts = Facts {
            runs: self.output.journal.runs,
            requests: self.counters.read().requests,
            reached: self.reached.as_ref(),
        };
        self.view.show(now, &mut self.progress, &facts);
    }
}

impl Drop for Transfer<'_> {
    fn drop(&mut self) {
        self.view.clear();
    }
}
