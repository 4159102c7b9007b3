//! `cargo xtask layers`: which crate may depend on which, and what may reach the public API.
//!
//! Each rule is a table and a pure function over it; this file gathers the facts and prints what was found.

mod arrows;
mod capability;
mod public_api;
#[cfg(test)]
mod tests;

use std::error::Error;

use cargo_metadata::DependencyKind;
use cargo_metadata::Metadata;
use cargo_metadata::MetadataCommand;
use cargo_metadata::Package;
use clap::Args;

use crate::finding;
use crate::finding::Finding;
use crate::workspace;
use crate::workspace::Workspace;

use arrows::Arrow;
use arrows::Kind;

/// Checks which crate depends on which, and what reaches the public API.
#[derive(Args, Debug)]
pub(crate) struct Layers {}

impl Layers {
    /// Runs the check and prints what it finds.
    ///
    /// # Errors
    ///
    /// When there is a finding, or when cargo fails.
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        finding::report("layers", &findings()?)
    }
}

/// Returns everything that breaks a rule of the layers.
fn findings() -> Result<Vec<Finding>, Box<dyn Error>> {
    let metadata = MetadataCommand::new()
        .current_dir(workspace::root())
        .no_deps()
        .other_options(vec!["--locked".to_owned()])
        .exec()?;
    let mut findings = arrows::check(&members(&metadata), &arrows_of(&metadata));
    for file in Workspace::load()?.files() {
        if file.path.starts_with("crates/") && file.is_source() && !file.is_test() {
            findings.extend(capability::check(file));
            findings.extend(public_api::check(file));
        }
    }
    Ok(findings)
}

fn members(metadata: &Metadata) -> Vec<&str> {
    metadata
        .packages
        .iter()
        .map(|package| package.name.as_str())
        .collect()
}

fn arrows_of(metadata: &Metadata) -> Vec<Arrow> {
    metadata.packages.iter().flat_map(arrows_from).collect()
}

fn arrows_from(package: &Package) -> impl Iterator<Item = Arrow> {
    package.dependencies.iter().map(|dependency| Arrow {
        from: package.name.to_string(),
        to: dependency.name.clone(),
        kind: match dependency.kind {
            DependencyKind::Development => Kind::Test,
            _ if dependency.optional => Kind::Optional,
            _ => Kind::Always,
        },
    })
}
