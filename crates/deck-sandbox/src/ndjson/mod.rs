//! Reading task runs from NDJSON, such as `deck task-runs list --output ndjson` writes.

use std::collections::HashMap;
use std::io;
use std::io::BufRead;

use deck_types::TaskRunId;

use crate::NdjsonError;
use crate::RejectedLine;
use crate::SandboxRun;

pub(crate) mod ndjson_error;

pub(crate) mod rejected_line;

/// The byte order mark that some editors put in front of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Task runs read from NDJSON, and the lines that are not runs.
///
/// Each line is one run in JSON. Lines of white space alone are skipped, and so is a byte order mark at the
/// start. Every other line becomes a run or is rejected with the reason; a run with the id of an earlier line
/// is rejected as well, since one of the two would be lost. A sandbox gives each run back byte for byte,
/// until a request or a test changes it; see [`SandboxRun`].
///
/// Reading takes time and memory in proportion to the text.
///
/// # Examples
///
/// ```
/// use deck_sandbox::{NdjsonImport, Sandbox};
///
/// let text = "{\"id\": \"trun_1\", \"status\": \"failed\"}\n\n{\"id\": 2}\n";
///
/// let import = NdjsonImport::from_text(text);
///
/// assert_eq!(import.rejected[0].line, 3);
/// let sandbox = Sandbox::builder().with_runs(import.runs).build();
/// assert_eq!(sandbox.runs()[0].id, "trun_1");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct NdjsonImport {
    /// The runs, in the order of the lines.
    pub runs: Vec<SandboxRun>,
    /// The lines that are not runs, in their order.
    pub rejected: Vec<RejectedLine>,
}

impl NdjsonImport {
    /// Reads `text`, which should be UTF-8; lines that are not are rejected.
    #[must_use]
    pub fn from_text(text: impl AsRef<[u8]>) -> NdjsonImport {
        let mut reading = Reading::default();
        for line in text.as_ref().split(|byte| *byte == b'\n') {
            reading.add(line);
        }
        reading.import
    }

    /// Reads `reader` to its end, one line at a time.
    ///
    /// # Errors
    ///
    /// Fails when the reader does; what was read before is dropped.
    pub fn from_reader(mut reader: impl BufRead) -> io::Result<NdjsonImport> {
        let mut reading = Reading::default();
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            reading.add(line.strip_suffix(b"\n").unwrap_or(&line));
            line.clear();
        }
        Ok(reading.import)
    }

    /// Returns the runs, if no line was rejected.
    ///
    /// # Errors
    ///
    /// Fails with all rejected lines if there are some.
    pub fn into_runs(self) -> Result<Vec<SandboxRun>, NdjsonError> {
        NdjsonError::of(self.rejected).map_or(Ok(self.runs), Err)
    }
}

/// An import that is under way.
#[derive(Default)]
struct Reading {
    import: NdjsonImport,
    lines: HashMap<TaskRunId, usize>,
    line: usize,
}

impl Reading {
    fn add(&mut self, line: &[u8]) {
        self.line += 1;
        let line = match self.line {
            1 => line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line),
            _ => line,
        };
        if line.trim_ascii().is_empty() {
            return;
        }
        match self.read(line) {
            Ok(run) => self.import.runs.push(run),
            Err(reason) => {
                let rejected = RejectedLine::new(self.line, &reason, line);
                self.import.rejected.push(rejected);
            }
        }
    }

    fn read(&mut self, line: &[u8]) -> Result<SandboxRun, String> {
        let text = std::str::from_utf8(line).map_err(|error| error.to_string())?;
        let run = SandboxRun::read(text)
            .map_err(|error| format!("{} at {}", error.reason(), error.path()))?;
        match self.lines.get(run.id()) {
            Some(first) => Err(format!("the id is that of line {first}")),
            None => {
                self.lines.insert(run.id().clone(), self.line);
                Ok(run)
            }
        }
    }
}

#[cfg(test)]
mod tests;
