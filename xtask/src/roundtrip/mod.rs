//! `cargo xtask roundtrip`: random values are encoded, decoded and compared.

mod cursor;
mod hostile;
mod law;
mod model;
mod query;

use std::error::Error;
use std::fmt;
use std::hash::BuildHasher;
use std::hash::RandomState;

use clap::{Args, ValueEnum};

use law::Laws;

/// Encodes and decodes random values, and compares.
#[derive(Args, Debug)]
pub(crate) struct Roundtrip {
    /// How many cases each law gets.
    #[arg(long, default_value_t = 10_000)]
    cases: u32,
    /// The seed of the random values; without it, a fresh one, which is printed.
    #[arg(long)]
    seed: Option<u64>,
    /// The one family to run.
    #[arg(long)]
    only: Option<Family>,
}

/// What is encoded and decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Family {
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
    /// When a value does not come back as it went, with the smallest such value and the command that shows it again.
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        let seed = self.seed.unwrap_or_else(fresh_seed);
        println!("{} cases of each law, seed {seed}", self.cases);
        let families = self
            .only
            .as_ref()
            .map_or(Family::value_variants(), std::slice::from_ref);
        for family in families {
            let mut laws = Laws::new(*family, self.cases, seed);
            match family {
                Family::Query => query::check(&mut laws)?,
                Family::Cursor => cursor::check(&mut laws)?,
                Family::Model => model::check(&mut laws)?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Family {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Query => "query",
            Self::Cursor => "cursor",
            Self::Model => "model",
        })
    }
}

/// The one source of randomness in the standard library that needs no clock.
fn fresh_seed() -> u64 {
    RandomState::new().hash_one(())
}
