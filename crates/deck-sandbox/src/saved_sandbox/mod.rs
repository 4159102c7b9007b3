//! A sandbox that was saved, and how it is read.

use std::fmt;
use std::io::BufRead;

use deck_types::JsonError;
use serde_json::Deserializer;

use crate::SandboxRun;
use crate::SavedSandboxError;
use crate::saved_sandbox::entry::Entry;
use crate::saved_sandbox::entry::Head;
use crate::saved_sandbox::entry::VERSION;

pub(crate) mod entry;

mod restore;

pub(crate) mod saved_sandbox_error;

/// What [`Sandbox::save`](crate::Sandbox::save) has written, for
/// [`SandboxBuilder::saved`](crate::SandboxBuilder::saved) to go on with.
///
/// It holds the secrets of webhooks, as the file that it is read from.
///
/// # Examples
///
/// ```
/// use deck_sandbox::{Sandbox, SavedSandbox};
///
/// let mut file = Vec::new();
/// Sandbox::seeded(1).save(&mut file)?;
///
/// let saved = SavedSandbox::from_reader(file.as_slice())?;
/// let sandbox = Sandbox::builder().saved(saved).build();
///
/// assert_eq!(sandbox.runs(), Sandbox::seeded(1).runs());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SavedSandbox {
    pub(crate) head: Head,
    /// Apart from the head and the runs, in their order.
    entries: Vec<Entry<'static>>,
    runs: Vec<SandboxRun>,
}

impl SavedSandbox {
    /// Reads `reader` to its end.
    ///
    /// # Errors
    ///
    /// Fails when the reader does, and with the first entry that is not one of a saved sandbox: nothing of it
    /// is dropped in silence. So does a file without entries.
    pub fn from_reader(reader: impl BufRead) -> Result<SavedSandbox, SavedSandboxError> {
        let mut reading = Reading::default();
        for entry in Deserializer::from_reader(reader).into_iter() {
            reading.number += 1;
            reading.add(entry.map_err(|error| reading.broken(error))?)?;
        }
        reading.finish()
    }
}

impl fmt::Debug for SavedSandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SavedSandbox")
            .field("runs", &self.runs.len())
            .finish_non_exhaustive()
    }
}

/// A file that is being read.
#[derive(Default)]
struct Reading {
    /// The number of the entry.
    number: usize,
    head: Option<Head>,
    entries: Vec<Entry<'static>>,
    runs: Vec<SandboxRun>,
}

impl Reading {
    fn add(&mut self, entry: Entry<'static>) -> Result<(), SavedSandboxError> {
        match (entry, &self.head) {
            (Entry::DeckSandbox(head), None) if head.version == VERSION => self.head = Some(*head),
            (Entry::DeckSandbox(head), None) => {
                let reason = format!("version {} of the form is not known", head.version);
                return Err(self.wrong(reason));
            }
            (Entry::DeckSandbox(_), Some(_)) => {
                return Err(self.wrong("a second sandbox begins".to_owned()));
            }
            (_, None) => return Err(self.wrong("the first entry is not deck_sandbox".to_owned())),
            (Entry::TaskRun(run), _) => self.runs.push(run.into_owned().into()),
            (Entry::ImportedTaskRun(text), _) => {
                let run = SandboxRun::read(text.as_str());
                let wrong = |error: JsonError| {
                    self.wrong(format!("{} at {}", error.reason(), error.path()))
                };
                let run = run.map_err(wrong)?;
                self.runs.push(run);
            }
            (entry, _) => self.entries.push(entry),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<SavedSandbox, SavedSandboxError> {
        let Some(head) = self.head.take() else {
            self.number = 1;
            return Err(self.wrong("there is nothing".to_owned()));
        };
        Ok(SavedSandbox {
            head,
            entries: self.entries,
            runs: self.runs,
        })
    }

    fn broken(&self, error: serde_json::Error) -> SavedSandboxError {
        match error.is_io() {
            true => SavedSandboxError::Read(error.into()),
            false => self.wrong(error.to_string()),
        }
    }

    fn wrong(&self, reason: String) -> SavedSandboxError {
        SavedSandboxError::Entry {
            number: self.number,
            reason,
        }
    }
}

#[cfg(test)]
mod tests;
