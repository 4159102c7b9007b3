//! Tasks are run under a bad network and a server in trouble, in virtual time: how many runs does a call
//! make?
//!
//! Requests are refused, reset, silent, late, cut and damaged, before and after the run is made; the server
//! limits its rate; the client retries, and gives up on attempts and calls that take too long; the caller
//! calls again with the same idempotency key, having dropped calls or not. After each call:
//!
//! - where a call succeeds, there is the run that it returned;
//! - where the error says that the write was accepted, there is a run;
//! - where no attempt can have arrived, there is none;
//! - every error tells the key of its call.
//!
//! When the trouble is over, one more call with the key succeeds. It makes a run only where there is none.
//!
//! How many runs there are at most depends on what the server does with a request whose key belongs to one
//! that is still running:
//!
//! - with [`ConcurrentRepeats::Conflict`] there is never more than one run for all calls with a key, so
//!   exactly one after a success;
//! - with [`ConcurrentRepeats::CarriedOut`] there is at most one, and one more for each attempt that was
//!   given up on before its response was ready: by the timeout of attempts or calls, or because the call was
//!   dropped. Failures of any other kind make no second run.
//!
//! `cargo test` plays 10,000 cases, half of them of each kind. More of them, or those of one seed again:
//!
//! ```text
//! DECK_RUN_TASK_CASES=100000 cargo test --release -p deck-tests run_task
//! DECK_RUN_TASK_SEED=17 cargo test -p deck-tests run_task
//! ```

use std::time::Duration;

use deck_sandbox::ConcurrentRepeats;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::RateLimit;
use proptest::test_runner::TestCaseError;

use self::case::Case;
use self::case::cases;
use self::play::Stage;
use self::play::play;
use crate::seeded_check::SeededCheck;

mod case;

mod play;

fn check(repeats: ConcurrentRepeats) {
    let check = SeededCheck {
        name: "run_task",
        cases_variable: "DECK_RUN_TASK_CASES",
        seed_variable: "DECK_RUN_TASK_SEED",
        default_cases: 5_000,
    };
    check.run(&cases(repeats), async |case| {
        play(&case).map_err(TestCaseError::fail)
    });
}

#[test]
fn calls_with_one_key_make_one_run_whatever_happens() {
    check(ConcurrentRepeats::Conflict);
}

#[test]
fn where_repeats_are_carried_out_only_attempts_that_were_given_up_on_make_more_runs() {
    check(ConcurrentRepeats::CarriedOut);
}

/// Creates a stage on which the first two responses take longer than an attempt may.
fn with_late_responses(repeats: ConcurrentRepeats) -> Stage {
    let late = || Fault::delay(Duration::from_secs(100));
    Stage::new(&Case {
        repeats,
        faults: FaultPlan::new().at(1, late()).at(2, late()),
        rate_limit: RateLimit::none(),
        max_retries: 2,
        attempt_timeout: Duration::from_secs(10),
        call_timeout: Duration::from_secs(300),
        jitter_seed: 0,
        calls: Vec::new(),
    })
}

#[test]
fn where_repeats_are_carried_out_every_attempt_that_was_given_up_on_may_have_made_a_run() {
    let stage = with_late_responses(ConcurrentRepeats::CarriedOut);
    assert_eq!(stage.call(true, None), Ok(true));
    assert_eq!(stage.sandbox.len(), 3);
}

#[test]
fn where_repeats_are_refused_an_attempt_that_was_given_up_on_is_not_made_up_for() {
    let stage = with_late_responses(ConcurrentRepeats::Conflict);
    assert_eq!(stage.call(true, None), Ok(false));
    assert_eq!(stage.sandbox.len(), 1);
}
