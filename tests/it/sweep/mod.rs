//! The sweep: random ones of a sandbox that changes meanwhile, compared with the sandbox's own list, and the
//! facts that no random one shows.
//!
//! A [`Scenario`](scenario::Scenario) is drawn, played by the client against the sandbox in virtual time,
//! and judged: every run that is in the range for the whole sweep is delivered exactly once, none twice,
//! and none from outside of the range. The sandbox lists newest first, oldest first, by update and
//! shuffled; its bounds include their instant, do not, or are ignored; they compare by the millisecond or
//! the second; runs lie evenly, in dense hours, in one second, in clusters, or there is one or none; runs
//! come and go, requests fail, cursors are refused, and the sweep is taken up from its checkpoint by other
//! processes.
//!
//! `cargo test` plays 600 scenarios. More of them, or those of one seed again:
//!
//! ```text
//! DECK_SWEEP_CASES=100000 cargo test --release -p deck-tests sweep
//! DECK_SWEEP_SEED=17 cargo test -p deck-tests sweep
//! ```

mod facts;
mod play;
mod scenario;
mod schedules;
mod shape;
mod stage;

use crate::seeded_check::SeededCheck;

#[test]
fn every_sweep_agrees_with_the_sandboxes_own_list() {
    let check = SeededCheck {
        name: "sweep",
        cases_variable: "DECK_SWEEP_CASES",
        seed_variable: "DECK_SWEEP_SEED",
        default_cases: 600,
    };
    check.run(&scenario::scenarios(), async |scenario| {
        play::play(&scenario).await
    });
}

#[test]
fn the_same_sweep_sends_the_same_requests() {
    let check = SeededCheck {
        name: "sweep",
        cases_variable: "DECK_SWEEP_CASES",
        seed_variable: "DECK_SWEEP_SEED",
        default_cases: 60,
    };
    check.run(&scenario::scenarios(), async |scenario| {
        play::play_twice(&scenario).await
    });
}
