//! A random sweep and its surroundings.

use deck_sandbox::NarrowedCursors;
use deck_sandbox::Order;
use deck_sandbox::Paging;
use deck_sandbox::TimeBounds;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::sample::select;

use super::shape::HOUR;
use super::shape::MONTH;
use super::shape::shapes;

#[derive(Clone, Debug)]
pub(super) struct Scenario {
    /// When the runs were created, in milliseconds since the start of the month.
    pub(super) created: Vec<i64>,
    pub(super) server: Server,
    pub(super) sweep: Sweep,
    /// What happens after so many items.
    pub(super) steps: Vec<(usize, Step)>,
}

/// How the server lists.
#[derive(Clone, Debug)]
pub(super) struct Server {
    pub(super) order: Order,
    pub(super) paging: Paging,
    pub(super) bounds: TimeBounds,
    /// Milliseconds.
    pub(super) precision: u64,
    pub(super) narrowed_cursors: NarrowedCursors,
    /// Seconds.
    pub(super) visible_after: u64,
    /// Milliseconds.
    pub(super) latency: u64,
    /// Of a hundred requests.
    pub(super) faults: u32,
    pub(super) seed: u64,
}

/// How the client sweeps.
#[derive(Clone, Debug)]
pub(super) struct Sweep {
    /// Milliseconds since the start of the month.
    pub(super) since: Option<i64>,
    pub(super) until: Option<i64>,
    pub(super) page_size: u32,
    pub(super) max_in_flight: usize,
    /// Requests in ten seconds.
    pub(super) limit: Option<u32>,
    pub(super) share: f64,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Insert(i64),
    Delete(Index),
    /// The sweep is taken up by another process, with pages of another size.
    Restart(u32),
}

pub(super) fn scenarios() -> impl Strategy<Value = Scenario> {
    shapes().prop_flat_map(|created| {
        let steps = vec((0..60_usize, steps(created.clone())), 0..6);
        (Just(created.clone()), servers(), sweeps(created), steps).prop_map(
            |(created, server, sweep, steps)| Scenario {
                created,
                server,
                sweep,
                steps,
            },
        )
    })
}

fn servers() -> impl Strategy<Value = Server> {
    let order = select(vec![
        Order::NewestFirst,
        Order::NewestFirst,
        Order::OldestFirst,
        Order::LastUpdatedFirst,
        Order::Shuffled,
    ]);
    let paging = select(vec![Paging::Both, Paging::CursorOnly, Paging::IdOnly]);
    let bounds = prop_oneof![
        3 => Just(TimeBounds::Exclusive),
        2 => Just(TimeBounds::Inclusive),
        1 => Just(TimeBounds::Ignored),
    ];
    let cursors = prop_oneof![
        6 => Just(NarrowedCursors::Accepted),
        1 => Just(NarrowedCursors::Refused),
    ];
    let lists = (
        order,
        paging,
        bounds,
        select(vec![0_u64, 1, 1_000]),
        cursors,
    );
    let lateness = prop_oneof![3 => Just(0_u64), 1 => 1..120_u64];
    let faults = prop_oneof![2 => Just(0_u32), 1 => 1..40_u32];
    (
        lists,
        lateness,
        select(vec![1_u64, 50, 500]),
        faults,
        any::<u64>(),
    )
        .prop_map(
            |(
                (order, paging, bounds, precision, narrowed_cursors),
                visible_after,
                latency,
                faults,
                seed,
            )| Server {
                order,
                paging,
                bounds,
                precision,
                narrowed_cursors,
                visible_after,
                latency,
                faults,
                seed,
            },
        )
}

/// Bounds are anywhere, and at the very instants of runs.
fn sweeps(created: Vec<i64>) -> impl Strategy<Value = Sweep> {
    let bound = move || {
        let created = created.clone();
        let of_run = any::<Index>().prop_map(move |index| match created.as_slice() {
            [] => 0,
            created => *index.get(created),
        });
        option::weighted(0.7, prop_oneof![of_run, -HOUR..MONTH + HOUR])
    };
    let page_size = prop_oneof![1..5_u32, 5..13_u32];
    let limit = option::weighted(0.3, 1..20_u32);
    let share = select(vec![1.0, 0.5, 0.01]);
    (bound(), bound(), page_size, 1..9_usize, limit, share).prop_map(
        |(one, other, page_size, max_in_flight, limit, share)| {
            let (since, until) = match (one, other) {
                (Some(one), Some(other)) => (Some(one.min(other)), Some(one.max(other))),
                open => open,
            };
            Sweep {
                since,
                until,
                page_size,
                max_in_flight,
                limit,
                share,
            }
        },
    )
}

/// What is inserted lies anywhere, and beside other runs.
fn steps(created: Vec<i64>) -> impl Strategy<Value = Step> {
    let beside =
        (any::<Index>(), -2_000..2_000_i64).prop_map(move |(index, distance)| {
            match created.as_slice() {
                [] => 0,
                created => (index.get(created) + distance).clamp(0, MONTH - 1),
            }
        });
    prop_oneof![
        2 => beside.prop_map(Step::Insert),
        1 => (0..MONTH).prop_map(Step::Insert),
        2 => any::<Index>().prop_map(Step::Delete),
        2 => (1..13_u32).prop_map(Step::Restart),
    ]
}
