//! What was measured, now and when the figures were committed.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use super::packages::BUDGETS;
use super::program;
use crate::finding::Finding;
use crate::workspace;

/// The packages of each tree, and the size of the README's program.
#[derive(Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Figures {
    packages: BTreeMap<String, BTreeSet<String>>,
    program_bytes: u64,
}

impl Figures {
    /// Measures all of them.
    ///
    /// # Errors
    ///
    /// When cargo fails.
    pub(super) fn measure() -> Result<Self, Box<dyn Error>> {
        let mut packages = BTreeMap::new();
        for budget in BUDGETS {
            packages.insert(budget.name(), budget.packages()?);
        }
        Ok(Self {
            packages,
            program_bytes: program::size()?,
        })
    }

    /// Reads those that were committed.
    ///
    /// # Errors
    ///
    /// When the file is missing or is not of this form.
    pub(super) fn committed() -> Result<Self, Box<dyn Error>> {
        let path = path();
        let text = fs::read_to_string(&path)
            .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        Ok(serde_json::from_str(&text)?)
    }

    /// Writes these to be committed.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(super) fn commit(&self) -> Result<(), Box<dyn Error>> {
        let text = serde_json::to_string_pretty(self)?;
        Ok(fs::write(path(), text + "\n")?)
    }

    /// Returns a line for each figure, with what changed.
    pub(super) fn changes_since(&self, before: &Self) -> Vec<String> {
        let none = BTreeSet::new();
        let mut lines = Vec::new();
        for (name, packages) in &self.packages {
            let before = before.packages.get(name).unwrap_or(&none);
            let mut line = format!("{name}: {} packages", packages.len());
            let gone = before.difference(packages).map(|name| format!(" -{name}"));
            let new = packages.difference(before).map(|name| format!(" +{name}"));
            line.extend(new.chain(gone));
            lines.push(line);
        }
        let grown = i128::from(self.program_bytes) - i128::from(before.program_bytes);
        lines.push(format!(
            "the README's program: {} bytes, {grown:+}",
            self.program_bytes
        ));
        lines
    }

    /// Returns what is beyond a limit.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let packages = BUDGETS.iter().filter_map(|budget| {
            let packages = self.packages.get(&budget.name())?;
            budget.check(packages.len())
        });
        packages.chain(program::check(self.program_bytes)).collect()
    }
}

fn path() -> PathBuf {
    workspace::root().join("xtask").join("budget.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(packages: &[&str], program_bytes: u64) -> Figures {
        let packages = packages.iter().map(ToString::to_string).collect();
        Figures {
            packages: BTreeMap::from([("deck-types".to_owned(), packages)]),
            program_bytes,
        }
    }

    #[test]
    fn what_came_and_what_went_is_named() {
        let (before, now) = (figures(&["a", "b"], 10), figures(&["b", "c"], 7));
        assert_eq!(
            now.changes_since(&before),
            [
                "deck-types: 2 packages +c -a",
                "the README's program: 7 bytes, -3"
            ]
        );
    }

    #[test]
    fn too_many_packages_are_found() {
        let names: Vec<_> = (0..17).map(|number| number.to_string()).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        assert_eq!(figures(&names, 0).findings().len(), 1);
        assert_eq!(figures(&names[1..], 0).findings(), []);
    }
}
