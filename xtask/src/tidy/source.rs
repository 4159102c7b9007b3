//! Rules for the Rust files of a `src` folder.

use crate::finding::Finding;
use crate::workspace::TextFile;

/// The most lines in a source file, without the tests that stand in it.
const MAX_LINES: usize = 400;

/// Files that are one table of data, and may be longer.
const TABLES: &[&str] = &[];

const SPLIT: &str =
    "split it by concept, or list it in xtask/src/tidy/source.rs if it is a table of data";
const INTRODUCE: &str = "begin the file with a `//!` line that says what is in it";
const GATHER: &str = "re-export from the crate's root only";
const FORBID: &str = "add `#![forbid(unsafe_code)]` below the description of the crate";
const DELIMIT: &str = "add a heading `# Not here` that says what the crate does not do";

/// Finds what is wrong with one source file.
pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !file.is_test() {
        findings.extend(length(file));
        findings.extend(introduction(file));
        findings.extend(reexports(file));
    }
    if is_root(&file.path) {
        findings.extend(root(file));
    }
    findings
}

fn length(file: &TextFile) -> Option<Finding> {
    let lines = file.lines_before_tests().count();
    let too_long = lines > MAX_LINES && !TABLES.contains(&file.path.as_str());
    too_long.then(|| {
        Finding::new(
            &file.path,
            format!("{lines} lines, {MAX_LINES} are the most"),
            SPLIT,
        )
    })
}

fn introduction(file: &TextFile) -> Option<Finding> {
    (!file.text.starts_with("//! ")).then(|| {
        Finding::new(
            &file.path,
            "the first line does not introduce the file",
            INTRODUCE,
        )
    })
}

fn reexports(file: &TextFile) -> impl Iterator<Item = Finding> {
    let lines = file.code().filter(|_| !is_root(&file.path));
    lines
        .filter(|(_, line)| line.trim_start().starts_with("pub use "))
        .map(|(number, _)| {
            Finding::new(
                format!("{}:{number}", file.path),
                "a re-export below the root",
                GATHER,
            )
        })
}

fn root(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !file.text.contains("#![forbid(unsafe_code)]") {
        findings.push(Finding::new(
            &file.path,
            "unsafe code is not forbidden",
            FORBID,
        ));
    }
    if file.path.ends_with("lib.rs") && !file.text.contains("//! # Not here") {
        findings.push(Finding::new(
            &file.path,
            "nothing says what the crate is not",
            DELIMIT,
        ));
    }
    findings
}

fn is_root(path: &str) -> bool {
    path.ends_with("/src/lib.rs") || path.ends_with("/src/main.rs")
}
