//! Which packages a user of a crate gets with it.

use std::collections::BTreeSet;
use std::error::Error;

use crate::finding::Finding;
use crate::workspace;

/// The most packages that may come with a crate.
#[derive(Debug)]
pub(super) struct PackageBudget {
    /// The crate.
    pub(super) member: &'static str,
    /// Whether its default features are on.
    pub(super) default_features: bool,
    /// The most packages in its tree, itself counted.
    pub(super) most: usize,
}

/// What the crates promise.
pub(super) const BUDGETS: &[PackageBudget] = &[
    budget("deck-types", true, 16),
    budget("deck-transport", false, 4),
    budget("deck-transport", true, 50),
    budget("deck-client", true, 60),
    budget("deck-webhooks", true, 20),
    budget("deck-cassette", true, 20),
    budget("deck-conformance", true, 30),
    budget("deck-sandbox", true, 45),
    budget("deck-cli", true, 150),
];

const fn budget(member: &'static str, default_features: bool, most: usize) -> PackageBudget {
    PackageBudget {
        member,
        default_features,
        most,
    }
}

const SHED: &str =
    "drop a dependency or switch off its default features; `cargo tree -e normal` shows the tree";

impl PackageBudget {
    /// Returns what the figures call the tree.
    pub(super) fn name(&self) -> String {
        let without = if self.default_features {
            ""
        } else {
            " without default features"
        };
        format!("{}{without}", self.member)
    }

    /// Compares the number of packages with the most that are allowed.
    pub(super) fn check(&self, packages: usize) -> Option<Finding> {
        let what = format!("{packages} packages, {} are allowed", self.most);
        (packages > self.most).then(|| Finding::new(self.name(), what, SHED))
    }

    /// Returns the names of the packages in the tree, on this machine's target.
    ///
    /// # Errors
    ///
    /// When cargo prints no tree.
    pub(super) fn packages(&self) -> Result<BTreeSet<String>, Box<dyn Error>> {
        let mut tree = workspace::cargo();
        tree.args(["tree", "--locked", "--edges", "normal", "--prefix", "none"])
            .args(["--package", self.member]);
        if !self.default_features {
            tree.arg("--no-default-features");
        }
        let output = tree.output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        Ok(distinct(&String::from_utf8_lossy(&output.stdout)))
    }
}

/// Returns the packages named in the lines of `cargo tree`: each name once, and again for each further
/// version.
fn distinct(tree: &str) -> BTreeSet<String> {
    let lines: BTreeSet<_> = tree
        .lines()
        .filter_map(|line| line.split_once(" v"))
        .map(|(name, rest)| (name, rest.split_whitespace().next().unwrap_or_default()))
        .collect();
    let mut names = BTreeSet::new();
    for (name, version) in lines {
        if !names.insert(name.to_owned()) {
            names.insert(format!("{name} {version}"));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_package_over_the_limit_is_found() {
        let bare = budget("deck-transport", false, 4);
        assert_eq!(bare.check(4), None);
        let found = bare.check(5).unwrap().to_string();
        let expected = "deck-transport without default features: 5 packages, 4 are allowed";
        assert!(found.starts_with(expected), "{found}");
    }

    #[test]
    fn a_package_that_stands_twice_in_the_tree_counts_once_and_each_version_counts() {
        let tree = "deck-types v0.1.0 (here)\nserde v1.0.0\n\nserde v1.0.0 (*)\nserde v2.0.0\n";
        let expected = ["deck-types", "serde", "serde 2.0.0"].map(str::to_owned);
        assert_eq!(distinct(tree), BTreeSet::from(expected));
    }
}
