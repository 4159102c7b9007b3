//! The type-erased form of a clock.

use std::any;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use super::Clock;
use super::unavailable::ClockUnavailable;

/// A clock of any type, cheap to clone.
///
/// All clones are the same clock.
#[derive(Clone)]
pub struct SharedClock(Arc<dyn ErasedClock>);

impl SharedClock {
    /// Erases the type of `clock`.
    #[must_use]
    pub fn new(clock: impl Clock + 'static) -> Self {
        Self(Arc::new(clock))
    }
}

impl Clock for SharedClock {
    fn now(&self) -> Instant {
        self.0.now_erased()
    }

    fn system_time(&self) -> SystemTime {
        self.0.system_time_erased()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.0.sleep_erased(duration)
    }

    fn check(&self) -> Result<(), ClockUnavailable> {
        self.0.check_erased()
    }
}

impl fmt::Debug for SharedClock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SharedClock({})", self.0.type_name())
    }
}

/// [`Clock`] with its future in a box, which makes it safe for `dyn`.
trait ErasedClock: Send + Sync {
    fn now_erased(&self) -> Instant;

    fn system_time_erased(&self) -> SystemTime;

    fn sleep_erased(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    fn check_erased(&self) -> Result<(), ClockUnavailable>;

    fn type_name(&self) -> &'static str;
}

impl<C: Clock> ErasedClock for C {
    fn now_erased(&self) -> Instant {
        self.now()
    }

    fn system_time_erased(&self) -> SystemTime {
        self.system_time()
    }

    fn sleep_erased(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(self.sleep(duration))
    }

    fn check_erased(&self) -> Result<(), ClockUnavailable> {
        self.check()
    }

    fn type_name(&self) -> &'static str {
        any::type_name::<C>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualClock;

    #[tokio::test]
    async fn an_erased_clock_is_the_clock_inside() {
        let manual = ManualClock::new();
        let shared = SharedClock::new(manual.clone());
        let before = shared.now();

        tokio::join!(shared.sleep(Duration::from_secs(1)), async {
            manual.wait_for_sleepers(1).await;
            manual.advance(Duration::from_secs(1));
        });

        assert_eq!(shared.now() - before, Duration::from_secs(1));
        assert_eq!(shared.system_time(), manual.system_time());
    }

    #[test]
    fn the_debug_text_names_the_type_inside() {
        let text = format!("{:?}", SharedClock::new(ManualClock::new()));

        assert!(
            text.starts_with("SharedClock(") && text.ends_with("ManualClock)"),
            "{text}"
        );
    }
}
