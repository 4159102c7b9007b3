//! Whether a call has its turn.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

/// Tells whether a call has its turn from the rate limiter, or waits for it. Clones are the same flag.
#[derive(Clone, Debug, Default)]
pub(crate) struct TurnFlag(Arc<AtomicBool>);

impl TurnFlag {
    pub(crate) fn is_up(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn set(&self, is_up: bool) {
        self.0.store(is_up, Ordering::Relaxed);
    }
}
