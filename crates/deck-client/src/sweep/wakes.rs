//! Who of many was woken: so that only those are polled.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::task::Wake;
use std::task::Waker;

/// The wakes of all lanes, passed on to the one who polls them.
#[derive(Debug, Default)]
pub(super) struct Wakes {
    any: AtomicBool,
    parent: Mutex<Option<Waker>>,
}

impl Wakes {
    /// Says whom to wake from now on.
    pub(super) fn register(&self, waker: &Waker) {
        let mut parent = self.parent.lock().unwrap_or_else(PoisonError::into_inner);
        if !parent
            .as_ref()
            .is_some_and(|parent| parent.will_wake(waker))
        {
            *parent = Some(waker.clone());
        }
    }

    /// Returns whether a lane was woken since the wakes were taken.
    pub(super) fn are_any(&self) -> bool {
        self.any.load(Ordering::Acquire)
    }

    pub(super) fn take(&self) {
        self.any.store(false, Ordering::Release);
    }
}

/// The wake of one lane.
#[derive(Debug)]
pub(super) struct LaneWake {
    is_woken: AtomicBool,
    wakes: Arc<Wakes>,
}

impl LaneWake {
    /// Creates the wake of a new lane, which counts as woken: it is to be polled once.
    pub(super) fn new(wakes: &Arc<Wakes>) -> Arc<Self> {
        Arc::new(Self {
            is_woken: AtomicBool::new(true),
            wakes: wakes.clone(),
        })
    }

    pub(super) fn take(&self) -> bool {
        self.is_woken.swap(false, Ordering::AcqRel)
    }
}

impl Wake for LaneWake {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_woken.store(true, Ordering::Release);
        self.wakes.any.store(true, Ordering::Release);
        let parent = self
            .wakes
            .parent
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(parent) = &*parent {
            parent.wake_by_ref();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wake_of_one_lane_is_seen_by_it_and_by_all() {
        let wakes = Arc::new(Wakes::default());
        let [one, other] = [LaneWake::new(&wakes), LaneWake::new(&wakes)];
        assert!(one.take() && other.take());
        assert!(!wakes.are_any());
        Waker::from(one.clone()).wake();
        assert!(wakes.are_any() && one.take() && !other.take());
        wakes.take();
        assert!(!wakes.are_any() && !one.take());
    }
}
