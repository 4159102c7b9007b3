//! [`Bench`]: the thread and the runtime of the servers of the kit.

use std::future;
use std::io;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time;

/// A thread with a runtime of its own, so that the servers respond while the transport blocks the thread of
/// the case.
pub(crate) struct Bench {
    handle: Handle,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Bench {
    pub(crate) fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("conformance".to_owned())
            .spawn(move || drop(runtime.block_on(stopped)))?;
        Ok(Self {
            handle,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }

    /// Waits for `limit`, on any runtime.
    pub(crate) fn after(&self, limit: Duration) -> impl Future<Output = ()> + use<> {
        let timer = self
            .handle
            .spawn(async move { drop(time::timeout(limit, future::pending::<()>()).await) });
        async move { drop(timer.await) }
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // The thread ends at once, and nothing of the runtime outlives the run.
            drop(thread.join());
        }
    }
}
