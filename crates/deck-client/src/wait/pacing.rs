//! The pause between two looks, which a signal can end early.

use std::time::Duration;
use std::time::Instant;

use deck_transport::Clock;
use deck_transport::SharedClock;

use super::signal::Listener;
use super::signal::WaitSignal;
use crate::timeout::timeout;

/// Pauses between looks.
#[derive(Debug)]
pub(super) struct Pacing {
    clock: SharedClock,
    listeners: Vec<Listener>,
    /// When the last look began.
    looked: Option<Instant>,
}

impl Pacing {
    pub(super) fn new<'a>(
        clock: SharedClock,
        signals: impl IntoIterator<Item = &'a WaitSignal>,
    ) -> Self {
        let listeners = signals.into_iter().map(WaitSignal::listener).collect();
        Self {
            clock,
            listeners,
            looked: None,
        }
    }

    /// Notes that a look begins.
    pub(super) fn look(&mut self) {
        self.looked = Some(self.clock.now());
    }

    /// Waits for `longest`, or until a signal wakes, but then until `shortest` after the last look.
    pub(super) async fn pause(&mut self, shortest: Duration, longest: Duration) {
        let Self {
            clock,
            listeners,
            looked,
        } = self;
        let woken = async {
            Listener::any_woken(listeners).await;
            let since = looked.map(|looked| clock.now().saturating_duration_since(looked));
            let short_of = since.map_or(Duration::ZERO, |since| shortest.saturating_sub(since));
            if !short_of.is_zero() {
                clock.sleep(short_of).await;
            }
        };
        timeout(&*clock, longest, woken).await;
    }
}
