//! What sweeps take, in virtual time: requests and seconds for each way in which runs can lie in a month,
//! medians over many seeds, beside the bars that they are to keep.
//!
//! ```text
//! cargo run --release -p deck-tests --example sweep_bars -- 100
//! ```
//!
//! The argument is the number of seeds; 5 without one. The clock moves itself, so that nothing depends on the
//! machine, and the sandbox counts a request beyond 200 in 10 seconds as the API would.

#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot be made ends the program"
)]

mod measure;
mod memory;
#[path = "../../../crates/deck-client/src/sweep/scheduler/tests/shapes.rs"]
#[expect(dead_code, reason = "the unit tests have one shape more")]
mod shapes;

use std::time::Duration;

use self::measure::Case;
use self::measure::Row;

const SEEDS: u64 = 5;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let seeds = std::env::args()
        .nth(1)
        .map_or(SEEDS, |text| text.parse().expect("a number of seeds"));
    println!("medians over {seeds} seeds, virtual time\n");
    println!("| what | latency | requests | bar | seconds | bar | kept |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    let mut are_all_kept = true;
    for case in cases() {
        are_all_kept &= row(&case, seeds).await;
    }
    println!();
    are_all_kept &= memory::print().await;
    assert!(are_all_kept, "a bar is not kept");
}

/// Measures a case and prints it. Returns whether its bars are kept.
async fn row(case: &Case, seeds: u64) -> bool {
    let mut measured = Vec::new();
    for seed in 0..seeds {
        measured.push(measure::sweep(case, seed).await);
    }
    let row = Row::of(case, &measured);
    println!("{row}");
    row.is_kept()
}

/// The rows of the table, none of which the scheduler knows.
fn cases() -> Vec<Case> {
    let milliseconds = Duration::from_millis;
    let mut cases = vec![
        Case::new("10,000 evenly, no limit", milliseconds(50), |seed| {
            shapes::even(seed, 10_000)
        })
        .without_limit()
        .in_a_tenth(),
        Case::new("15,000 evenly", milliseconds(300), |seed| {
            shapes::even(seed, 15_000)
        })
        .at_most(200.0, 3.0),
    ];
    for latency in [10, 100, 500].map(milliseconds) {
        cases.push(
            Case::new("100,000 evenly", latency, |seed| {
                shapes::even(seed, 100_000)
            })
            .within(1.06, 0.0, 1.05, 2),
        );
        for (name, shape) in SKEWED {
            cases.push(Case::new(name, latency, *shape).within(1.2, 20.0, 1.25, 10));
        }
    }
    let latency = milliseconds(100);
    for count in [1_000, 10_000] {
        cases.extend(odd_cases(count, latency));
    }
    cases.push(
        Case::new("99 evenly", latency, |seed| shapes::even(seed, 99)).at_most(2.0, f64::INFINITY),
    );
    cases
}

/// What no guess about time helps with.
fn odd_cases(count: usize, latency: Duration) -> Vec<Case> {
    let name = |what: &str| -> &'static str { format!("{count}, {what}").leak() };
    let even = move |seed| shapes::even(seed, count);
    let one_second = move |seed| shapes::one_second(seed, count);
    let cases = vec![
        Case::new(name("all in one second"), latency, one_second),
        Case::new(name("oldest first"), latency, even).oldest_first(),
        Case::new(name("shuffled"), latency, even).shuffled(),
        Case::new(name("bounds ignored"), latency, even).ignoring_bounds(),
    ];
    let with_bar = cases
        .into_iter()
        .map(|case| case.requests_within(2.0, 20.0));
    with_bar.collect()
}

/// When runs are created, from a seed.
type Shape = fn(u64) -> Vec<i128>;

const SKEWED: &[(&str, Shape)] = &[
    ("100,000, 90 % in an hour", |seed| {
        shapes::dense_hours(seed, 100_000, 1)
    }),
    ("100,000, 90 % in two hours", |seed| {
        shapes::dense_hours(seed, 100_000, 2)
    }),
    ("100,000, two days in three empty", |seed| {
        shapes::empty_days(seed, 100_000)
    }),
    ("100,000, rising a thousandfold", |seed| {
        shapes::ramp(seed, 100_000, true)
    }),
    ("100,000, falling a thousandfold", |seed| {
        shapes::ramp(seed, 100_000, false)
    }),
];
