//! The number of requests that the sandbox admits within a time.

use std::time::Duration;

pub(crate) mod limiter;

/// The number of requests that are admitted within a time; others get status 429.
///
/// The default is what the API documents for an organization: 200 requests in 10 seconds. How the API counts
/// is not documented. The sandbox counts in the strictest way: in no stretch of that length are there more
/// requests, wherever it begins. Refused requests do not count. All clones of a sandbox, in process and over
/// loopback, share one count.
///
/// It needs a clock; see [`SandboxBuilder::clock`](crate::SandboxBuilder::clock).
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use deck_sandbox::{RateLimit, Sandbox};
/// use deck_transport::ManualClock;
///
/// let limit = RateLimit::new(2, Duration::from_secs(1)).with_retry_after();
/// let sandbox = Sandbox::builder().rate_limit(limit).clock(ManualClock::new()).build();
/// # let _ = sandbox;
/// assert_eq!(RateLimit::default(), RateLimit::new(200, Duration::from_secs(10)));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[must_use]
pub struct RateLimit {
    pub(crate) limit: Option<Limit>,
    pub(crate) has_retry_after: bool,
}

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Limit {
    pub(crate) requests: u32,
    pub(crate) window: Duration,
}

impl RateLimit {
    /// Creates a limit of `requests` in every stretch of `window`. With 0 requests all are refused; with a
    /// window of zero none is.
    pub fn new(requests: u32, window: Duration) -> RateLimit {
        RateLimit {
            limit: Some(Limit { requests, window }),
            has_retry_after: false,
        }
    }

    /// Creates no limit.
    pub fn none() -> RateLimit {
        RateLimit {
            limit: None,
            has_retry_after: false,
        }
    }

    /// Returns how many requests are admitted in a [`window`](Self::window); `None` where there is no limit.
    #[must_use]
    pub fn requests(self) -> Option<u32> {
        self.limit.map(|limit| limit.requests)
    }

    /// Returns the time for which requests are counted; `None` where there is no limit.
    #[must_use]
    pub fn window(self) -> Option<Duration> {
        self.limit.map(|limit| limit.window)
    }

    /// Sends `Retry-After` with status 429: the seconds until the next request is admitted, rounded up. The
    /// API documents no such header, so without this there is none.
    pub fn with_retry_after(self) -> RateLimit {
        RateLimit {
            has_retry_after: true,
            ..self
        }
    }
}

impl Default for RateLimit {
    fn default() -> RateLimit {
        RateLimit::new(200, Duration::from_secs(10))
    }
}
