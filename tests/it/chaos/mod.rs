//! The chaos check: the scenarios of the model check under a bad network and a server in trouble, in virtual
//! time.
//!
//! Requests are refused with all kinds of statuses, with and without a wait asked for, connections are
//! refused and reset before, during and after the head of a response, bodies stall, break off or are cut,
//! responses are late; meanwhile items are inserted, deleted and changed, and the listing is taken up by
//! other processes through its token. Each listing is to end with exactly the items that were there
//! throughout, or with an error of a known kind and a token that completes it.
//!
//! `cargo test` plays 10,000 scenarios. More of them, or those of one seed again:
//!
//! ```text
//! DECK_CHAOS_CASES=100000 cargo test --release -p deck-tests chaos
//! DECK_CHAOS_SEED=17 cargo test -p deck-tests chaos
//! ```

use crate::model_check::play;
use crate::model_check::scenarios;
use crate::seeded_check::SeededCheck;

mod weather;

#[test]
fn whatever_happens_a_listing_ends_complete_or_with_an_error_and_a_token_that_completes_it() {
    let check = SeededCheck {
        name: "chaos",
        cases_variable: "DECK_CHAOS_CASES",
        seed_variable: "DECK_CHAOS_SEED",
        default_cases: 10_000,
    };
    let cases = (scenarios(), weather::bad());
    check.run(&cases, async |(scenario, conditions)| {
        play(&scenario, &conditions).await
    });
}
