//! Shows that no reader of bytes from outside takes more than linear time: runs each on hostile inputs of one
//! size and of 4 and 16 times that size, and prints how the time grows.
//!
//! `cargo run --release -p deck-tests --example linear` ends with a failure when the time of a shape grows
//! like a power of the size beyond what sorting and caches explain. It is a program and no test, because a
//! test must not depend on how fast a machine is.

#![forbid(unsafe_code)]

mod shapes;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;
use std::time::Instant;

use shapes::SHAPES;
use shapes::Shape;

/// The power of the size that the time may grow with: 1 is linear, 2 is quadratic, and caches that overflow
/// make 1.3 of the first.
const MAX_POWER: f64 = 1.5;

/// How long each size is run at least; the fastest run counts.
const PATIENCE: Duration = Duration::from_millis(60);

fn main() -> ExitCode {
    println!(
        "{:58} {:>9} {:>10} {:>10} {:>10} {:>6}",
        "reader: shape", "bytes", "time", "x4", "x16", "power"
    );
    let powers: Vec<f64> = SHAPES.iter().map(measure).collect();
    let worst = powers.iter().copied().fold(0.0, f64::max);
    println!(
        "{} shapes, the worst power is {worst:.2}, {MAX_POWER} is allowed",
        powers.len()
    );
    if worst > MAX_POWER {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Prints one line and returns the power of the size that the time grows with.
fn measure(shape: &Shape) -> f64 {
    let times = [1, 4, 16].map(|factor| fastest(shape, &(shape.input)(shape.size * factor)));
    let power = (times[2].as_secs_f64() / times[0].as_secs_f64()).log(16.0);
    let [first, second, third] = times.map(|time| format!("{time:.1?}"));
    println!(
        "{:58} {:>9} {first:>10} {second:>10} {third:>10} {power:>6.2}",
        shape.name, shape.size
    );
    power
}

#[expect(
    clippy::disallowed_methods,
    reason = "a measurement is about the real time"
)]
fn fastest(shape: &Shape, input: &[u8]) -> Duration {
    let started = Instant::now();
    let mut fastest = Duration::MAX;
    while started.elapsed() < PATIENCE {
        let begun = Instant::now();
        (shape.read)(black_box(input));
        fastest = fastest.min(begun.elapsed());
    }
    fastest
}
