//! How many packages a user of a crate gets with it.

use std::collections::BTreeSet;
use std::error::Error;

use crate::finding::Finding;
use crate::workspace;

/// The most packages in the tree of a crate with its default features, itself counted.
pub(super) const LIMITS: &[(&str, usize)] = &[("deck-types", 16), ("deck-client", 60)];

const SHED: &str =
    "drop a dependency or switch off its default features; `cargo tree -e normal` shows the tree";

/// Compares the number of packages that come with `member` with its limit.
pub(super) fn check(member: &str, limit: usize, packages: usize) -> Option<Finding> {
    (packages > limit).then(|| {
        Finding::new(
            member,
            format!("{packages} packages, {limit} are allowed"),
            SHED,
        )
    })
}

/// Counts the packages in the tree of `member` with its default features on this machine's target.
///
/// # Errors
///
/// When cargo does not answer with a tree.
pub(super) fn packages(member: &str) -> Result<usize, Box<dyn Error>> {
    let output = workspace::cargo()
        .args([
            "tree",
            "--locked",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--package",
            member,
        ])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(distinct(&String::from_utf8_lossy(&output.stdout)))
}

/// Counts the packages named in the lines of `cargo tree`, each once.
pub(super) fn distinct(tree: &str) -> usize {
    let packages: BTreeSet<_> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty())
        .collect();
    packages.len()
}
