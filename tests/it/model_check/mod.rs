//! The model check of pagination: random listings of a sandbox that changes meanwhile, compared with a
//! reference list.
//!
//! Half of them list task runs, the others tasks, which have no positions by id, and reports, whose listing
//! is defined in the tests.
//!
//! A [`Scenario`] is drawn, played through the client against the sandbox in process, and judged by the
//! [`Reference`], which knows nothing of pages, cursors and tokens:
//!
//! - forward, every item that is there and matches for the whole listing is delivered exactly once, and in
//!   the order of the listing;
//! - backward, the same holds for the items before the anchor, away from it;
//! - nothing is delivered twice, nothing that never matched, and nothing from the other side of the anchor;
//! - whatever is delivered without a stop in between is in order, whenever it was inserted; where the server
//!   refuses deleted anchors, a listing steps back, and only what was there for the whole listing is in
//!   order.
//!
//! `cargo test` plays 2,000 scenarios. More of them, or those of one seed again:
//!
//! ```text
//! DECK_MODEL_CASES=100000 cargo test --release -p deck-tests model_check
//! DECK_MODEL_SEED=17 cargo test -p deck-tests model_check
//! ```

use crate::seeded_check::SeededCheck;

pub(crate) use self::conditions::Conditions;
pub(crate) use self::play::play;
use self::reference::Reference;
pub(crate) use self::scenario::Scenario;
pub(crate) use self::scenario::changes;
pub(crate) use self::scenario::scenarios;

mod conditions;

mod play;

mod reference;

mod scenario;

mod world;

#[test]
fn every_listing_agrees_with_the_reference_list() {
    let check = SeededCheck {
        name: "model_check",
        cases_variable: "DECK_MODEL_CASES",
        seed_variable: "DECK_MODEL_SEED",
        default_cases: 2_000,
    };
    check.run(&scenarios(), async |scenario| {
        play(&scenario, &Conditions::calm()).await
    });
}
