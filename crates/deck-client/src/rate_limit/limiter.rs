//! The queue in front of the window.

use std::fmt;
use std::future::Future;
use std::future::pending;
use std::future::poll_fn;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;
use std::time::Instant;

use deck_transport::Clock;
use deck_transport::SharedClock;

use super::queue::Admission;
use super::queue::Queue;
use super::window::Opens;
use super::window::Window;
use crate::timeout::timeout;

/// Holds requests back, so that the server's rate limit is met on this side and not by refusals.
///
/// Deck allows an organization 200 requests in 10 seconds, all its keys together; so does
/// [`RateLimiter::default`], which a client has unless it is given another. Never more than that leave in any
/// window of that length, retries included; but what arrives at the server may be bunched by the network, and
/// other processes of the organization are not seen here, so a refusal with status 429 is still possible.
/// After one, everybody who shares the limiter waits as long as the server asks.
///
/// Callers leave in the order in which they came. A caller that goes away, because its future is dropped or
/// its time is over, takes nothing from the others. One that nobody polls when it may leave, such as a stream
/// that was asked in a `select!` and is kept for later, is passed over after 100 ms, and keeps its place.
///
/// Clones share the window: the clones of one client do, and so do all clients that are given clones of one
/// limiter. Those must have the same clock.
///
/// # Examples
///
/// Two clients with two keys of one organization:
///
/// ```
/// use std::num::NonZeroU32;
/// use std::time::Duration;
///
/// use deck_client::{ApiKey, Client, RateLimiter};
///
/// # fn example(reader: ApiKey, exporter: ApiKey) -> Result<(), deck_client::Error> {
/// let half = NonZeroU32::new(100).unwrap_or(NonZeroU32::MIN);
/// let limiter = RateLimiter::new(half, Duration::from_secs(10));
/// let reader = Client::builder(reader).with_rate_limiter(limiter.clone()).build()?;
/// let exporter = Client::builder(exporter).with_rate_limiter(limiter).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RateLimiter(Option<Arc<Shared>>);

struct Shared {
    limit: u32,
    window: Duration,
    queue: Mutex<Queue>,
}

impl RateLimiter {
    /// How many requests the default lets through per window.
    pub const DEFAULT_LIMIT: u32 = 200;
    /// The length of the default's window.
    pub const DEFAULT_WINDOW: Duration = Duration::from_secs(10);

    /// Creates a limiter that lets `limit` requests through in any window of the length `window`.
    ///
    /// A window that ends later than any [`Instant`](std::time::Instant) never ends: `limit` requests are let
    /// through in all, and each later call waits until its own timeout. A window of zero limits only the
    /// requests of one and the same moment.
    #[must_use]
    pub fn new(limit: NonZeroU32, window: Duration) -> Self {
        Self::of(limit.get(), window)
    }

