//! A bound on all retries of a client together.

use std::ops::Range;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// A bound on the retries of all calls that share it, so that a server in trouble is not hit harder by
/// everybody's retries.
///
/// A budget starts full. Each retry takes one from it; every
/// [`SUCCESSES_PER_RETRY`](Self::SUCCESSES_PER_RETRY) successful calls give one back, up to the full number.
/// While it is empty, failed attempts are not made again, and the error says
/// [`GiveUpReason::BudgetEmpty`](crate::GiveUpReason::BudgetEmpty); first attempts are always made, so a
/// server that recovers fills it again.
///
/// # Lost connections
///
/// Many requests share one HTTP/2 connection, and fail together when it is lost. That is one failure of the
/// server, and a new connection is likely to carry them all, so it takes one from the budget: the first
/// attempt that fails because its connection was closed or broke the protocol pays for all others that were
/// under way at that moment and fail like that. Those are made again without taking anything.
///
/// Each attempt that was paid for so has to be made up for like any other retry, by
/// [`SUCCESSES_PER_RETRY`](Self::SUCCESSES_PER_RETRY) successful calls, before one attempt pays for others
/// again. Until then each takes its own from the budget, so a server that is down still empties it.
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
    /// How many successes are missing before one lost attempt pays for others again.
    owed: AtomicU32,
    /// When a lost attempt last paid for those that were under way.
    last_loss: Mutex<Option<Instant>>,
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
            owed: AtomicU32::new(0),
            last_loss: Mutex::new(None),
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

    /// Takes one retry for an attempt that was under way for this time and lost its connection, unless an
    /// earlier one paid for it.
    pub(crate) fn try_spend_on_loss(&self, attempt: Range<Instant>) -> bool {
        let Some(tokens) = &self.0 else { return true };
        let mut last_loss = tokens
            .last_loss
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if last_loss.is_some_and(|loss| attempt.start < loss) {
            tokens.owe_one_more();
            return true;
        }
        let is_paid = self.try_spend();
        if is_paid && tokens.owed.load(Ordering::Relaxed) == 0 {
            *last_loss = Some(attempt.end);
        }
        is_paid
    }

    /// Counts a successful call.
    pub(crate) fn count_success(&self) {
        let Some(tokens) = &self.0 else { return };
        // Where nothing is owed and the budget is full, which is usual, there is nothing to write.
        let _ = tokens
            .owed
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |owed| {
                owed.checked_sub(1)
            });
        let _ = tokens
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                (left < tokens.capacity).then(|| left + 1)
            });
    }
}

impl Tokens {
    fn owe_one_more(&self) {
        let _ = self
            .owed
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |owed| {
                Some(owed.saturating_add(RetryBudget::SUCCESSES_PER_RETRY))
            });
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(Self::DEFAULT)
    }
}

#[cfg(test)]
mod tests;
