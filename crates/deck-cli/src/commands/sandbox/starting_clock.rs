//! A clock that begins at a time of one's own.

use std::future::Future;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use deck_transport::Clock;
use deck_transport::TokioClock;

/// A clock that shows a time of one's own when it is made, and either stays there or goes on from there.
///
/// What is measured, and how long it takes to wait, is that of the system.
#[derive(Debug)]
pub(super) struct StartingClock {
    start: SystemTime,
    /// When it was made, if it goes on.
    made: Option<Instant>,
}

impl StartingClock {
    /// Creates a clock that shows `start` now.
    pub(super) fn new(start: SystemTime, stays: bool) -> Self {
        let made = (!stays).then(|| TokioClock.now());
        Self { start, made }
    }
}

impl Clock for StartingClock {
    fn now(&self) -> Instant {
        TokioClock.now()
    }

    fn system_time(&self) -> SystemTime {
        let passed = self.made.map_or(Duration::ZERO, |made| {
            TokioClock.now().saturating_duration_since(made)
        });
        self.start.checked_add(passed).unwrap_or(self.start)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        TokioClock.sleep(duration)
    }
}
