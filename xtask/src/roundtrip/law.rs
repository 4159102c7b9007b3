//! Runs a law over random cases and reports how it went.

use std::error::Error;
use std::fmt;
use std::time::Duration;
use std::time::Instant;

use proptest::prelude::Strategy;
use proptest::test_runner::Config;
use proptest::test_runner::RngAlgorithm;
use proptest::test_runner::TestCaseError;
use proptest::test_runner::TestError;
use proptest::test_runner::TestRng;
use proptest::test_runner::TestRunner;

use super::Family;

/// The laws of one family, checked one after the other from one seed.
pub(super) struct Laws {
    family: Family,
    cases: u32,
    seed: u64,
}

impl Laws {
    pub(super) fn new(family: Family, cases: u32, seed: u64) -> Self {
        Self {
            family,
            cases,
            seed,
        }
    }

    /// Checks a law on as many random cases as were asked for.
    pub(super) fn check<S: Strategy>(
        &self,
        law: &str,
        cases: &S,
        holds: impl Fn(S::Value) -> Result<(), TestCaseError>,
    ) -> Result<(), Broken> {
        let config = Config {
            cases: self.cases,
            failure_persistence: None,
            // Strategies pass over values that cannot exist, and how many those are grows with the cases.
            max_local_rejects: u32::MAX,
            ..Config::default()
        };
        let mut runner = TestRunner::new_with_rng(config, self.generator());
        let (outcome, time) = timed(|| runner.run(cases, holds));
        println!(
            "{:<7} {:>8} cases {:>6.1} s  {law}",
            self.family,
            self.cases,
            time.as_secs_f64()
        );
        outcome.map_err(|error| self.broken(law, error))
    }

    /// Creates the generator of a law. Each law begins at the seed, so that one alone gives the same cases as
    /// all.
    fn generator(&self) -> TestRng {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&self.seed.to_le_bytes());
        TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
    }

    fn broken<T: fmt::Debug>(&self, law: &str, error: TestError<T>) -> Broken {
        let (reason, case) = match error {
            TestError::Fail(reason, case) => (reason.to_string(), format!("{case:#?}")),
            TestError::Abort(reason) => (reason.to_string(), String::from("none")),
        };
        let Self {
            family,
            cases,
            seed,
        } = self;
        let command =
            format!("cargo xtask roundtrip --cases {cases} --seed {seed} --only {family}");
        Broken {
            law: law.to_owned(),
            reason,
            case,
            command,
        }
    }
}

/// A law that does not hold.
#[derive(Debug)]
pub(super) struct Broken {
    law: String,
    reason: String,
    case: String,
    command: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            law,
            reason,
            case,
            command,
        } = self;
        writeln!(formatter, "broken law: {law}")?;
        writeln!(formatter, "{reason}")?;
        writeln!(formatter, "smallest case: {case}")?;
        write!(formatter, "to see it again: {command}")
    }
}

impl Error for Broken {}

#[expect(
    clippy::disallowed_methods,
    reason = "this measures how long the checks take"
)]
pub(super) fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = run();
    (value, start.elapsed())
}
