//! The retry budget: what takes from it, and what fills it.

use std::time::Duration;

use deck_transport::Clock;
use deck_transport::ManualClock;

use super::*;

#[test]
fn a_budget_is_spent_once_by_all_its_clones() {
    let budget = RetryBudget::new(2);
    let clone = budget.clone();
    assert!(budget.try_spend() && clone.try_spend());
    assert!(!budget.try_spend() && !clone.try_spend());
    assert_eq!(budget.remaining(), Some(0));
}

#[test]
fn successes_fill_an_empty_budget_up_to_its_size_and_no_further() {
    let budget = RetryBudget::new(2);
    assert!(budget.try_spend() && budget.try_spend());
    for _ in 1..RetryBudget::SUCCESSES_PER_RETRY {
        budget.count_success();
    }
    assert!(!budget.try_spend());
    budget.count_success();
    assert!(budget.try_spend());
    for _ in 0..100 {
        budget.count_success();
    }
    assert_eq!(budget.remaining(), Some(2));
    assert!(budget.try_spend() && budget.try_spend());
    for _ in 1..RetryBudget::SUCCESSES_PER_RETRY {
        budget.count_success();
    }
    assert!(!budget.try_spend());
}

#[test]
fn a_budget_without_a_bound_never_runs_out() {
    let budget = RetryBudget::unlimited();
    assert!((0..1000).all(|_| budget.try_spend()));
}

#[test]
fn a_budget_of_zero_allows_no_retry() {
    assert!(!RetryBudget::new(0).try_spend());
}

/// Asks for the retry of a lost attempt that was under way for this part of the time, in seconds.
fn lost(budget: &RetryBudget, origin: Instant, seconds: Range<u64>) -> bool {
    let at = |second| origin + Duration::from_secs(second);
    budget.try_spend_on_loss(at(seconds.start)..at(seconds.end))
}

#[test]
fn a_lost_connection_is_paid_for_once() {
    let (budget, origin) = (RetryBudget::new(2), ManualClock::new().now());
    assert!((0..100).all(|start| lost(&budget, origin, start..100 + start)));
    assert_eq!(budget.remaining(), Some(1));
}

#[test]
fn an_attempt_that_began_with_the_loss_or_later_pays_for_itself() {
    let (budget, origin) = (RetryBudget::new(3), ManualClock::new().now());
    assert!(lost(&budget, origin, 0..5));
    assert!(lost(&budget, origin, 5..5));
    assert!(lost(&budget, origin, 6..7));
    assert!(!lost(&budget, origin, 7..8));
}

#[test]
fn no_other_loss_is_shared_before_the_last_one_is_made_up_for() {
    let (budget, origin) = (RetryBudget::new(3), ManualClock::new().now());
    assert!(lost(&budget, origin, 0..5) && lost(&budget, origin, 1..5));
    assert!(lost(&budget, origin, 10..15) && lost(&budget, origin, 11..15));
    assert!(!lost(&budget, origin, 12..15));

    for _ in 0..RetryBudget::SUCCESSES_PER_RETRY {
        budget.count_success();
    }
    assert_eq!(budget.remaining(), Some(1));
    assert!(lost(&budget, origin, 20..25) && lost(&budget, origin, 21..25));
    assert_eq!(budget.remaining(), Some(0));
}

#[test]
fn what_an_empty_budget_refuses_pays_for_nobody() {
    let (budget, origin) = (RetryBudget::new(0), ManualClock::new().now());
    assert!(!lost(&budget, origin, 0..5) && !lost(&budget, origin, 1..5));
    assert!(lost(&RetryBudget::unlimited(), origin, 0..5));
}