    /// Creates a limiter with the default's limit that gives way to other processes of the organization.
    ///
    /// Processes do not see each other's requests, and the limit is the organization's. Two that each use all
    /// of it have every other request refused. An adaptive limiter starts with the whole limit and never
    /// exceeds it. A refusal with status 429 halves what it uses; then it uses more again, slowly, from
    /// window to window. So most of the limit is used, few requests are refused, and no process gets nothing;
    /// that each gets as much as another is not promised.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_client::{ApiKey, Client, RateLimiter};
    ///
    /// # fn example(key: ApiKey) -> Result<(), deck_client::Error> {
    /// let client = Client::builder(key).with_rate_limiter(RateLimiter::adaptive()).build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn adaptive() -> Self {
        let limit = NonZeroU32::new(Self::DEFAULT_LIMIT).unwrap_or(NonZeroU32::MIN);
        Self::adaptive_within(limit, Self::DEFAULT_WINDOW)
    }

    /// Creates a limiter that is [`adaptive`](Self::adaptive), with at most `limit` requests in any window of
    /// the length `window`.
    #[must_use]
    pub fn adaptive_within(limit: NonZeroU32, window: Duration) -> Self {
        let rule = Window::adaptive(limit.get() as usize, window);
        Self::with_rule(limit.get(), window, rule)
    }

    /// Creates a limiter that holds nothing back, not even after a status 429.
    #[must_use]
    pub fn unlimited() -> Self {
        Self(None)
    }

    /// Waits for its turn to send a request, which must follow at once.
    pub(crate) async fn turn(&self, clock: &SharedClock) {
        self.turn_with(clock, |_| ()).await;
    }

    /// The same; tells how long it waits before it asks again, each time that it does. Those who are ahead
    /// may be faster or slower than expected.
    pub(crate) async fn turn_with(&self, clock: &SharedClock, mut on_wait: impl FnMut(Duration)) {
        let Some(shared) = &self.0 else { return };
        let mut caller = Caller {
            shared,
            ticket: None,
        };
        loop {
            match poll_fn(|context| Poll::Ready(caller.ask(clock, context))).await {
                Admission::Pass => return,
                Admission::First(opens) => {
                    on_wait(opens.left(clock.now()));
                    wait_until(opens, clock, pending()).await;
                }
                Admission::Behind(due) => {
                    on_wait(due.left(clock.now()));
                    wait_until(due, clock, caller.woken()).await;
                }
            }
        }
    }

    /// Returns a limiter of its own that lets so much of this one's limit through, and at least one request.
    pub(crate) fn share(&self, share: f64) -> Self {
        let Some(shared) = self.0.as_ref().filter(|_| share < 1.0) else {
            return Self::unlimited();
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts of numbers saturate"
        )]
        let limit = (f64::from(shared.limit) * share) as u32;
        Self::of(limit.max(1), shared.window)
    }

    /// Returns how long so many requests take at least.
    pub(crate) fn time_for(&self, requests: u64) -> Duration {
        let Some(shared) = &self.0 else {
            return Duration::ZERO;
        };
        let windows = requests.saturating_sub(1) / u64::from(shared.limit.max(1));
        let windows = u32::try_from(windows).unwrap_or(u32::MAX);
        shared.window.saturating_mul(windows)
    }

    /// Lets nobody through for `wait`, counted from now: a request that left at `left` was refused.
    pub(crate) fn back_off(&self, wait: Duration, left: Instant, clock: &SharedClock) {
        if let Some(shared) = &self.0 {
            let mut queue = shared.queue();
            let now = clock.now();
            queue.window.close(now, wait);
            queue.window.refused(left, now);
        }
    }

    fn of(limit: u32, window: Duration) -> Self {
        Self::with_rule(limit, window, Window::new(limit as usize, window))
    }

    fn with_rule(limit: u32, window: Duration, rule: Window) -> Self {
        Self(Some(Arc::new(Shared {
            limit,
            window,
            queue: Mutex::new(Queue::new(rule)),
        })))
    }
}

impl Default for RateLimiter {
    fn default() -> Self {
        Self::of(Self::DEFAULT_LIMIT, Self::DEFAULT_WINDOW)
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(shared) => write!(
                formatter,
                "RateLimiter({} per {:?})",
                shared.limit, shared.window
            ),
            None => formatter.write_str("RateLimiter(unlimited)"),
        }
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        // Nothing under the lock leaves a queue half-changed, so a poisoned one is still whole.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits until this moment, or until `woken` is ready.
async fn wait_until(moment: Opens, clock: &SharedClock, woken: impl Future<Output = ()>) {
    match moment {
        Opens::At(moment) => {
            let wait = moment.saturating_duration_since(clock.now());
            timeout(clock, wait, woken).await;
        }
        Opens::Never => woken.await,
    }
}

/// A caller on its way through; leaves the queue when it is dropped.
struct Caller<'a> {
    shared: &'a Shared,
    ticket: Option<u64>,
}

impl Caller<'_> {
    /// Asks to be let through.
    fn ask(&mut self, clock: &SharedClock, context: &mut Context<'_>) -> Admission {
        let mut queue = self.shared.queue();
        // Read under the lock, so that the moments in the window are in order.
        let now = clock.now();
        queue.ask(&mut self.ticket, now, context.waker())
    }

    /// Waits until the caller before this one has left.
    async fn woken(&self) {
        let Some(ticket) = self.ticket else { return };
        poll_fn(|context| {
            let was_woken = self.shared.queue().was_woken(ticket, context.waker());
            if was_woken {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }
}

impl Drop for Caller<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.shared.queue().leave(ticket);
        }
    }
}

#[cfg(test)]
mod tests;
