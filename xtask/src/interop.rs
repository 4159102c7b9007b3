//! `cargo xtask interop`: listings through real servers and proxies.
//!
//! They are run by an example of package `deck-tests`, which may depend on the client and the sandbox.

use std::error::Error;

use clap::Args;

use crate::workspace::cargo;

/// Lists through nginx, haproxy and squid, as far as they are installed, and compares with the sandbox.
#[derive(Args, Debug)]
pub(crate) struct Interop {
    /// Run the short form: one case of each kind
    #[arg(long)]
    short: bool,

    /// Fail when one of the programs is not installed, instead of skipping its cases
    #[arg(long)]
    require_servers: bool,

    /// Run only the cases with this in their name, such as `haproxy` or `HTTP/2`
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

impl Interop {
    /// Returns the short form.
    pub(crate) fn short(require_servers: bool) -> Self {
        Self {
            short: true,
            require_servers,
            only: None,
        }
    }

    /// Builds the example and runs it.
    ///
    /// # Errors
    ///
    /// When a case fails, or the example cannot be built.
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        let program = ["run", "--locked", "--package", "deck-tests", "--example"];
        let status = cargo()
            .args(program)
            .args(["interop", "--"])
            .args(self.arguments())
            .status()?;
        if status.success() {
            return Ok(());
        }
        Err("listings through real servers and proxies failed".into())
    }

    /// Returns the command line of the example.
    fn arguments(&self) -> Vec<&str> {
        let mut arguments = Vec::new();
        if self.short {
            arguments.push("--short");
        }
        if self.require_servers {
            arguments.push("--require-servers");
        }
        if let Some(only) = &self.only {
            arguments.extend(["--only", only]);
        }
        arguments
    }
}
