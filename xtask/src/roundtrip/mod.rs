//! `cargo xtask roundtrip`: random values are encoded, decoded and compared.
//!
//! The laws of queries, tokens, models and bodies are those of the property tests and the fuzz targets,
//! included from `deck-tests`, which this crate may not depend on.

mod body;
#[expect(unreachable_pub, reason = "the file is a part of another crate too")]
#[path = "../../../tests/src/properties/body.rs"]
mod body_laws;
mod cursor;
mod hostile;
mod law;
#[expect(unreachable_pub, reason = "the file is a part of another crate too")]
#[path = "../../../tests/src/properties/listings.rs"]
mod listings;
mod model;
#[expect(unreachable_pub, reason = "the file is a part of another crate too")]
#[path = "../../../tests/src/properties/model.rs"]
mod model_laws;
mod query;
#[expect(unreachable_pub, reason = "the file is a part of another crate too")]
#[path = "../../../tests/src/properties/query.rs"]
mod query_laws;
#[expect(unreachable_pub, reason = "the file is a part of another crate too")]
#[path = "../../../tests/src/properties/resume_token.rs"]
mod token_laws;

use std::error::Error;
use std::fmt;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::panic::resume_unwind;
use std::thread;
use std::thread::ScopedJoinHandle;

use clap::Args;
use clap::ValueEnum;

use law::Broken;
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
    /// Queries of listings.
    Query,
    /// Cursors, positions and resume tokens.
    Cursor,
    /// Models of the API's responses.
    Model,
    /// Bodies and paths of operations.
    Body,
}

impl Roundtrip {
    /// Runs the families asked for.
    ///
    /// # Errors
    ///
    /// When a value does not come back as it went, with the smallest such value and the command that shows it
    /// again.
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        let seed = self.seed.unwrap_or_else(fresh_seed);
        println!("{} cases of each law, seed {seed}", self.cases);
        let families = self
            .only
            .as_ref()
            .map_or(Family::value_variants(), std::slice::from_ref);
        let (outcome, time) = law::timed(|| check_side_by_side(families, self.cases, seed));
        outcome?;
        println!("every law holds, {:.1} s in all", time.as_secs_f64());
        Ok(())
    }
}

impl Family {
    fn check(self, cases: u32, seed: u64) -> Result<(), Broken> {
        let laws = Laws::new(self, cases, seed);
        match self {
            Self::Query => query::check(&laws),
            Self::Cursor => cursor::check(&laws),
            Self::Model => model::check(&laws),
            Self::Body => body::check(&laws),
        }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Query => "query",
            Self::Cursor => "cursor",
            Self::Model => "model",
            Self::Body => "body",
        })
    }
}

/// Gives each family a thread of its own; of several broken laws, the one of the first family is told.
fn check_side_by_side(families: &[Family], cases: u32, seed: u64) -> Result<(), Broken> {
    let outcomes: Vec<_> = thread::scope(|scope| {
        let check = |family: &Family| {
            let family = *family;
            scope.spawn(move || family.check(cases, seed))
        };
        let running: Vec<_> = families.iter().map(check).collect();
        running.into_iter().map(ScopedJoinHandle::join).collect()
    });
    outcomes
        .into_iter()
        .try_for_each(|outcome| outcome.unwrap_or_else(|panic| resume_unwind(panic)))
}

/// Draws a seed from the one source of randomness in the standard library that needs no clock.
fn fresh_seed() -> u64 {
    RandomState::new().hash_one(())
}
