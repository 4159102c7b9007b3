//! How every call of a client behaves.

use std::time::Duration;

use super::key_source::KeySource;
use crate::ClientBuilder;
use crate::DriftWatch;
use crate::RateLimiter;
use crate::RetryBudget;
use crate::RetryPolicy;
use crate::SeededJitter;
use crate::observer::SharedObserver;
use crate::retry::jitter::SharedJitter;

/// How long calls may take, how they are tried again and held back, and who is told.
#[derive(Debug)]
pub(super) struct CallSettings {
    pub(super) attempt_timeout: Duration,
    pub(super) call_timeout: Duration,
    pub(super) retry_policy: RetryPolicy,
    pub(super) retry_budget: RetryBudget,
    pub(super) jitter: SharedJitter,
    pub(super) rate_limiter: RateLimiter,
    pub(super) observer: SharedObserver,
    pub(super) drift_watch: Option<DriftWatch>,
    pub(super) key_source: KeySource,
}

impl Default for CallSettings {
    fn default() -> Self {
        Self {
            attempt_timeout: ClientBuilder::DEFAULT_ATTEMPT_TIMEOUT,
            call_timeout: ClientBuilder::DEFAULT_CALL_TIMEOUT,
            retry_policy: RetryPolicy::new(),
            retry_budget: RetryBudget::default(),
            jitter: SharedJitter::new(SeededJitter::random()),
            rate_limiter: RateLimiter::default(),
            observer: SharedObserver::default(),
            drift_watch: None,
            key_source: KeySource::default(),
        }
    }
}
