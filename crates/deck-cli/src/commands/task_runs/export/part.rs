//! The file that grows: locked by the export that writes it, and cut to what is known to be good.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;

use fs4::FileExt;
use fs4::TryLockError;

/// The file that grows.
#[derive(Debug)]
pub(super) struct PartFile {
    file: File,
    length: u64,
}

impl PartFile {
    /// Opens the file, makes it if it is not there, and locks it; `None` where another export holds it.
    ///
    /// The system gives the lock back when the program ends, however it ends.
    pub(super) fn open(path: &Path) -> io::Result<Option<Self>> {
        loop {
            let file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(path)?;
            match FileExt::try_lock(&file) {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // The export that held the lock may have given the file its name between opening and locking.
            if is_at(&file, path)? {
                let length = file.metadata()?.len();
                return Ok(Some(Self { file, length }));
            }
        }
    }

    /// Returns how many bytes there are.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Cuts the file to so many bytes, and goes on behind them.
    pub(super) fn cut(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.file.seek(SeekFrom::Start(length))?;
        self.length = length;
        Ok(())
    }

    /// Waits until all bytes are on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}

impl Write for PartFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns whether the open file is the one that has this path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;

    let open = file.metadata()?;
    match fs::metadata(path) {
        Ok(named) => Ok((named.dev(), named.ino()) == (open.dev(), open.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Returns whether there is still a file with this path.
#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> io::Result<bool> {
    fs::exists(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_open_is_not_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("part");

        let first = PartFile::open(&path).unwrap();

        assert!(PartFile::open(&path).unwrap().is_none());
        drop(first);
        assert!(PartFile::open(&path).unwrap().is_some());
    }

    #[test]
    fn it_goes_on_where_it_is_cut() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("part");
        fs::write(&path, "good and bad").unwrap();
        let mut part = PartFile::open(&path).unwrap().unwrap();
        assert_eq!(part.length(), 12);

        part.cut(5).unwrap();
        part.write_all(b"news").unwrap();

        assert_eq!(part.length(), 9);
        assert_eq!(fs::read(&path).unwrap(), b"good news");
    }
}
