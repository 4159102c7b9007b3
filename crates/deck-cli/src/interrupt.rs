//! Ctrl-C: in a command that watches for it, the first ends it in order, and the second ends the program at
//! once; any other command it ends at once.

use std::future::Future;
use std::future::poll_fn;
use std::process;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::task::Poll;

use tokio::signal::ctrl_c;
use tokio::sync::Notify;

use crate::output::pager;

/// The exit code of a program that was interrupted, as shells have it.
pub(crate) const EXIT_CODE: u8 = 130;

/// Whether a command watches for Ctrl-C.
static IS_WATCHED: AtomicBool = AtomicBool::new(false);

/// Reports, in a task of its own, a Ctrl-C that no command watches for, and ends the program.
///
/// Without it the signal ends the program too, but without a word, which is right for people.
pub(crate) fn report_unwatched(report: impl FnOnce() + Send + 'static) {
    tokio::spawn(async move {
        if ctrl_c().await.is_ok() && !IS_WATCHED.load(Ordering::SeqCst) {
            report();
            process::exit(i32::from(EXIT_CODE));
        }
    });
}

/// Whether the user has pressed Ctrl-C.
pub(crate) struct Interrupt {
    pressed: Arc<Notify>,
}

impl Interrupt {
    /// Watches for Ctrl-C from now on, in a task of its own: the main thread may be held up by whoever reads
    /// its output.
    pub(crate) async fn watch() -> Self {
        IS_WATCHED.store(true, Ordering::SeqCst);
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
