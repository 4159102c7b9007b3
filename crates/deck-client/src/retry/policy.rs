//! How often a call is tried again, and how long it waits in between.

use std::time::Duration;

/// How often a call is tried again after a transient failure, and how long it waits in between.
///
/// A call is tried again after a connection that could not be made or broke, a timeout, a body that broke
/// half-way, and the statuses 408, 429, 500, 502, 503 and 504. Repeating a request is safe: it reads or
/// replaces something, or it carries an [idempotency key](crate::IdempotencyKey), the same in every attempt.
///
/// Some refusals are decided by their problems. The type `organization` is permanent whatever the status. A
/// 429 with the code `session_limit_exceeded` ends the call at once unless it
/// [queues](crate::Call::queueing_for). A 409 of the type `idempotency` that meets a *repeated* write
/// probably means that the attempt before is still in progress: the call waits and repeats it once more.
///
/// # The wait
///
/// Before retry `n`, counted from 0, the client waits a random part of `base * 2^n`, at most `cap` (*full
/// jitter*). What the server asks for with `Retry-After` comes on top of that. Deck documents no such header;
/// for a status 429 without one the client waits [`RATE_LIMITED_WAIT`](Self::RATE_LIMITED_WAIT) in its place,
/// so that the default number of retries outlasts a full window of Deck's limit of 200 requests in 10
/// seconds.
///
/// A `Retry-After` longer than [`with_max_retry_after`](Self::with_max_retry_after) is not slept through: the
/// call returns the error at once, and [`Error::retry_after`](crate::Error::retry_after) tells the wait. The
/// same holds for any wait that would end after the
/// [call timeout](crate::ClientBuilder::with_call_timeout).
///
/// # Requests that were not processed
///
/// A server that closes an HTTP/2 connection in order says which requests it did not look at, and others of
/// the same connection were not even sent. They go out on another connection, up to
/// [`UNPROCESSED_RETRIES`](Self::UNPROCESSED_RETRIES) times in a call, and count neither as retries nor
/// against the [budget](crate::RetryBudget): at once for the first
/// [`IMMEDIATE_RETRIES`](Self::IMMEDIATE_RETRIES), and with the waits of retries after that, since more
/// callers then compete for connections than those can carry. From then on they are failures like any other.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use deck_client::RetryPolicy;
///
/// let policy = RetryPolicy::new()
///     .with_max_retries(5)
///     .with_base(Duration::from_millis(200))
///     .with_cap(Duration::from_secs(2));
///
/// // The fraction is what a random source gives, from 0 to 1.
/// assert_eq!(policy.backoff(0, 1.0), Duration::from_millis(200));
/// assert_eq!(policy.backoff(2, 0.5), Duration::from_millis(400));
/// assert_eq!(policy.backoff(30, 1.0), Duration::from_secs(2));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    max_retries: u32,
    base: Duration,
    cap: Duration,
    max_retry_after: Duration,
}

impl RetryPolicy {
    /// What a 429 without `Retry-After` is waited for, before the jitter on top.
    pub const RATE_LIMITED_WAIT: Duration = Duration::from_secs(3);

    /// How often in a call a request that was not processed goes out again at once, unless the policy allows
    /// no retry at all.
    pub const IMMEDIATE_RETRIES: u32 = 10;

    /// How often in a call a request that was not processed goes out again in all, at once or after a wait,
    /// without being counted as a retry.
    pub const UNPROCESSED_RETRIES: u32 = 20;

    /// Creates the default policy: 3 retries, base 500 ms, cap 20 s, `Retry-After` up to 60 s.
    pub fn new() -> Self {
        Self {
            max_retries: 3,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
        }
    }

    /// Creates a policy that never tries again.
    pub fn none() -> Self {
        Self::new().with_max_retries(0)
    }

    /// Tries again at most this many times; the attempts are one more. Default: 3.
    pub fn with_max_retries(mut self, count: u32) -> Self {
        self.max_retries = count;
        self
    }

    /// Waits up to this long before the first retry, and up to twice as long before each further one.
    /// Default: 500 ms.
    pub fn with_base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Limits the random wait to this. Default: 20 s.
    pub fn with_cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Follows a `Retry-After` of at most this; a longer one ends the call with its error. Default: 60 s.
    pub fn with_max_retry_after(mut self, longest: Duration) -> Self {
        self.max_retry_after = longest;
        self
    }

    /// Returns how often a call is tried again.
    #[must_use]
    pub fn max_retries(&self) -> u32 {
        self.max_retries
    }

    /// Returns the longest `Retry-After` that is followed.
    #[must_use]
    pub fn max_retry_after(&self) -> Duration {
        self.max_retry_after
    }

    /// Returns the random wait before a retry: `fraction`, from 0 to 1, of the longest wait there. The first
    /// retry is 0.
    ///
    /// A fraction outside of that range, and one that is no number, counts as the nearer end, or as 0.
    #[must_use]
    pub fn backoff(&self, retry: u32, fraction: f64) -> Duration {
        let factor = 2_u32.saturating_pow(retry);
        let longest = self.base.saturating_mul(factor).min(self.cap);
        part_of(longest, fraction)
    }
}

/// Returns `fraction` of a duration. A fraction outside of 0 to 1 counts as the nearer end, and one that is
/// no number as 0.
pub(crate) fn part_of(whole: Duration, fraction: f64) -> Duration {
    let fraction = if fraction.is_nan() {
        0.0
    } else {
        fraction.clamp(0.0, 1.0)
    };
    Duration::try_from_secs_f64(whole.as_secs_f64() * fraction).unwrap_or(whole)
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_backoff_exceeds_cap_or_the_doubled_base(
            base in any::<u32>(),
            cap in any::<u32>(),
            retry in any::<u32>(),
            fraction in any::<f64>(),
        ) {
            let base = Duration::from_micros(base.into());
            let cap = Duration::from_micros(cap.into());
            let wait = RetryPolicy::new().with_base(base).with_cap(cap).backoff(retry, fraction);
            prop_assert!(wait <= cap);
            prop_assert!(wait <= base.saturating_mul(2_u32.saturating_pow(retry)));
        }
    }

    #[test]
    fn a_fraction_that_is_no_number_is_no_wait() {
        assert_eq!(RetryPolicy::new().backoff(3, f64::NAN), Duration::ZERO);
    }

    #[test]
    fn the_longest_durations_do_not_overflow() {
        let policy = RetryPolicy::new()
            .with_base(Duration::MAX)
            .with_cap(Duration::MAX);
        assert!(policy.backoff(u32::MAX, 1.0) > Duration::from_secs(u64::MAX / 2));
    }
}
