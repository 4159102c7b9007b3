//! Standard output of a command whose output may be long: through a pager when it is longer than the screen.

use std::io;
use std::io::BufWriter;
use std::io::Write;

use crate::output::pager::Pager;
use crate::output::pager::RunningPager;
use crate::output::standard_output::StandardOutput;
use crate::output::standard_output::standard_output;

/// How many lines a screen has of which nothing is known.
const USUAL_HEIGHT: usize = 24;

/// The most that is held before it is shown, however few lines it has.
const MOST_HELD: usize = 1024 * 1024;

/// Standard output, or a pager before it.
pub(crate) struct PagedOutput {
    stage: Stage,
}

enum Stage {
    /// Nothing is shown yet: it may all fit the screen.
    Held {
        text: Vec<u8>,
        /// How many lines may still come before the screen is full.
        room: usize,
        pager: Pager,
    },
    Direct(StandardOutput),
    Paged(BufWriter<PagerInput>),
}

impl PagedOutput {
    /// Starts the output; without a pager it goes straight to standard output.
    pub(crate) fn new(pager: Option<Pager>) -> Self {
        let height = || terminal_size::terminal_size().map(|(_, height)| usize::from(height.0));
        let stage = match pager {
            None => Stage::Direct(standard_output()),
            Some(pager) => Stage::Held {
                text: Vec::new(),
                // One line is for the prompt of the shell.
                room: height().unwrap_or(USUAL_HEIGHT).saturating_sub(1),
                pager,
            },
        };
        Self { stage }
    }

    /// Shows what is held: through the pager if it is too much, and as it is if there is no such program.
    fn release(&mut self, is_long: bool) -> io::Result<()> {
        let Stage::Held { text, pager, .. } = &mut self.stage else {
            return Ok(());
        };
        let text = std::mem::take(text);
        self.stage = match is_long.then(|| pager.start()) {
            Some(Ok(running)) => Stage::Paged(BufWriter::new(PagerInput(running))),
            Some(Err(_)) | None => Stage::Direct(standard_output()),
        };
        self.write_all(&text)
    }
}

impl Write for PagedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.stage {
            Stage::Direct(output) => output.write(bytes),
            Stage::Paged(input) => input.write(bytes),
            Stage::Held { text, room, .. } => {
                text.extend_from_slice(bytes);
                let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
                let is_long = lines > *room || text.len() > MOST_HELD;
                *room = room.saturating_sub(lines);
                if is_long {
                    self.release(true)?;
                }
                Ok(bytes.len())
            }
        }
    }

    /// Shows what was written, but for what is still held.
    fn flush(&mut self) -> io::Result<()> {
        match &mut self.stage {
            Stage::Held { .. } => Ok(()),
            Stage::Direct(output) => output.flush(),
            Stage::Paged(input) => input.flush(),
        }
    }
}

/// What is still held is shown in the end; there is nowhere to report that this failed.
impl Drop for PagedOutput {
    fn drop(&mut self) {
        _ = self.release(false);
        _ = self.flush();
    }
}

/// The pipe to a pager.
struct PagerInput(RunningPager);

impl Write for PagerInput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0.0.stdin {
            Some(input) => input.write(bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
