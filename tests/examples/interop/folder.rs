//! [`Folder`]: a folder that ends with the case it is for.

use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

/// How many folders were made.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A folder for settings and logs, removed when dropped.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Creates a folder that nobody had before.
    pub(crate) fn new() -> io::Result<Self> {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("deck-interop-{}-{number}", process::id()));
        fs::create_dir(&path)?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> io::Result<()> {
        fs::write(self.0.join(name), text)
    }
}

impl Drop for Folder {
    /// What cannot be removed is left to the system, which empties its folder for such files.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
