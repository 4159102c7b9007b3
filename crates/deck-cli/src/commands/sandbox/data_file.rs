//! The file that all of a sandbox is kept in.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;

use fs4::FileExt;
use fs4::TryLockError;

use deck_sandbox::Sandbox;
use deck_sandbox::SavedSandbox;

use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::replaced_file::replace_file;
use crate::replaced_file::with_suffix;

/// The file that all of a sandbox is kept in; no other program saves to it meanwhile.
#[derive(Debug)]
pub(super) struct DataFile {
    path: PathBuf,
    is_there: bool,
    /// Holds a lock as long as it is open. It stays, since whoever removes it may remove that of another.
    _lock: File,
    saving: Mutex<()>,
}

impl DataFile {
    /// Claims the file at `path`, which need not be there.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        // A file that is reached by a link is replaced, and not the link.
        let real = fs::canonicalize(path);
        let is_there = match &real {
            Ok(real) if real.is_dir() => {
                return Err(unusable(path, &io::ErrorKind::IsADirectory.into()));
            }
            // A pipe would be waited for, and a device cannot be replaced.
            Ok(real) if !real.is_file() => {
                return Err(unusable(path, &io::Error::other("it is no regular file")));
            }
            Ok(_) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(unusable(path, error)),
        };
        let path = real.unwrap_or_else(|_| path.to_owned());
        let lock_path = with_suffix(&path, ".lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path);
        let lock = lock.map_err(|error| unusable(&lock_path, &error))?;
        match FileExt::try_lock(&lock) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(in_use(&path)),
            Err(TryLockError::Error(error)) => return Err(unusable(&lock_path, &error)),
        }
        Ok(Self {
            path,
            is_there,
            _lock: lock,
            saving: Mutex::new(()),
        })
    }

    /// Returns whether the file was there from the start.
    pub(super) fn is_loaded(&self) -> bool {
        self.is_there
    }

    /// Reads the file, if it was there.
    pub(super) fn load(&self) -> Result<Option<SavedSandbox>, Failure> {
        if !self.is_there {
            return Ok(None);
        }
        let file = File::open(&self.path).map_err(|error| unusable(&self.path, &error))?;
        match SavedSandbox::from_reader(BufReader::new(file)) {
            Ok(saved) => Ok(Some(saved)),
            Err(error) => {
                let message = format!("{}: {error}", self.path.display());
                let advice = "it is left as it is; move it away to begin with a new sandbox";
                let explained = Explained::new(ErrorCode::Usage, message);
                Err(explained.caused_by(&error).advise(advice).into())
            }
        }
    }

    /// Saves the sandbox in place of what is in the file.
    pub(super) fn save(&self, sandbox: &Sandbox) -> Result<(), Failure> {
        let _saving = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        replace_file(&self.path, |file| sandbox.save(file)).map_err(|error| {
            let message = format!("{} could not be saved: {error}", self.path.display());
            let advice = "what was saved before is still there, if there was anything";
            Explained::new(ErrorCode::Output, message)
                .advise(advice)
                .into()
        })
    }
}

fn in_use(path: &Path) -> Failure {
    let message = format!("{} is in use by another sandbox", path.display());
    let advice = "end that one first, or give another file with --data";
    Explained::new(ErrorCode::Usage, message)
        .advise(advice)
        .into()
}

fn unusable(path: &Path, error: &io::Error) -> Failure {
    let message = format!("{} cannot be used: {error}", path.display());
    Explained::new(ErrorCode::Usage, message).into()
}
