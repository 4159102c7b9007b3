//! Laws of cursors, and those of resume tokens on hostile requests of every listing.

use std::fmt::Debug;

use deck_types::Cursor;
use deck_types::Delivered;
use deck_types::Fingerprint;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listing;
use deck_types::PageRequest;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;

use super::hostile;
use super::law::Broken;
use super::law::Laws;
use super::listings::Subject;
use super::listings::Visitor;
use super::listings::visit_all;
use super::token_laws;

pub(super) fn check(laws: &Laws) -> Result<(), Broken> {
    laws.check("a cursor survives JSON", &hostile::text(), |text| {
        let Ok(cursor) = Cursor::new(text.as_str()) else {
            prop_assert!(text.is_empty());
            return Ok(());
        };
        let json = serde_json::to_string(&cursor).map_err(failed)?;
        let read: Cursor = serde_json::from_str(&json).map_err(failed)?;
        prop_assert_eq!(read.as_str(), text);
        Ok(())
    })?;
    check_listing(laws, &ListTaskRuns::new(), hostile::list_task_runs())?;
    check_listing(laws, &ListTasks::new(), hostile::list_tasks())?;
    let mut every = Every {
        laws,
        outcome: Ok(()),
    };
    visit_all(&mut every);
    every.outcome?;
    laws.check(
        "any bytes, as a token and inside of one",
        &any::<Vec<u8>>(),
        |bytes| {
            token_laws::check(&bytes);
            Ok(())
        },
    )
}

/// Checks the laws for every listing, with filters that were decoded, until one is broken.
struct Every<'a> {
    laws: &'a Laws,
    outcome: Result<(), Broken>,
}

impl Visitor for Every<'_> {
    fn visit<L: Subject>(&mut self, empty: &L) {
        if self.outcome.is_ok() {
            self.outcome = check_listing(self.laws, empty, hostile::listings(empty));
        }
    }
}

/// Checks the laws for the listing that `empty` is without parameters, and `listings` with some.
fn check_listing<L: Subject>(
    laws: &Laws,
    empty: &L,
    listings: impl Strategy<Value = L>,
) -> Result<(), Broken> {
    laws.check(
        &format!(
            "a token survives its text, and no bit flip or truncation: {}",
            L::NAME
        ),
        &cases(listings),
        |case| {
            let delivered = delivered(&case.items);
            let token = token_laws::check_request(empty, &case.request, delivered, case.remaining);
            if let Some(token) = token {
                let place = case.place.index(token.to_string().len());
                token_laws::check_damage(&token, place, case.bit);
            }
            Ok(())
        },
    )
}

/// What a token is made of, and a place where it gets damaged.
#[derive(Clone, Debug)]
struct Case<L> {
    request: PageRequest<L>,
    items: Vec<u32>,
    remaining: Option<u64>,
    place: Index,
    bit: u32,
}

fn cases<L: Listing + Debug>(listings: impl Strategy<Value = L>) -> impl Strategy<Value = Case<L>> {
    let items = prop_oneof![
        9 => prop::collection::vec(any::<u32>(), 0..8),
        1 => prop::collection::vec(any::<u32>(), 0..120),
    ];
    let damage = (any::<Index>(), 0_u32..8);
    let parts = (
        hostile::request(listings),
        items,
        any::<Option<u64>>(),
        damage,
    );
    parts.prop_map(|(request, items, remaining, (place, bit))| Case {
        request,
        items,
        remaining,
        place,
        bit,
    })
}

fn delivered(items: &[u32]) -> Delivered {
    let mut delivered = Delivered::new();
    for item in items {
        delivered.record(Fingerprint::of_text(&item.to_string()));
    }
    delivered
}

fn failed(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}
