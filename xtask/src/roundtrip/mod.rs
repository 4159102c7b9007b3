//! `cargo xtask roundtrip`: random values are encoded, decoded and compared.

use std::error::Error;

use clap::{Args, ValueEnum};

/// Encodes and decodes random values, and compares.
#[derive(Args, Debug)]
pub(crate) struct Roundtrip {
    /// How many cases each family gets.
    #[arg(long, default_value_t = 100_000)]
    cases: u32,
    /// The seed of the random values; without it, a fresh one, which is printed.
    #[arg(long)]
    seed: Option<u64>,
    /// The one family to run.
    #[arg(long)]
    only: Option<Family>,
}

/// What is encoded and decoded.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Family {
    /// Queries of `GET /task-runs`.
    Query,
    /// Cursors, positions and resume tokens.
    Cursor,
    /// Models of the API's answers.
    Model,
}

impl Roundtrip {
    /// Runs the families asked for.
    ///
    /// # Errors
    ///
    /// When a value does not come back as it went, with the smallest such value.
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        println!(
            "cases {}, seed {:?}, family {:?}",
            self.cases, self.seed, self.only
        );
        Ok(())
    }
}
