//! Who is told when a run is seen in another status.

use std::fmt;
use std::sync::Arc;

use deck_types::TaskRun;

/// A function of any type, cheap to clone.
#[derive(Clone)]
pub(super) struct StatusHandler(Arc<dyn Fn(&TaskRun) + Send + Sync>);

impl StatusHandler {
    pub(super) fn new(handler: impl Fn(&TaskRun) + Send + Sync + 'static) -> Self {
        Self(Arc::new(handler))
    }

    pub(super) fn tell(&self, run: &TaskRun) {
        (self.0)(run);
    }
}

impl fmt::Debug for StatusHandler {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("StatusHandler")
    }
}
