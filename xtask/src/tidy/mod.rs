//! `cargo xtask tidy`: the rules of style that neither the compiler nor clippy knows.
//!
//! Each rule is a pure function of a file; this file gathers the files and prints what was found.

mod page;
mod source;
#[cfg(test)]
mod tests;
mod text;

use std::error::Error;
use std::io;

use clap::Args;

use crate::finding;
use crate::finding::Finding;
use crate::workspace::Workspace;

/// Checks the rules of style that neither the compiler nor clippy knows.
#[derive(Args, Debug)]
pub(crate) struct Tidy {}

impl Tidy {
    /// Runs the check and prints what it finds.
    ///
    /// # Errors
    ///
    /// When there is a finding, or when the files cannot be read.
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        finding::report("tidy", &findings()?)
    }
}

/// Returns everything that breaks a rule of style.
fn findings() -> io::Result<Vec<Finding>> {
    let workspace = Workspace::load()?;
    let mut findings = Vec::new();
    for file in workspace.files() {
        findings.extend(text::check(file));
        if file.is_source() {
            findings.extend(source::check(file));
        }
        if file.path.ends_with(".md") {
            findings.extend(page::check(file, &workspace));
        }
    }
    Ok(findings)
}
