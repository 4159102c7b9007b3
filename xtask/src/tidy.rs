//! `cargo xtask tidy`: the rules of style that the compiler does not know.

use std::error::Error;

use clap::Args;

/// Checks the rules of style.
#[derive(Args, Debug)]
pub(crate) struct Tidy {}

impl Tidy {
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        println!("{self:?}");
        Ok(())
    }
}
