//! What is there, what is listed and how, and what happens meanwhile.

use deck_sandbox::DeletedAnchor;
use deck_sandbox::Order;
use deck_sandbox::Paging;
use deck_types::Continuation;
use deck_types::Listing;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::subject::Filter;
use crate::subject::Reports;
use crate::subject::Seed;
use crate::subject::Subject;
use crate::subject::TaskRuns;
use crate::subject::Tasks;

/// One listing of a sandbox that changes while it is being listed.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) subject: SubjectName,
    pub(crate) order: Order,
    pub(crate) era: Era,
    pub(crate) deleted_anchor: DeletedAnchor,
    pub(crate) seeds: Vec<Seed>,
    pub(crate) filter: Filter,
    pub(crate) page_size: u32,
    pub(crate) start: Start,
    pub(crate) steps: Vec<Step>,
}

/// What is listed; the names of all implementors of [`Subject`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum SubjectName {
    TaskRuns,
    Tasks,
    Reports,
}

/// Which parameters the server knows, and which of them the client continues with.
#[derive(Clone, Debug)]
pub(crate) struct Era {
    pub(crate) paging: Paging,
    pub(crate) continuation: Continuation,
}

/// Where the listing starts. Anchors count through the runs that are there at the start; with no runs, it is
/// `Beginning`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Start {
    Beginning,
    After(u8),
    Before(u8),
}

/// What happens next. Numbers count through the runs that are there at that moment, round and round.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Asks for this many items.
    Next(u8),
    /// Inserts this many runs of one second, like a batch that was started at once.
    Insert(u8, Seed),
    Delete(u8),
    SetStatus(u8, &'static str),
    /// Deletes this many of the runs that were delivered last.
    DeleteDelivered(u8),
    /// Writes the token down, and goes on from its text with a new client.
    Resume,
}

/// Seconds are few, so that many items are of one instant.
const SECONDS: u8 = 8;
const STATUSES: [&str; 4] = ["queued", "running", "cancelling", "completed"];
const AGENTS: [&str; 2] = ["agt_1", "agt_2"];

/// Draws scenarios.
pub(crate) fn scenarios() -> impl Strategy<Value = Scenario> {
    let order = prop_oneof![Just(Order::NewestFirst), Just(Order::OldestFirst)];
    let page_size = prop_oneof![4 => 1..=3_u32, 2 => 4..=8_u32, 1 => 9..=100_u32];
    let world = (subjects(), order, vec(seeds(), 0..=24), filters());
    let deleted_anchor = prop_oneof![Just(DeletedAnchor::Resolves), Just(DeletedAnchor::Refused)];
    let listing = (starts(), eras(), deleted_anchor, page_size);
    let scenario = (world, listing, vec(steps(), 0..=24));
    scenario.prop_map(
        |((subject, order, seeds, filter), (start, era, deleted_anchor, page_size), steps)| {
            let era = if matches!(start, Start::Beginning) {
                era
            } else {
                era.with_ids()
            };
            let scenario = Scenario {
                subject,
                order,
                era,
                deleted_anchor,
                seeds,
                filter,
                page_size,
                start,
                steps,
            };
            scenario.fit()
        },
    )
}

fn subjects() -> impl Strategy<Value = SubjectName> {
    prop_oneof![
        2 => Just(SubjectName::TaskRuns),
        1 => Just(SubjectName::Tasks),
        1 => Just(SubjectName::Reports),
    ]
}

impl Scenario {
    /// Returns the scenario with what the listing of its subject can be asked for.
    fn fit(self) -> Scenario {
        match self.subject {
            SubjectName::TaskRuns => self.fit_for::<TaskRuns>(),
            SubjectName::Tasks => self.fit_for::<Tasks>(),
            SubjectName::Reports => self.fit_for::<Reports>(),
        }
    }

    fn fit_for<S: Subject>(mut self) -> Scenario {
        self.filter = S::fit(self.filter);
        if !S::Listing::HAS_ID_POSITIONS {
            self.start = Start::Beginning;
            self.era.continuation = Continuation::of::<S::Listing>();
        }
        self
    }
}

impl Era {
    /// Anchors are unknown to a server that pages by cursor only.
    fn with_ids(self) -> Era {
        let paging = if self.paging == Paging::CursorOnly {
            Paging::Both
        } else {
            self.paging
        };
        Era { paging, ..self }
    }
}

fn eras() -> impl Strategy<Value = Era> {
    select(vec![
        Era {
            paging: Paging::Both,
            continuation: Continuation::Cursor,
        },
        Era {
            paging: Paging::Both,
            continuation: Continuation::LastId,
        },
        Era {
            paging: Paging::CursorOnly,
            continuation: Continuation::Cursor,
        },
        Era {
            paging: Paging::IdOnly,
            continuation: Continuation::Cursor,
        },
        Era {
            paging: Paging::IdOnly,
            continuation: Continuation::LastId,
        },
    ])
}

fn starts() -> impl Strategy<Value = Start> {
    prop_oneof![
        3 => Just(Start::Beginning),
        1 => any::<u8>().prop_map(Start::After),
        3 => any::<u8>().prop_map(Start::Before),
    ]
}

fn seeds() -> impl Strategy<Value = Seed> {
    (0..SECONDS, status(), select(&AGENTS)).prop_map(|(second, status, agent)| Seed {
        second,
        status,
        agent,
    })
}

fn filters() -> impl Strategy<Value = Filter> {
    let statuses = prop_oneof![1 => Just(Vec::new()), 1 => vec(status(), 1..=3)];
    let bounds = (
        option::weighted(0.2, 0..SECONDS),
        option::weighted(0.2, 0..SECONDS),
    );
    (statuses, option::weighted(0.2, select(&AGENTS)), bounds).prop_map(
        |(statuses, agent, (after, before))| {
            let before = before.filter(|before| after.is_none_or(|after| after <= *before));
            Filter {
                statuses,
                agent,
                after,
                before,
            }
        },
    )
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..=7_u8).prop_map(Step::Next),
        11 => changes(),
        3 => Just(Step::Resume),
    ]
}

/// Draws steps that change the runs.
pub(crate) fn changes() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (prop_oneof![3 => Just(1), 1 => 2..=4_u8], seeds())
            .prop_map(|(count, seed)| Step::Insert(count, seed)),
        2 => any::<u8>().prop_map(Step::Delete),
        3 => (any::<u8>(), status()).prop_map(|(run, status)| Step::SetStatus(run, status)),
        2 => prop_oneof![2 => Just(1), 1 => 2..=12_u8].prop_map(Step::DeleteDelivered),
    ]
}

fn status() -> impl Strategy<Value = &'static str> {
    select(&STATUSES)
}

impl Start {
    pub(crate) fn is_backward(self) -> bool {
        matches!(self, Start::Before(_))
    }
}
