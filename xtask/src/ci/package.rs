//! What the published packages hold.

use std::error::Error;

use super::step::PUBLISHED;
use crate::finding;
use crate::finding::Finding;
use crate::workspace;

/// The files that every package holds.
const NEEDED: &[&str] = &["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// The files and folders that a package may hold besides.
const ALLOWED: &[&str] = &[
    "src/",
    "tests/",
    "examples/",
    ".cargo_vcs_info.json",
    "Cargo.lock",
    "Cargo.toml.orig",
];

const LINK: &str = "add it to the crate's folder and to `include` in its Cargo.toml";
const NARROW: &str = "narrow `include` in the crate's Cargo.toml";

/// Lists every published package and compares it with what belongs there.
///
/// # Errors
///
/// When a file is missing or does not belong, or when cargo fails.
pub(super) fn check_all() -> Result<(), Box<dyn Error>> {
    let mut findings = Vec::new();
    for package in PUBLISHED {
        findings.extend(check(package, &list(package)?));
    }
    finding::report("package", &findings)
}

/// Compares the paths in a package, one per line, with what belongs there.
pub(super) fn check(package: &str, paths: &str) -> Vec<Finding> {
    let paths: Vec<_> = paths.lines().map(|path| path.replace('\\', "/")).collect();
    let missing = NEEDED
        .iter()
        .filter(|needed| !paths.iter().any(|path| path == **needed));
    let missing = missing.map(|name| Finding::new(package, format!("`{name}` is missing"), LINK));
    let foreign = paths.iter().filter(|path| !belongs(path));
    let foreign =
        foreign.map(|path| Finding::new(package, format!("`{path}` does not belong"), NARROW));
    missing.chain(foreign).collect()
}

fn belongs(path: &str) -> bool {
    NEEDED.contains(&path)
        || ALLOWED
            .iter()
            .any(|allowed| match allowed.strip_suffix('/') {
                Some(_) => path.starts_with(allowed),
                None => path == *allowed,
            })
}

fn list(package: &str) -> Result<String, Box<dyn Error>> {
    let output = workspace::cargo()
        .args([
            "package",
            "--list",
            "--allow-dirty",
            "--locked",
            "--package",
            package,
        ])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
