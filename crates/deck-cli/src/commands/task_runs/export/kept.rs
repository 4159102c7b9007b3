//! An export on the disk: the part, the journal beside it, and the order in which they are written.
//!
//! # Crash rules
//!
//! At every moment the program may end: killed, out of disk, without power. What is there then:
//!
//! 1. **The journal never names bytes that are not on the disk.** A commit writes the part and waits until
//!    it is on the disk; only then it replaces the journal, in one step: a new file, waited for, renamed,
//!    and the folder waited for.
//! 2. **What the journal does not name is cut off** at the next start, and fetched once more. So no run is
//!    there twice, and none is missing.
//! 3. **The first journal comes before the first byte.** A part with bytes and without a journal is not
//!    ours to cut, and is refused.
//! 4. **The end is a commit too**: the journal says that the export is complete, then the part gets its
//!    name, then the journal goes away. A start that finds the journal of a complete export does what is
//!    left of that.
//! 5. **The part is locked** as long as the program runs. The lock is taken before anything is read, and
//!    whoever gets it checks that the file still has its name.
//! 6. A file that cannot be read is never written over: damaged, of a later version or of another export,
//!    it stays as it is until `--restart` throws it away.

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::replaced_file::with_suffix;

use super::durable;
use super::export_error::ErrorKind;
use super::export_error::ExportError;
use super::journal::Journal;
use super::journal::Stage;
use super::part::PartFile;
use super::plan::Plan;

/// An export on the disk.
#[derive(Debug)]
pub(super) struct Kept {
    part: PartFile,
    part_path: PathBuf,
    journal_path: PathBuf,
    /// The length of the journal's text, and how many runs it vouches for.
    saved: Option<(usize, u64)>,
}

impl Kept {
    /// Opens what is beside `path`, and locks it.
    pub(super) fn open(path: &Path) -> Result<Self, ExportError> {
        let part_path = with_suffix(path, ".part");
        let part = PartFile::open(&part_path).map_err(ErrorKind::file(&part_path))?;
        let part = part.ok_or_else(|| ErrorKind::InUse(part_path.clone()))?;
        Ok(Self {
            part,
            part_path,
            journal_path: with_suffix(path, ".journal"),
            saved: None,
        })
    }

    /// Throws away what is there.
    pub(super) fn restart(&mut self) -> Result<(), ExportError> {
        // The journal goes last: without it, bytes that are left would be nobody's.
        self.part.cut(0).map_err(ErrorKind::file(&self.part_path))?;
        let journal = &self.journal_path;
        durable::remove(journal).map_err(ErrorKind::file(journal))
    }

    /// Reads the journal, if there is one, and cuts the part to it.
    pub(super) fn resume(&mut self, plan: &Plan) -> Result<Option<Journal>, ExportError> {
        let path = &self.journal_path;
        let Some(text) = durable::read(path).map_err(ErrorKind::file(path))? else {
            if self.part.length() > 0 {
                return Err(ErrorKind::NoJournal(self.part_path.clone()).into());
            }
            return Ok(None);
        };
        let journal = Journal::decode(&text);
        let journal = journal.map_err(|error| ErrorKind::Unreadable(path.clone(), error))?;
        let differences = journal.plan.differences(plan);
        if !differences.is_empty() {
            return Err(ErrorKind::Differs(path.clone(), differences).into());
        }
        self.saved = Some((text.len(), journal.runs));
        if journal.stage != Stage::Complete || self.part.length() > 0 {
            self.cut(journal.length)?;
        }
        Ok(Some(journal))
    }

    fn cut(&mut self, length: u64) -> Result<(), ExportError> {
        if self.part.length() < length {
            return Err(ErrorKind::TooShort(self.part_path.clone()).into());
        }
        self.part
            .cut(length)
            .map_err(ErrorKind::file(&self.part_path))
    }

    /// Returns how many bytes are written.
    pub(super) fn length(&self) -> u64 {
        self.part.length()
    }

    /// Returns the length of the journal's text.
    pub(super) fn journal_length(&self) -> usize {
        self.saved.map_or(0, |(length, _)| length)
    }

    /// Waits until the part is on the disk, and then says so in the journal.
    pub(super) fn commit(&mut self, journal: &mut Journal) -> Result<(), ExportError> {
        self.part.sync().map_err(ErrorKind::file(&self.part_path))?;
        journal.length = self.part.length();
        let path = &self.journal_path;
        let text = journal.encode().map_err(io::Error::from);
        let text = text.map_err(ErrorKind::file(path))?;
        durable::replace(path, &text).map_err(ErrorKind::file(path))?;
        self.saved = Some((text.len(), journal.runs));
        Ok(())
    }

    /// Gives the part of a complete export its name, unless it has it already.
    pub(super) fn give_name(
        &self,
        journal: &Journal,
        path: &Path,
        may_replace: bool,
    ) -> Result<(), ExportError> {
        let named = fs::metadata(path).ok();
        if self.part.length() == 0
            && named
                .as_ref()
                .is_some_and(|file| file.is_file() && file.len() == journal.length)
        {
            let part = &self.part_path;
            return durable::remove(part).map_err(ErrorKind::file(part));
        }
        if self.part.length() != journal.length {
            return Err(ErrorKind::TooShort(self.part_path.clone()).into());
        }
        if named.is_some() && !may_replace {
            return Err(ErrorKind::Exists(path.to_owned()).into());
        }
        durable::rename(&self.part_path, path).map_err(ErrorKind::file(path))
    }

    /// Removes the journal: there is nothing to go on with.
    pub(super) fn close(self) -> Result<(), ExportError> {
        let path = &self.journal_path;
        durable::remove(path).map_err(ErrorKind::file(path))
    }

    /// Removes the part, if nothing was begun.
    pub(super) fn discard(&self) {
        let has_journal = fs::exists(&self.journal_path).unwrap_or(true);
        if !has_journal && self.part.length() == 0 {
            // An empty part that stays does no harm.
            let _ = fs::remove_file(&self.part_path);
        }
    }

    /// Takes leave of an export that failed: adds what is saved, or removes the part if nothing was begun.
    pub(super) fn leave(self, mut error: ExportError) -> ExportError {
        self.discard();
        if let Some((_, runs)) = self.saved
            && matches!(
                error.kind,
                ErrorKind::Request(_) | ErrorKind::Stopped(_) | ErrorKind::File(..)
            )
        {
            error.saved = Some((runs, self.part_path));
        }
        error
    }

    /// Returns the path of the part.
    pub(super) fn path(&self) -> &Path {
        &self.part_path
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.part.flush()
    }
}
