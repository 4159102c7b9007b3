//! The model check of pagination: random listings of a sandbox that changes meanwhile, compared with a reference list.
//!
//! A [`Scenario`] is drawn, played through the client against the sandbox in process, and judged by the [`Reference`], which knows
//! nothing of pages, cursors and tokens:
//!
//! - forward, every run that is there and matches for the whole listing is delivered exactly once, and in the order of the listing;
//! - backward, the same holds for the runs before the anchor, away from it;
//! - nothing is delivered twice, nothing that never matched, and nothing from the other side of the anchor;
//! - whatever is delivered without a stop in between is in order, whenever it was inserted.
//!
//! `cargo test` plays 2,000 scenarios. More of them, or those of one seed again:
//!
//! ```text
//! DECK_MODEL_CASES=100000 cargo test --release -p deck-tests model_check
//! DECK_MODEL_SEED=17 cargo test -p deck-tests model_check
//! ```

use std::env;
use std::hash::BuildHasher;
use std::hash::RandomState;

use proptest::test_runner::Config;
use proptest::test_runner::RngAlgorithm;
use proptest::test_runner::TestRng;
use proptest::test_runner::TestRunner;

use self::play::play;
use self::reference::Reference;
use self::scenario::Scenario;

mod scenario;

mod reference;

mod play;

/// The number of scenarios in the ordinary test run.
const CASES: u64 = 2_000;

const CASES_VARIABLE: &str = "DECK_MODEL_CASES";
const SEED_VARIABLE: &str = "DECK_MODEL_SEED";

#[test]
fn every_listing_agrees_with_the_reference_list() {
    let cases = number(CASES_VARIABLE).unwrap_or(CASES);
    let seed = number(SEED_VARIABLE).unwrap_or_else(|| RandomState::new().hash_one(0) % 1_000_000);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();

    let result = runner(cases, seed).run(&scenario::scenarios(), |scenario| {
        runtime.block_on(play(&scenario))
    });

    if let Err(error) = result {
        panic!(
            "{error}\nto reproduce: {SEED_VARIABLE}={seed} {CASES_VARIABLE}={cases} cargo test -p deck-tests model_check"
        );
    }
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable} is to be a number, not {text:?}")),
    )
}

fn runner(cases: u64, seed: u64) -> TestRunner {
    let config = Config {
        cases: u32::try_from(cases).unwrap(),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..Config::default()
    };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}
