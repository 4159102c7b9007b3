//! How many packages a user of a crate gets with it.

use std::collections::BTreeSet;
use std::error::Error;

use crate::finding::Finding;
use crate::workspace;

/// The most packages that may come with a crate.
pub(super) struct Budget {
    /// The crate.
    pub(super) member: &'static str,
    /// Whether its default features are on.
    pub(super) default_features: bool,
    /// The most packages in its tree, itself counted.
    pub(super) packages: usize,
}

/// What the crates promise.
pub(super) const BUDGETS: &[Budget] = &[
    Budget {
        member: "deck-types",
        default_features: true,
        packages: 16,
    },
    Budget {
        member: "deck-webhooks",
        default_features: true,
        packages: 20,
    },
    Budget {
        member: "deck-client",
        default_features: true,
        packages: 60,
    },
    Budget {
        member: "deck-transport",
        default_features: false,
        packages: 4,
    },
];

const SHED: &str =
    "drop a dependency or switch off its default features; `cargo tree -e normal` shows the tree";

/// Compares the number of packages that come with a crate with its budget.
pub(super) fn check(budget: &Budget, packages: usize) -> Option<Finding> {
    let limit = budget.packages;
    let without = if budget.default_features {
        ""
    } else {
        " without default features"
    };
    (packages > limit).then(|| {
        Finding::new(
            budget.member,
            format!("{packages} packages{without}, {limit} are allowed"),
            SHED,
        )
    })
}

/// Counts the packages in the tree that `budget` is for, on this machine's target.
///
/// # Errors
///
/// When cargo prints no tree.
pub(super) fn packages(budget: &Budget) -> Result<usize, Box<dyn Error>> {
    let mut tree = workspace::cargo();
    tree.args(["tree", "--locked", "--edges", "normal", "--prefix", "none"])
        .args(["--package", budget.member]);
    if !budget.default_features {
        tree.arg("--no-default-features");
    }
    let output = tree.output()?;
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
