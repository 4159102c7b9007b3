//! A bound on all retries of a client together.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

/// A bound on the retries of all calls that share it, so that a server in trouble is not hit harder by
/// everybody's retries.
///
/// A budget starts full. Each retry takes one from it; every
/// [`SUCCESSES_PER_RETRY`](Self::SUCCESSES_PER_RETRY) successful calls give one back, up to the full number.
/// While it is empty, failed attempts are not made again, and the error says
/// [`GiveUpReason::BudgetEmpty`](crate::GiveUpReason::BudgetEmpty); first attempts are always made, so a
/// server that recovers fills it again.
///
/// Clones share what is left: the clones of one client do, and so do all clients that are given clones of one
/// budget.
///
/// # Examples
///
/// ```
/// use deck_client::RetryBudget;
///
/// let budget = RetryBudget::new(10);
/// assert_eq!(budget.remaining(), Some(10));
/// assert_eq!(RetryBudget::unlimited().remaining(), None);
/// ```
#[derive(Clone, Debug)]
pub struct RetryBudget(Option<Arc<Tokens>>);

#[derive(Debug)]
struct Tokens {
    left: AtomicU32,
    capacity: u32,
}

impl RetryBudget {
    /// How many retries the default budget holds.
    pub const DEFAULT: u32 = 50;
    /// How many successful calls give one retry back.
    pub const SUCCESSES_PER_RETRY: u32 = 5;

    /// Creates a full budget of this many retries.
    #[must_use]
    pub fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(Self::SUCCESSES_PER_RETRY);
        Self(Some(Arc::new(Tokens {
            left: AtomicU32::new(capacity),
            capacity,
        })))
    }

    /// Creates a budget that never runs out.
    #[must_use]
    pub fn unlimited() -> Self {
        Self(None)
    }

    /// Returns how many retries are left, or nothing for a budget without a bound.
    #[must_use]
    pub fn remaining(&self) -> Option<u32> {
        let tokens = self.0.as_ref()?;
        Some(tokens.left.load(Ordering::Relaxed) / Self::SUCCESSES_PER_RETRY)
    }

    /// Takes one retry, if there is one.
    pub(crate) fn try_spend(&self) -> bool {
        let Some(tokens) = &self.0 else { return true };
        tokens
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(Self::SUCCESSES_PER_RETRY)
            })
            .is_ok()
    }

    /// Counts a successful call.
    pub(crate) fn count_success(&self) {
        let Some(tokens) = &self.0 else { return };
        // A full budget, which is the usual one, needs no write.
        let _ = tokens
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                (left < tokens.capacity).then(|| left + 1)
            });
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(Self::DEFAULT)
    }
}

#[cfg(test)]
mod tests {
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
}
