mod shapes;
mod world;

use deck_types::SweepMode;

use self::shapes::MONTH;
use self::shapes::SECOND;
use self::world::Bounds;
use self::world::Order;
use self::world::Outcome;
use self::world::World;
use super::Scheduler;
use crate::sweep::span::Span;

/// All shapes with so many items.
fn worlds(seed: u64, count: usize) -> Vec<(&'static str, World)> {
    let shapes = [
        ("even", shapes::even(seed, count)),
        ("a dense hour", shapes::dense_hours(seed, count, 1)),
        ("two dense hours", shapes::dense_hours(seed, count, 2)),
        ("empty days", shapes::empty_days(seed, count)),
        ("rising", shapes::ramp(seed, count, true)),
        ("falling", shapes::ramp(seed, count, false)),
        ("one second", shapes::one_second(seed, count)),
        ("clusters", shapes::clusters(seed, count)),
    ];
    shapes.map(|(name, items)| (name, World::new(items))).into()
}

fn is_at_most_twice(outcome: &Outcome, count: usize) -> bool {
    outcome.requests <= 2 * count / 100 + 20
}

#[test]
fn every_shape_is_delivered_once_with_few_extra_requests() {
    for seed in 0..3 {
        for (name, world) in worlds(seed, 20_000) {
            let outcome = world.sweep();
            assert!(
                is_at_most_twice(&outcome, 20_000),
                "{name} {seed}: {}",
                outcome.requests
            );
        }
    }
}

#[test]
fn every_shape_is_delivered_once_from_an_open_start_and_in_every_order() {
    for order in [Order::NewestFirst, Order::OldestFirst, Order::Shuffled] {
        for (name, mut world) in worlds(7, 5_000) {
            world.order = order;
            world.range.since = None;
            let outcome = world.sweep();
            assert!(
                outcome.requests <= 300,
                "{name} {order:?}: {}",
                outcome.requests
            );
        }
    }
}

#[test]
fn small_pages_and_few_parts_deliver_everything_once() {
    for cap in [1, 2, 5] {
        for (_, mut world) in worlds(3, 400) {
            (world.page_size, world.cap) = (3, cap);
            let outcome = world.sweep();
            assert!(outcome.most_parts <= cap, "{}", outcome.most_parts);
        }
    }
}

#[test]
fn an_even_listing_takes_a_tenth_of_the_time() {
    let world = World::new(shapes::even(1, 10_000));
    let outcome = world.sweep();
    assert!(outcome.time * 10 <= 100 * world.latency, "{}", outcome.time);
    assert!(outcome.requests <= 130, "{}", outcome.requests);
}

#[test]
fn fifteen_thousand_take_less_than_three_seconds_under_the_limit() {
    let mut world = World::new(shapes::even(1, 15_000));
    (world.latency, world.limit) = (300 * SECOND / 1_000, Some(200));
    let outcome = world.sweep();
    assert!(outcome.time <= 3 * SECOND, "{}", outcome.time);
    assert!(outcome.requests <= 200, "{}", outcome.requests);
}

#[test]
fn bounds_that_are_ignored_are_found_out_and_everything_is_delivered_once() {
    for (name, mut world) in worlds(5, 5_000) {
        world.bounds = Bounds::Ignored;
        world.range = Span {
            since: Some(0),
            until: Some(MONTH / 2),
        };
        let outcome = world.sweep();
        assert!(
            is_at_most_twice(&outcome, 5_000),
            "{name}: {}",
            outcome.requests
        );
        let is_told = outcome.mode == SweepMode::BoundsIgnored;
        let has_other = world
            .items
            .iter()
            .any(|item| *item > MONTH / 2 + 2 * SECOND);
        assert!(is_told || !has_other, "{name}");
    }
}

#[test]
fn in_order_the_newest_comes_first() {
    for (name, mut world) in worlds(2, 5_000) {
        world.is_in_order = true;
        let outcome = world.sweep();
        let instants: Vec<i128> = outcome
            .delivered
            .iter()
            .map(|item| world.items[*item])
            .collect();
        assert!(
            instants.is_sorted_by(|newer, older| newer >= older),
            "{name}"
        );
    }
}

#[test]
fn in_order_the_oldest_comes_first_where_the_server_lists_so() {
    let mut world = World::new(shapes::even(2, 5_000));
    (world.is_in_order, world.order) = (true, Order::OldestFirst);
    let outcome = world.sweep();
    let instants: Vec<i128> = outcome
        .delivered
        .iter()
        .map(|item| world.items[*item])
        .collect();
    assert!(instants.is_sorted());
}

#[test]
fn one_page_takes_one_request() {
    for items in [vec![], vec![7], shapes::even(1, 100)] {
        assert_eq!(World::new(items).sweep().requests, 1);
    }
}

#[test]
fn an_empty_range_takes_no_request() {
    let mut world = World::new(vec![7]);
    world.range.until = Some(0);
    assert_eq!(world.sweep().requests, 0);
}

#[test]
fn an_instant_at_the_end_belongs_to_the_next_range() {
    let mut world = World::new(vec![0, SECOND, 2 * SECOND]);
    world.range = Span {
        since: Some(SECOND),
        until: Some(2 * SECOND),
    };
    assert_eq!(world.sweep().delivered, [1]);
}

#[test]
fn a_second_is_never_cut() {
    let outcome = World::new(shapes::one_second(4, 20_000)).sweep();
    assert!(outcome.requests <= 230, "{}", outcome.requests);
}

#[test]
fn an_end_that_turns_out_to_lie_before_the_start_is_the_start() {
    let open = Span {
        since: Some(7),
        until: None,
    };
    let mut scheduler = Scheduler::new(open, 32, false);
    scheduler.close(3);
    assert_eq!(scheduler.range.until, Some(7));
    assert!(scheduler.is_done());
}
