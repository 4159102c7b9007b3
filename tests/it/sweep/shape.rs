//! How runs lie in time.

use proptest::collection::vec;
use proptest::prelude::*;

/// Milliseconds.
pub(super) const SECOND: i64 = 1_000;
pub(super) const HOUR: i64 = 3_600 * SECOND;
pub(super) const MONTH: i64 = 30 * 24 * HOUR;

/// Draws when runs were created, in milliseconds since the start of a month.
pub(super) fn shapes() -> impl Strategy<Value = Vec<i64>> {
    prop_oneof![
        3 => even(),
        2 => dense_hours(),
        2 => one_second(),
        2 => empty_days(),
        2 => ramp(),
        3 => clusters(),
        1 => few(),
    ]
}

fn count() -> impl Strategy<Value = usize> {
    prop_oneof![Just(1_usize), 2..40_usize, 40..250_usize]
}

fn within(first: i64, behind: i64) -> impl Strategy<Value = Vec<i64>> {
    count().prop_flat_map(move |count| vec(first..behind, count))
}

fn even() -> impl Strategy<Value = Vec<i64>> {
    within(0, MONTH)
}

fn few() -> impl Strategy<Value = Vec<i64>> {
    vec(0..MONTH, 0..3)
}

fn dense_hours() -> impl Strategy<Value = Vec<i64>> {
    let starts = vec(0..MONTH - HOUR, 1..3);
    (starts, within(0, HOUR), vec(0..MONTH, 0..20)).prop_map(|(starts, dense, mut all)| {
        let starts = starts.iter().cycle();
        all.extend(dense.iter().zip(starts).map(|(place, start)| start + place));
        all
    })
}

fn one_second() -> impl Strategy<Value = Vec<i64>> {
    let second = 0..MONTH / SECOND;
    (second, within(0, SECOND))
        .prop_map(|(second, all)| all.iter().map(|place| second * SECOND + place).collect())
}

fn empty_days() -> impl Strategy<Value = Vec<i64>> {
    let days = vec(0..30_i64, 1..6);
    (days, within(0, 24 * HOUR)).prop_map(|(days, all)| {
        let days = days.iter().cycle();
        all.iter()
            .zip(days)
            .map(|(place, day)| day * 24 * HOUR + place)
            .collect()
    })
}

fn ramp() -> impl Strategy<Value = Vec<i64>> {
    let all = count().prop_flat_map(|count| vec(0.0..1.0_f64, count));
    (all, any::<bool>()).prop_map(|(all, is_rising)| {
        let place = |fraction: &f64| {
            let place = (1.0 + fraction * 999.0).ln() / 1_000_f64.ln();
            let place = if is_rising { place } else { 1.0 - place };
            (place * (MONTH - 1) as f64) as i64
        };
        all.iter().map(place).collect()
    })
}

fn clusters() -> impl Strategy<Value = Vec<i64>> {
    let clusters = vec((0..MONTH, 0..9_u32), 1..6);
    let all =
        count().prop_flat_map(|count| vec((any::<prop::sample::Index>(), 0.0..1.0_f64), count));
    (clusters, all).prop_map(|(clusters, all)| {
        let place = |(index, fraction): &(prop::sample::Index, f64)| {
            let (start, scale) = index.get(&clusters);
            let width = 10_i64.pow(*scale) as f64;
            (start + (fraction * width) as i64).min(MONTH - 1)
        };
        all.iter().map(place).collect()
    })
}
