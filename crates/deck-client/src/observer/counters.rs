//! The observer that counts.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::ClientEvent;
use crate::Observer;
use crate::RetryDecision;

/// Counts what a client does. Clones count together, so that one is given away and the other read.
///
/// # Examples
///
/// ```
/// use deck_client::{ApiKey, Client, Counters};
///
/// # fn example(key: ApiKey) -> Result<(), deck_client::Error> {
/// let counters = Counters::new();
/// let client = Client::builder(key).with_observer(counters.clone()).build()?;
/// // ... and now and then:
/// let counts = counters.read();
/// println!("{} requests, {} of them retries", counts.requests, counts.retries);
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Counters(Arc<Cells>);

#[derive(Debug, Default)]
struct Cells {
    requests: AtomicU64,
    retries: AtomicU64,
    retry_wait_nanos: AtomicU64,
    rate_limit_waits: AtomicU64,
    rate_limit_wait_nanos: AtomicU64,
    decode_rejections: AtomicU64,
    unknown_words: AtomicU64,
}

/// What [`Counters`] have counted so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Attempts that ended, retries and abandoned ones included.
    pub requests: u64,
    /// Attempts that were decided to be made again.
    pub retries: u64,
    /// The waits before retries, all together.
    pub retry_wait: Duration,
    /// How often a request was held back by the rate limiter.
    pub rate_limit_waits: u64,
    /// How long requests were held back, all together.
    pub rate_limit_wait: Duration,
    /// Items and whole responses that could not be read.
    pub decode_rejections: u64,
    /// Words that this version does not know.
    pub unknown_words: u64,
}

impl Counters {
    /// Creates counters at zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the counts of this moment; those of calls that are under way may be ahead of each other.
    #[must_use]
    pub fn read(&self) -> Counts {
        let read = |cell: &AtomicU64| cell.load(Ordering::Relaxed);
        Counts {
            requests: read(&self.0.requests),
            retries: read(&self.0.retries),
            retry_wait: Duration::from_nanos(read(&self.0.retry_wait_nanos)),
            rate_limit_waits: read(&self.0.rate_limit_waits),
            rate_limit_wait: Duration::from_nanos(read(&self.0.rate_limit_wait_nanos)),
            decode_rejections: read(&self.0.decode_rejections),
            unknown_words: read(&self.0.unknown_words),
        }
    }
}

impl Observer for Counters {
    fn observe(&self, event: &ClientEvent<'_>) {
        let cells = &*self.0;
        match event {
            ClientEvent::AttemptEnded { attempt, .. } => {
                add(&cells.requests, 1);
                if let Some(RetryDecision::Retry { after, .. }) = attempt.retry {
                    add(&cells.retries, 1);
                    add(&cells.retry_wait_nanos, nanos(after));
                }
            }
            // It is counted when it is over.
            ClientEvent::RateLimitWaiting { .. } => {}
            ClientEvent::RateLimitWaited { waited, .. } => {
                add(&cells.rate_limit_waits, 1);
                add(&cells.rate_limit_wait_nanos, nanos(*waited));
            }
            ClientEvent::BodyUnreadable { .. } | ClientEvent::ItemRejected { .. } => {
                add(&cells.decode_rejections, 1);
            }
            ClientEvent::UnknownWord { .. } => add(&cells.unknown_words, 1),
        }
    }
}

fn add(cell: &AtomicU64, count: u64) {
    cell.fetch_add(count, Ordering::Relaxed);
}

/// Returns the nanoseconds of a duration; 64 bits of them are 584 years.
fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
