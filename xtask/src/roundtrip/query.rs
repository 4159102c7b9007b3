//! Runs the laws of the query on hostile requests and hostile texts of every listing.

use deck_types::Filter;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listing;
use proptest::prelude::*;

use super::hostile;
use super::law::Broken;
use super::law::Laws;
use super::listings::Subject;
use super::listings::Visitor;
use super::listings::visit_all;
use super::query_laws;
use super::query_laws::ListOfAnyFilter;

pub(super) fn check(laws: &Laws) -> Result<(), Broken> {
    check_listing(laws, &ListTaskRuns::new(), hostile::list_task_runs())?;
    check_listing(laws, &ListTasks::new(), hostile::list_tasks())?;
    check_listing(laws, &ListOfAnyFilter::default(), hostile::any_filter())?;
    let mut every = Every {
        laws,
        outcome: Ok(()),
    };
    visit_all(&mut every);
    every.outcome?;
    laws.check(
        "any text, as a query and inside of one",
        &hostile::text(),
        |text| {
            query_laws::check(text.as_bytes());
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
        &format!("decoding what was encoded, also by serde: {}", L::NAME),
        &hostile::request(listings),
        |request| {
            query_laws::check_request(empty, &request);
            Ok(())
        },
    )?;
    laws.check(
        &format!(
            "encoding what was decoded, by lenient readers too: {}",
            L::NAME
        ),
        &queries::<L>(),
        |query| {
            query_laws::check_text(empty, &query);
            Ok(())
        },
    )
}

/// Queries as somebody might write them: right and wrong keys, any values, escapes good and bad.
fn queries<L: Listing>() -> impl Strategy<Value = String> {
    let others = [
        "limit",
        "Limit",
        "cursor",
        "starting_after",
        "ending_before",
        "other",
        "",
        "?limit",
        "utm_source",
        "%zz",
        "%FF",
    ];
    let filters = L::FILTERS.iter().map(Filter::key);
    let keys: Vec<&str> = filters.chain(others).collect();
    let value = prop_oneof![
        hostile::text(),
        hostile::pattern("(%[0-9a-fA-F]{2}|[a-z0-9]){0,6}"),
        hostile::pattern("[0-9]{1,3}"),
        hostile::pattern("true|false|[-+]?[0-9]{1,20}"),
    ];
    let pair =
        (prop::sample::select(keys), value).prop_map(|(key, value)| format!("{key}={value}"));
    prop::collection::vec(pair, 0..4).prop_map(|pairs| pairs.join("&"))
}
