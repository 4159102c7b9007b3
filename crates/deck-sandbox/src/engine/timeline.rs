//! The time of a sandbox.

use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use deck_transport::Clock;
use deck_transport::SharedClock;

/// A moment of a sandbox.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// The time since the sandbox was made.
    pub(crate) elapsed: Duration,
    /// The wall-clock time.
    pub(crate) time_of_day: SystemTime,
}

/// The time of a sandbox: it follows a clock, if there is one, at some speed, and can be moved on by hand.
///
/// It never goes back.
#[derive(Debug)]
pub(crate) struct Timeline {
    elapsed: Duration,
    /// The wall-clock time at `elapsed`.
    time_of_day: SystemTime,
    /// The moment of the clock that `elapsed` belongs to.
    seen: Option<Instant>,
    /// The time that was reached before the sandbox was saved.
    reached: Option<SystemTime>,
    speed: u32,
}

impl Moment {
    /// Returns the moment at `elapsed`, which is over.
    pub(crate) fn earlier(&self, elapsed: Duration) -> Moment {
        let ago = self.elapsed.saturating_sub(elapsed);
        let time_of_day = self.time_of_day.checked_sub(ago);
        Moment {
            elapsed,
            time_of_day: time_of_day.unwrap_or(self.time_of_day),
        }
    }
}

impl Timeline {
    /// Creates a timeline that begins at `now`; it runs `speed` times as fast as a clock.
    pub(crate) fn new(now: SystemTime, speed: u32) -> Timeline {
        Timeline {
            elapsed: Duration::ZERO,
            time_of_day: now,
            seen: None,
            reached: None,
            speed,
        }
    }

    /// Goes on where another timeline was at `elapsed`, when the wall-clock time was `time_of_day`: a clock
    /// that shows an earlier time, or the same one, is not followed back.
    pub(crate) fn resume(&mut self, elapsed: Duration, time_of_day: SystemTime) {
        self.elapsed = elapsed;
        self.time_of_day = time_of_day;
        self.reached = Some(time_of_day);
    }

    /// Returns the present moment by `clock`; without one, time stands still.
    ///
    /// The clock is asked for the wall-clock time once, when it is seen first.
    pub(crate) fn read(&mut self, clock: Option<&SharedClock>) -> Moment {
        if let Some(clock) = clock {
            let now = clock.now();
            match self.seen.replace(now) {
                Some(seen) => self.pass(self.scaled(now.saturating_duration_since(seen))),
                None => {
                    let time = clock.system_time();
                    self.time_of_day = self.reached.map_or(time, |reached| reached.max(time));
                }
            }
        }
        Moment {
            elapsed: self.elapsed,
            time_of_day: self.time_of_day,
        }
    }

    /// Lets `duration` pass.
    pub(crate) fn pass(&mut self, duration: Duration) {
        self.elapsed = self.elapsed.saturating_add(duration);
        let later = self.time_of_day.checked_add(duration);
        self.time_of_day = later.unwrap_or(self.time_of_day);
    }

    /// Returns how long it takes by the clock until `duration` has passed here; nothing if it never does.
    #[cfg(feature = "server")]
    pub(crate) fn until(&self, duration: Duration) -> Option<Duration> {
        let by_clock = duration.checked_div(self.speed)?;
        // What was rounded down is not over yet.
        let rest = duration.saturating_sub(self.scaled(by_clock));
        let rounding = Duration::from_nanos(u64::from(!rest.is_zero()));
        Some(by_clock.saturating_add(rounding))
    }

    /// Returns how long `duration` of the clock is here.
    pub(crate) fn scaled(&self, duration: Duration) -> Duration {
        duration.saturating_mul(self.speed)
    }
}

#[cfg(test)]
mod tests {
    use deck_transport::ManualClock;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn start() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000)
    }

    #[test]
    fn without_a_clock_time_passes_by_hand_only() {
        let mut timeline = Timeline::new(start(), 1);
        timeline.pass(SECOND);

        let moment = timeline.read(None);

        assert_eq!(moment.elapsed, SECOND);
        assert_eq!(moment.time_of_day, start() + SECOND);
    }

    #[test]
    fn time_follows_the_clock_at_its_speed() {
        let clock = ManualClock::at(start());
        let shared = SharedClock::new(clock.clone());
        let mut timeline = Timeline::new(SystemTime::UNIX_EPOCH, 60);
        timeline.read(Some(&shared));

        clock.advance(SECOND);
        timeline.pass(SECOND);
        let moment = timeline.read(Some(&shared));

        assert_eq!(moment.elapsed, 61 * SECOND);
        assert_eq!(moment.time_of_day, start() + 61 * SECOND);
        assert_eq!(moment.earlier(SECOND).time_of_day, start() + SECOND);
    }
}
