//! Whether a new connection is wanted at all.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time;

/// What a connection takes at most, after a response, to be back in the pool.
const WAY_BACK: Duration = Duration::from_millis(5);

/// How many requests wait for a connection, and how many connections are open.
///
/// hyper opens a connection whenever none is idle at that moment, and finishes it although another one came
/// back in the meantime. Of requests that follow one another, the next one often comes before the connection
/// of the one before has been given back by its task, a few microseconds later, so that a listing would open
/// a second connection for nothing.
#[derive(Clone, Default)]
pub(super) struct Demand(Arc<Counts>);

#[derive(Default)]
struct Counts {
    waiting: AtomicUsize,
    open: AtomicUsize,
}

impl Demand {
    /// Counts a request that waits for a connection.
    pub(super) fn waiting(&self) -> Counted {
        Counted::new(&self.0, |counts| &counts.waiting)
    }

    /// Counts an open connection.
    pub(super) fn open(&self) -> Counted {
        Counted::new(&self.0, |counts| &counts.open)
    }

    /// Returns whether a request still waits for a connection when those that are open have had the time to
    /// come back.
    #[expect(
        clippy::disallowed_methods,
        reason = "the time of the transport is tokio's, here as in its timeouts"
    )]
    pub(super) async fn lasts(&self) -> bool {
        if self.0.open.load(Ordering::SeqCst) > 0 {
            time::sleep(WAY_BACK).await;
        }
        self.0.waiting.load(Ordering::SeqCst) > 0
    }
}

/// Something that is counted until it is dropped.
pub(super) struct Counted {
    counts: Arc<Counts>,
    count: fn(&Counts) -> &AtomicUsize,
}

impl Counted {
    fn new(counts: &Arc<Counts>, count: fn(&Counts) -> &AtomicUsize) -> Self {
        count(counts).fetch_add(1, Ordering::SeqCst);
        Self {
            counts: Arc::clone(counts),
            count,
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        (self.count)(&self.counts).fetch_sub(1, Ordering::SeqCst);
    }
}
