mod shapes;
mod world;

use deck_types::SweepMode;

use self::shapes::Random;
use self::world::Bounds;
use self::world::Order;
use self::world::SECOND;
use self::world::World;

fn show(name: &str, seeds: u64, make: impl Fn(u64) -> World) {
    let mut rows: Vec<_> = (0..seeds)
        .map(|seed| {
            let world = make(seed);
            let outcome = world.sweep();
            let runs = world.items.len() as f64 / 100.0;
            let least = world.least_time(outcome.requests) as f64 / 1e9;
            let seconds = outcome.time as f64 / 1e9;
            (
                outcome.requests as f64,
                outcome.requests as f64 / runs,
                seconds,
                seconds - least,
                least,
                outcome.most_parts,
            )
        })
        .collect();
    rows.sort_by(|left, right| left.0.total_cmp(&right.0));
    let median = rows[rows.len() / 2];
    let worst = rows[rows.len() - 1];
    println!(
        "{name:30} requests {:6} x{:.3} (worst {:6}) time {:7.2} least {:6.1} over {:6.2} (worst over {:.2}) parts {}",
        median.0,
        median.1,
        worst.0,
        median.2,
        median.4,
        median.3,
        rows.iter().map(|row| row.3).fold(0.0, f64::max),
        median.5
    );
}

#[test]
#[ignore = "prints"]
fn bars() {
    let seeds: u64 = std::env::var("SEEDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(5);
    let limited = |items, latency: i128| World {
        latency: latency * SECOND / 1_000,
        limit: Some(200),
        ..World::new(items)
    };
    show("10k, 50 ms, no limit", seeds, |seed| World {
        latency: SECOND / 20,
        ..World::new(shapes::even(seed, 10_000))
    });
    show("15k, 300 ms", seeds, |seed| {
        limited(shapes::even(seed, 15_000), 300)
    });
    for latency in [10, 100, 500] {
        show(&format!("even {latency}"), seeds, |seed| {
            limited(shapes::even(seed, 100_000), latency)
        });
        show(&format!("dense hour {latency}"), seeds, |seed| {
            limited(shapes::dense_hours(seed, 100_000, 1), latency)
        });
        show(&format!("two dense hours {latency}"), seeds, |seed| {
            limited(shapes::dense_hours(seed, 100_000, 2), latency)
        });
        show(&format!("empty days {latency}"), seeds, |seed| {
            limited(shapes::empty_days(seed, 100_000), latency)
        });
        show(&format!("rising {latency}"), seeds, |seed| {
            limited(shapes::ramp(seed, 100_000, true), latency)
        });
        show(&format!("falling {latency}"), seeds, |seed| {
            limited(shapes::ramp(seed, 100_000, false), latency)
        });
        show(&format!("clusters {latency}"), seeds, |seed| {
            limited(shapes::clusters(seed, 100_000), latency)
        });
    }
    for count in [300, 1_000, 10_000, 100_000] {
        show(&format!("one second {count}"), seeds, |seed| {
            limited(shapes::one_second(seed, count), 100)
        });
        show(&format!("oldest first {count}"), seeds, |seed| World {
            order: Order::OldestFirst,
            ..limited(shapes::even(seed, count), 100)
        });
        show(&format!("shuffled {count}"), seeds, |seed| World {
            order: Order::Shuffled,
            ..limited(shapes::even(seed, count), 100)
        });
        show(&format!("ignored {count}"), seeds, |seed| World {
            bounds: Bounds::Ignored,
            ..limited(shapes::even(seed, count), 100)
        });
        show(&format!("in order {count}"), seeds, |seed| World {
            is_in_order: true,
            ..limited(shapes::even(seed, count), 100)
        });
    }
}
