//! `cargo xtask budget`: how much comes with a crate, and how large a program gets with it.

mod figures;
mod packages;
mod program;

use std::error::Error;

use clap::Args;

use self::figures::Figures;
use crate::finding;

/// Compares packages and sizes with what is allowed, and with the committed figures.
#[derive(Args, Debug)]
pub(crate) struct Budget {
    /// Write the figures of now to `xtask/budget.json`
    #[arg(long)]
    accept: bool,
}

impl Budget {
    /// Checks the budgets as they are.
    pub(crate) fn check() -> Self {
        Self { accept: false }
    }

    /// Measures, prints what changed since the committed figures, and fails beyond a limit.
    ///
    /// # Errors
    ///
    /// When a budget is exceeded, or when cargo fails.
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        let now = Figures::measure()?;
        for change in now.changes_since(&Figures::committed()?) {
            println!("{change}");
        }
        if self.accept {
            now.commit()?;
        }
        finding::report("budget", &now.findings())
    }
}
