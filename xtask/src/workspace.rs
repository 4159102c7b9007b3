//! The text files of this repository, and cargo.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// Folders and files that hold no text of ours.
const SKIPPED: &[&str] = &["target", ".git", "Cargo.lock", "proptest-regressions"];

/// The text files of the repository.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    files: Vec<TextFile>,
}

/// One text file.
#[derive(Clone, Debug)]
pub(crate) struct TextFile {
    /// The path from the root, with `/` on every system.
    pub(crate) path: String,
    /// The whole text.
    pub(crate) text: String,
}

impl Workspace {
    /// Reads every text file below the root, in the order of their paths.
    ///
    /// # Errors
    ///
    /// When a folder or a file cannot be read. Files that are not UTF-8 are passed over.
    pub(crate) fn load() -> io::Result<Self> {
        let root = root();
        let mut files = Vec::new();
        collect(&root, "", &mut files)?;
        files.sort_by(|left, right| left.path.cmp(&right.path));
        Ok(Self { root, files })
    }

    /// Returns the text files.
    pub(crate) fn files(&self) -> &[TextFile] {
        &self.files
    }

    /// Returns whether a file or a folder stands at `path`, counted from the root.
    pub(crate) fn contains(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// Returns the file at `path`, counted from the root.
    pub(crate) fn file(&self, path: &str) -> Option<&TextFile> {
        self.files.iter().find(|file| file.path == path)
    }
}

impl TextFile {
    /// Returns whether this is a Rust file that holds nothing but tests.
    pub(crate) fn is_test(&self) -> bool {
        self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || self.path.ends_with("tests.rs")
    }

    /// Returns whether this is a Rust file of a crate's `src` folder.
    pub(crate) fn is_source(&self) -> bool {
        self.path.ends_with(".rs")
            && (self.path.starts_with("crates/") || self.path.starts_with("xtask/"))
            && self.path.contains("/src/")
    }

    /// Returns the lines of code with their numbers from 1: without comments, and without a test module that
    /// stands in the same file.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines_before_tests()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Returns the lines with their numbers from 1, up to a test module that stands in the same file.
    pub(crate) fn lines_before_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self
            .text
            .find("#[cfg(test)]\nmod tests {")
            .unwrap_or(self.text.len());
        (1..).zip(self.text[..end].lines())
    }
}

/// Returns the folder of the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Returns the cargo that runs this program, to be started in the root.
pub(crate) fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<TextFile>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if SKIPPED.contains(&name.as_str()) || entry.file_type()?.is_symlink() {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            files.push(TextFile { path, text });
        }
    }
    Ok(())
}
