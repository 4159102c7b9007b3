//! A property of any number of random cases, each of which can be had again by its seed.

use std::env;
use std::hash::BuildHasher;
use std::hash::RandomState;

use proptest::strategy::Strategy;
use proptest::test_runner::Config;
use proptest::test_runner::RngAlgorithm;
use proptest::test_runner::TestCaseError;
use proptest::test_runner::TestRng;
use proptest::test_runner::TestRunner;

/// How a property is run, and what of it can be set from outside.
pub(crate) struct SeededCheck {
    /// The name to run the test by.
    pub(crate) name: &'static str,
    /// The variable of the environment that sets the number of cases.
    pub(crate) cases_variable: &'static str,
    /// The variable of the environment that sets the seed.
    pub(crate) seed_variable: &'static str,
    /// The number of cases in the ordinary test run.
    pub(crate) default_cases: u64,
}

impl SeededCheck {
    /// Tries the property on all cases; a failure tells how to have it again.
    pub(crate) fn run<S: Strategy>(
        &self,
        cases: &S,
        property: impl AsyncFn(S::Value) -> Result<(), TestCaseError>,
    ) {
        let count = number(self.cases_variable).unwrap_or(self.default_cases);
        let seed = number(self.seed_variable)
            .unwrap_or_else(|| RandomState::new().hash_one(0) % 1_000_000);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let result = runner(count, seed).run(cases, |case| runtime.block_on(property(case)));
        if let Err(error) = result {
            panic!(
                "{error}\nto reproduce: {}={seed} {}={count} cargo test -p deck-tests {}",
                self.seed_variable, self.cases_variable, self.name
            );
        }
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
