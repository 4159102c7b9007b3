//! `cargo xtask layers`: which crate may depend on which.

use std::error::Error;

use clap::Args;

/// Checks the arrows between the crates.
#[derive(Args, Debug)]
pub(crate) struct Layers {}

impl Layers {
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        println!("{self:?}");
        Ok(())
    }
}
