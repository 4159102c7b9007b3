//! The file by which `deck sandbox reset` and the like find a sandbox that runs.

use std::fs;
use std::fs::DirBuilder;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use etcetera::BaseStrategy;
use tempfile::NamedTempFile;

use crate::commands::sandbox::address::Address;
use crate::diagnostics;

/// The longest file that is read.
const MOST_BYTES: u64 = 4 * 1024;

/// The file that says where a sandbox of this user is; it is removed when this is dropped.
#[derive(Debug)]
pub(super) struct AddressFile(PathBuf);

impl AddressFile {
    /// Writes the file; where that fails, the sandbox goes on without one.
    pub(super) fn write(address: &Address) -> Option<Self> {
        let folder = folder()?;
        match write(&folder, address) {
            Ok(path) => Some(Self(path)),
            Err(error) => {
                diagnostics::warn_that(&format!(
                    "{} could not be written, so `deck sandbox reset` and the like need --control-url and \
                     --control-token: {error}",
                    folder.display()
                ));
                None
            }
        }
    }
}

impl Drop for AddressFile {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.0);
    }
}

/// Returns what the files of this user say, each with its path.
pub(super) fn addresses() -> Vec<(PathBuf, Address)> {
    let entries = folder().and_then(|folder| fs::read_dir(folder).ok());
    let paths = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| match read(&path) {
        Ok(address) => Some((path, address)),
        Err(error) => {
            diagnostics::warn_that(&format!("{} could not be read: {error}", path.display()));
            None
        }
    };
    paths.into_iter().filter_map(read).collect()
}

/// Returns the folder of the files: that of the session where the system has one, which nobody else can read
/// and which is emptied at its end, or else that of the state of programs.
fn folder() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    let folder = folders.runtime_dir().or_else(|| folders.state_dir());
    let folder = folder.unwrap_or_else(|| folders.cache_dir());
    Some(folder.join("deck").join("sandboxes"))
}

fn write(folder: &Path, address: &Address) -> io::Result<PathBuf> {
    make_folder(folder)?;
    let text = serde_json::to_string(address)?;
    // The name of a file that is being written does not end in `.json`.
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    let path = folder.join(format!("{}.json", port(&address.control_url)));
    file.persist(&path).map_err(|error| error.error)?;
    Ok(path)
}

/// Makes the folder, which nobody else can read.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn read(path: &Path) -> io::Result<Address> {
    let mut text = Vec::new();
    File::open(path)?.take(MOST_BYTES).read_to_end(&mut text)?;
    Ok(serde_json::from_slice(&text)?)
}

/// Returns the port in the URL of a server on loopback.
pub(super) fn port(url: &str) -> &str {
    let authority = url.split('/').nth(2).unwrap_or_default();
    authority.rsplit(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> Address {
        Address {
            base_url: "http://127.0.0.1:4010/v2".to_owned(),
            api_key: "sk_live_sandbox".to_owned(),
            control_url: "http://127.0.0.1:4010/_sandbox/".to_owned(),
            control_token: "0123".to_owned(),
        }
    }

    #[test]
    fn a_file_is_named_for_the_port_and_reads_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();

        let path = write(&folder.path().join("deck"), &address()).unwrap();

        assert!(path.ends_with("deck/4010.json"), "{path:?}");
        assert_eq!(read(&path).unwrap().control_token, "0123");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = write(&folder.path().join("deck"), &address()).unwrap();

        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }

    #[test]
    fn a_file_that_says_something_else_is_no_address() {
        let file = NamedTempFile::new().unwrap();
        for text in ["", "{}", "[1]", &" ".repeat(10_000)] {
            fs::write(file.path(), text).unwrap();
            assert!(read(file.path()).is_err(), "{text}");
        }
    }
}
