//! [`Folder`]: a folder that ends with the scene it is for.

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

/// A folder of its own for one scene, removed when dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Creates a folder that nobody had before.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be created.
    pub fn new() -> io::Result<Self> {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("deck-tests-{}-{number}", process::id()));
        fs::create_dir(&path)?;
        Ok(Self(path))
    }

    /// Returns where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file in it.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be written.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> io::Result<()> {
        fs::write(self.0.join(name), text)
    }
}

impl Drop for Folder {
    /// Removes the folder. One that cannot be removed is left to the system, which empties its folder for
    /// such files.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
