//! What the checks of listings list: task runs, tasks, and the items of a listing that the SDK does not know.

use std::fmt::Debug;

use deck_sandbox::Sandbox;
use deck_sandbox::SandboxBuilder;
use deck_types::Listing;
use deck_types::Timestamp;

pub(crate) use self::reports::Reports;
pub(crate) use self::task_runs::TaskRuns;
pub(crate) use self::tasks::Tasks;

mod reports;

mod task_runs;

mod tasks;

/// How items are put, changed and taken away in a sandbox, and how their listing is made.
pub(crate) trait Subject {
    /// The listing; its default has no filters.
    type Listing: Listing<Item: Debug> + Default;

    /// Adds to the settings of a sandbox what the items need.
    fn prepare(builder: SandboxBuilder) -> SandboxBuilder {
        builder
    }

    /// Puts an item there, new or in the place of the one that has its id.
    fn put(sandbox: &Sandbox, id: &str, seed: &Seed);

    fn delete(sandbox: &Sandbox, id: &str);

    /// Returns the ids of all items in the order of the listing.
    fn ids(sandbox: &Sandbox) -> Vec<String>;

    /// Returns `filter` without what the listing has no parameter for.
    fn fit(filter: Filter) -> Filter {
        filter
    }

    /// Returns the listing with the filters of `filter`, all of which it has a parameter for.
    fn listing(filter: &Filter) -> Self::Listing;
}

/// An item as far as the checks care.
#[derive(Clone, Debug)]
pub(crate) struct Seed {
    pub(crate) second: u8,
    pub(crate) status: &'static str,
    pub(crate) agent: &'static str,
}

/// What is listed. No status means any.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) statuses: Vec<&'static str>,
    pub(crate) agent: Option<&'static str>,
    pub(crate) after: Option<u8>,
    pub(crate) before: Option<u8>,
}

impl Filter {
    pub(crate) fn of_status(status: &'static str) -> Filter {
        Filter {
            statuses: vec![status],
            ..Filter::default()
        }
    }

    pub(crate) fn has(&self, seed: &Seed) -> bool {
        (self.statuses.is_empty() || self.statuses.contains(&seed.status))
            && self.agent.is_none_or(|agent| agent == seed.agent)
            && self.after.is_none_or(|after| seed.second > after)
            && self.before.is_none_or(|before| seed.second < before)
    }

    fn without_bounds(self) -> Filter {
        Filter {
            after: None,
            before: None,
            ..self
        }
    }
}

fn time(second: u8) -> Timestamp {
    Timestamp::from_received(format!("2026-11-01T00:00:{second:02}Z"))
}
