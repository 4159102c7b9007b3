//! Ctrl-C in a listing: the first ends it in order, the second ends the program at once.

use std::future::Future;
use std::future::poll_fn;
use std::process;
use std::sync::Arc;
use std::task::Poll;

use tokio::signal::ctrl_c;
use tokio::sync::Notify;

use crate::output::pager;

/// The exit code of a program that was interrupted, as shells have it.
pub(crate) const EXIT_CODE: u8 = 130;

/// Whether the user has pressed Ctrl-C.
pub(crate) struct Interrupt {
    pressed: Arc<Notify>,
}

impl Interrupt {
    /// Watches for Ctrl-C from now on, in a task of its own: the main thread may be held up by whoever reads
    /// its output.
    pub(crate) async fn watch() -> Self {
        let interrupt = Self {
            pressed: Arc::default(),
        };
        let pressed = Arc::clone(&interrupt.pressed);
        let mut first = Box::pin(ctrl_c());
        // Watching begins when the future is polled, and not when it is made.
        let begun = poll_fn(|context| Poll::Ready(first.as_mut().poll(context))).await;
        if begun.is_pending() {
            tokio::spawn(async move {
                if first.await.is_ok() {
                    pressed.notify_one();
                    // A pager has the terminal until it ends, and Ctrl-C is one of its keys.
                    while ctrl_c().await.is_ok() {
                        if !pager::is_running() {
                            process::exit(i32::from(EXIT_CODE));
                        }
                    }
                }
            });
        }
        interrupt
    }

    /// Waits until Ctrl-C is pressed.
    ///
    /// # Cancellation
    ///
    /// Dropping the future loses nothing: the next one ends at once if Ctrl-C was pressed.
    pub(crate) async fn pressed(&self) {
        self.pressed.notified().await;
    }
}
