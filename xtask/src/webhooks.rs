//! `cargo xtask webhooks`: signatures of and for the reference library of Standard Webhooks.
//!
//! They are compared by an example of package `deck-tests`, which may depend on `deck-webhooks`.

use std::error::Error;

use clap::Args;

use crate::workspace;
use crate::workspace::cargo;

/// Compares signatures with the reference library of Standard Webhooks in Python, if it is installed.
#[derive(Args, Debug)]
pub(crate) struct Webhooks {
    /// Fail when the library is not installed, instead of comparing nothing
    #[arg(long)]
    pub(crate) require_reference: bool,
}

/// Where `.ci/run` installs the library, from the root.
const INSTALLED: &str = "target/reference/bin/python";

/// The variable that names the Python of the library to the example.
const PYTHON: &str = "DECK_REFERENCE_PYTHON";

impl Webhooks {
    /// Builds the example and runs it.
    ///
    /// # Errors
    ///
    /// When a signature is refused, or the example cannot be built.
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        let mut command = cargo();
        command.args(["run", "--locked", "--package", "deck-tests", "--example"]);
        command.args(["standard_webhooks", "--"]);
        if self.require_reference {
            command.arg("--require-reference");
        }
        let installed = workspace::root().join(INSTALLED);
        if installed.exists() {
            command.env(PYTHON, installed);
        }
        if command.status()?.success() {
            return Ok(());
        }
        Err("the comparison with the reference library of Standard Webhooks failed".into())
    }
}
