//! Where the runs go: encoded, counted, and made safe from time to time.

use std::io;
use std::io::Write;
use std::time::Instant;

use deck_types::Json;

use crate::error::Failure;
use crate::output::standard_output::StandardOutput;

use super::commit_rule::Uncommitted;
use super::encoder::Encoder;
use super::export_error::ErrorKind;
use super::export_error::ExportError;
use super::journal::Journal;
use super::journal::Stage;
use super::kept::Kept;

/// Where the bytes go.
pub(super) enum Sink {
    /// Nothing can be taken back there, so nothing is kept.
    StandardOutput(StandardOutput),
    Kept(Kept),
}

/// Where the runs go.
pub(super) struct OutputFile {
    encoder: Encoder,
    sink: Sink,
    pub(super) journal: Journal,
    uncommitted: Uncommitted,
    committed_at: Instant,
    /// How many bytes went to standard output.
    streamed: u64,
}

impl OutputFile {
    /// Goes on where the journal ends.
    pub(super) fn new(encoder: Encoder, sink: Sink, journal: Journal, now: Instant) -> Self {
        Self {
            encoder,
            sink,
            journal,
            uncommitted: Uncommitted::default(),
            committed_at: now,
            streamed: 0,
        }
    }

    /// Takes a run.
    pub(super) fn push(&mut self, run: &Json) -> Result<(), Failure> {
        self.encoder.push(run)?;
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
        self.uncommitted.is_due(elapsed, journal_length)
    }

    /// Makes safe what has come, of which `stage` is the end.
    pub(super) fn commit(&mut self, stage: Stage, now: Instant) -> Result<(), Failure> {
        self.write()?;
        self.journal.stage = stage;
        match &mut self.sink {
            Sink::StandardOutput(output) => output.flush()?,
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

    /// Gives back where the bytes went, and how far it is.
    pub(super) fn into_parts(self) -> (Sink, Journal) {
        (self.sink, self.journal)
    }

    fn write(&mut self) -> Result<(), Failure> {
        match &mut self.sink {
            Sink::StandardOutput(output) => {
                let mut counted = Counted(output, &mut self.streamed);
                Ok(self.encoder.write_to(&mut counted)?)
            }
            Sink::Kept(kept) => match self.encoder.write_to(kept) {
                Ok(()) => Ok(()),
                Err(error) => {
                    let path = kept.path().to_owned();
                    Err(ExportError::from(ErrorKind::File(path, error)).into())
                }
            },
        }
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

