//! `cargo xtask ci`: the steps of continuous integration, by name.

use std::error::Error;

use clap::Args;

/// Runs the steps of continuous integration.
#[derive(Args, Debug)]
pub(crate) struct Ci {
    /// The one step to run.
    #[arg(long, value_name = "STEP")]
    only: Option<String>,
}

impl Ci {
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        println!("step {:?}", self.only);
        Ok(())
    }
}
