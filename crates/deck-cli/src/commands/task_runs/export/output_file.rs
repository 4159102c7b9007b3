//! Where the runs go: encoded, counted, and made safe from time to time.

use std::io;
use std::io::Write;
use std::time::Instant;

use deck_types::Json;

use crate::output::standard_output::StandardOutput;

use super::commit_rule::Uncommitted;
use super::encoder::Encoder;
use super::export_error::ErrorKind;
use super::export_error::ExportError;
use super::journal::Journal;
use super::journal::Stage;
use super::kept::Kept;

/// Where the bytes go.
pub(super) enum Sink<'a> {
    /// Nothing can be taken back there, so nothing is kept.
    StandardOutput(StandardOutput),
    Kept(&'a mut Kept),
}

/// Where the runs go.
pub(super) struct OutputFile<'a> {
    encoder: Encoder,
    sink: Sink<'a>,
    pub(super) journal: Journal,
    uncommitted: Uncommitted,
    committed_at: Instant,
    /// How many runs at most are not safe yet.
    most_runs: u64,
    /// How many bytes went to standard output.
    streamed: u64,
}

impl<'a> OutputFile<'a> {
    /// Goes on where the journal ends.
    pub(super) fn new(
        encoder: Encoder,
        sink: Sink<'a>,
        journal: Journal,
        most_runs: u64,
        now: Instant,
    ) -> Self {
        Self {
            encoder,
            sink,
            journal,
            uncommitted: Uncommitted::default(),
            committed_at: now,
            most_runs,
            streamed: 0,
        }
    }

    /// Takes a run.
    pub(super) fn push(&mut self, run: &Json) -> Result<(), ExportError> {
        let pushed = self.encoder.push(run);
        pushed.map_err(|error| self.error(error))?;
        self.journal.runs += 1;
        self.uncommitted.runs += 1;
        self.uncommitted.bytes += run.as_str().len();
        if self.encoder.is_full() {
            self.write()?;
        }
        Ok(())
    }

    /// Returns whether it is time to make safe what has come.
    pub(super) fn is_due(&self, now: Instant) -> bool {
        let elapsed = now.saturating_duration_since(self.committed_at);
        let journal_length = match &self.sink {
            Sink::StandardOutput(_) => 0,
            Sink::Kept(kept) => kept.journal_length(),
        };
        self.uncommitted
            .is_due(elapsed, self.most_runs, journal_length)
    }

    /// Makes safe what has come, of which `stage` is the end.
    pub(super) fn commit(&mut self, stage: Stage, now: Instant) -> Result<(), ExportError> {
        self.write()?;
        self.journal.stage = stage;
        match &mut self.sink {
            Sink::StandardOutput(output) => {
                output.flush().map_err(ErrorKind::Output)?;
            }
            Sink::Kept(kept) => kept.commit(&mut self.journal)?,
        }
        self.uncommitted = Uncommitted::default();
        self.committed_at = now;
        Ok(())
    }

    /// Leaves for later what cannot be made safe now.
    pub(super) fn put_off(&mut self, now: Instant) {
        self.uncommitted = Uncommitted::default();
        self.committed_at = now;
    }

    /// Returns how many bytes there are.
    pub(super) fn bytes(&self) -> u64 {
        match &self.sink {
            Sink::StandardOutput(_) => self.streamed,
            Sink::Kept(kept) => kept.length(),
        }
    }

    fn write(&mut self) -> Result<(), ExportError> {
        let written = match &mut self.sink {
            Sink::StandardOutput(output) => {
                let mut counted = Counted(output, &mut self.streamed);
                self.encoder.write_to(&mut counted)
            }
            Sink::Kept(kept) => self.encoder.write_to(*kept),
        };
        written.map_err(|error| self.error(error))
    }

    fn error(&self, error: io::Error) -> ExportError {
        let kind = match &self.sink {
            Sink::StandardOutput(_) => ErrorKind::Output(error),
            Sink::Kept(kept) => ErrorKind::File(kept.path().to_owned(), error),
        };
        kind.into()
    }
}

/// Counts what goes through.
struct Counted<'a, W>(&'a mut W, &'a mut u64);

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.0.write(bytes)?;
        *self.1 += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
