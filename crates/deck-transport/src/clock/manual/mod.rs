//! The clock that tests move by hand.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use self::timetable::Timetable;
use super::Clock;

mod timetable;

#[cfg(test)]
mod tests;

/// A clock that stands still until a test moves it.
///
/// Clones are the same clock. It needs no runtime, and the same moves always wake the same sleepers in the
/// same order: the earliest deadline first, and among equal ones the sleeper that came first.
///
/// A clock that is [`auto_advancing`](Self::auto_advancing) moves itself whenever all wait for it.
///
/// All moves together reach a hundred years at most; a longer sleep never ends.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use deck_transport::{Clock, ManualClock};
///
/// let clock = ManualClock::at(SystemTime::UNIX_EPOCH);
/// let started = clock.now();
/// clock.advance(Duration::from_secs(3));
///
/// assert_eq!(clock.now() - started, Duration::from_secs(3));
/// assert_eq!(clock.system_time(), SystemTime::UNIX_EPOCH + Duration::from_secs(3));
/// ```
#[derive(Clone)]
pub struct ManualClock {
    shared: Arc<Shared>,
    is_auto_advancing: bool,
}

impl ManualClock {
    /// Creates a clock whose time of day begins at the Unix epoch, so that tests depend on no real date.
    #[must_use]
    pub fn new() -> Self {
        Self::at(SystemTime::UNIX_EPOCH)
    }

    /// Creates a clock whose time of day begins at `time`.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "an Instant can be had in no other way; only differences to it are ever seen"
    )]
    pub fn at(time: SystemTime) -> Self {
        Self {
            shared: Arc::new(Shared {
                first_instant: Instant::now(),
                first_time: time,
                timetable: Mutex::new(Timetable::default()),
            }),
            is_auto_advancing: false,
        }
    }

    /// Returns a handle of the same clock whose sleeps move the clock themselves, so that no test has to: an
    /// hour of backoff passes at once.
    ///
    /// A sleep that is polled before its deadline asks to be polled again at once. After sixteen such polls
    /// in which no sleep of this clock began, ended or was dropped, the clock moves to the earliest deadline
    /// of all. So everything else that is ready gets its turn first, on an executor that takes tasks in
    /// turns: a block on one future, or tokio's runtime of the current thread. What waits for something
    /// other than this clock (a socket, another thread) is not seen, and the clock overtakes it: use it with
    /// transports that do no I/O.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use deck_transport::Clock;
    /// use deck_transport::ManualClock;
    ///
    /// #[tokio::main(flavor = "current_thread")]
    /// async fn main() {
    ///     let clock = ManualClock::new().auto_advancing();
    ///     let started = clock.now();
    ///     tokio::join!(clock.sleep(Duration::from_secs(3_600)), clock.sleep(Duration::from_secs(60)));
    ///
    ///     assert_eq!(clock.now() - started, Duration::from_secs(3_600));
    /// }
    /// ```
    #[must_use]
    pub fn auto_advancing(mut self) -> Self {
        self.is_auto_advancing = true;
        self
    }

    /// Moves the clock forward and wakes every sleeper whose time has come.
    pub fn advance(&self, duration: Duration) {
        let due = self.shared.timetable().advance(duration);
        for waker in due {
            waker.wake();
        }
    }

    /// Moves the clock to the earliest deadline that is still to come, wakes its sleepers, and returns how
    /// far it moved; `None` when nobody sleeps, or all for longer than the clock reaches.
    #[expect(
        clippy::must_use_candidate,
        reason = "moving the clock is the purpose; how far it went is returned for those who care"
    )]
    pub fn advance_to_next_deadline(&self) -> Option<Duration> {
        let distance = self.shared.timetable().until_next_deadline()?;
        self.advance(distance);
        Some(distance)
    }

    /// Returns how many sleeps have begun and are neither over nor dropped.
    #[must_use]
    pub fn sleepers(&self) -> usize {
        self.shared.timetable().sleepers()
    }

    /// Waits until at least `count` sleeps are pending at the same time, so that a test can move the clock
    /// when the code under test has begun to wait.
    ///
    /// # Cancellation
    ///
    /// May be dropped at any time.
    pub async fn wait_for_sleepers(&self, count: usize) {
        std::future::poll_fn(|context| {
            let mut timetable = self.shared.timetable();
            if timetable.sleepers() >= count {
                return Poll::Ready(());
            }
            timetable.watch(context.waker());
            Poll::Pending
        })
        .await;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        let elapsed = self.shared.timetable().elapsed();
        self.shared
            .first_instant
            .checked_add(elapsed)
            .unwrap_or(self.shared.first_instant)
    }

    fn system_time(&self) -> SystemTime {
        let elapsed = self.shared.timetable().elapsed();
        self.shared
            .first_time
            .checked_add(elapsed)
            .unwrap_or(self.shared.first_time)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        let deadline = self.shared.timetable().elapsed().saturating_add(duration);
        Sleep {
            shared: Arc::clone(&self.shared),
            deadline,
            ticket: None,
            patience: self.is_auto_advancing.then(Patience::default),
        }
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ManualClock")
            .field("system_time", &self.system_time())
            .field("sleepers", &self.sleepers())
            .finish_non_exhaustive()
    }
}

struct Shared {
    first_instant: Instant,
    first_time: SystemTime,
    timetable: Mutex<Timetable>,
}

impl Shared {
    fn timetable(&self) -> MutexGuard<'_, Timetable> {
        // No code of others runs under the lock, so a poisoned one still holds a whole timetable.
        self.timetable
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// One wait. It is counted as a sleeper from its first poll on.
struct Sleep {
    shared: Arc<Shared>,
    deadline: Duration,
    ticket: Option<u64>,
    /// What a sleep has that moves the clock.
    patience: Option<Patience>,
}

/// How often a sleep was polled while nothing happened on the clock.
#[derive(Default)]
struct Patience {
    events: u64,
    quiet_polls: u32,
}

impl Patience {
    /// The number of polls in which everything else may go on, as long as it is ready.
    const QUIET_POLLS: u32 = 16;

    /// Counts a poll, and returns whether the clock is to move.
    fn is_at_an_end(&mut self, events: u64) -> bool {
        if self.events != events {
            *self = Self {
                events,
                quiet_polls: 0,
            };
        }
        self.quiet_polls += 1;
        self.quiet_polls > Self::QUIET_POLLS
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let shared = Arc::clone(&self.shared);
        let mut timetable = shared.timetable();
        if timetable.elapsed() >= self.deadline {
            return Poll::Ready(());
        }
        let ticket = *self.ticket.get_or_insert_with(|| timetable.issue_ticket());
        let mut woken = timetable.enter(self.deadline, ticket, context.waker());
        let events = timetable.events();
        if let (Some(patience), Some(distance)) =
            (&mut self.patience, timetable.until_next_deadline())
        {
            if patience.is_at_an_end(events) {
                woken.extend(timetable.advance(distance));
            }
            woken.push(context.waker().clone());
        }
        let is_over = timetable.elapsed() >= self.deadline;
        drop(timetable);
        for waker in woken {
            waker.wake();
        }
        if is_over {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.shared.timetable().leave(self.deadline, ticket);
        }
    }
}
