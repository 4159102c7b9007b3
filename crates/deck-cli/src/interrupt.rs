//! Ctrl-C: the first ends a command in order, the second ends the program at once. SIGTERM, where a command
//! has something to save.

use std::future::Future;
use std::future::poll_fn;
use std::process;
use std::sync::Arc;
use std::task::Poll;

use tokio::signal::ctrl_c;
#[cfg(unix)]
use tokio::signal::unix::Signal;
#[cfg(unix)]
use tokio::signal::unix::SignalKind;
#[cfg(unix)]
use tokio::signal::unix::signal;
use tokio::sync::Notify;

/// The exit code of a program that was interrupted, as shells have it.
pub(crate) const EXIT_CODE: u8 = 130;

/// The signal that asks a command to end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum StopSignal {
    /// Ctrl-C.
    Interrupt,
    /// What `kill` and service managers send.
    Terminate,
}

/// Whether a signal has asked the command to end.
pub(crate) struct StopSignals {
    interrupt: Interrupt,
    #[cfg(unix)]
    terminate: Option<Signal>,
}

impl StopSignals {
    /// Watches for the signals from now on.
    pub(crate) async fn watch() -> Self {
        Self {
            interrupt: Interrupt::watch().await,
            // Where it cannot be watched for, it ends the program as it does by default.
            #[cfg(unix)]
            terminate: signal(SignalKind::terminate()).ok(),
        }
    }

    /// Waits until one of the signals comes.
    ///
    /// # Cancellation
    ///
    /// Dropping the future loses nothing.
    #[cfg(unix)]
    pub(crate) async fn received(&mut self) -> StopSignal {
        let Some(terminate) = &mut self.terminate else {
            self.interrupt.pressed().await;
            return StopSignal::Interrupt;
        };
        tokio::select! {
            biased;
            () = self.interrupt.pressed() => StopSignal::Interrupt,
            _ = terminate.recv() => StopSignal::Terminate,
        }
    }

    /// Waits until Ctrl-C is pressed.
    #[cfg(not(unix))]
    pub(crate) async fn received(&mut self) -> StopSignal {
        self.interrupt.pressed().await;
        StopSignal::Interrupt
    }
}

/// Makes a write beyond the greatest size of a file fail, instead of ending the program.
#[cfg(all(unix, not(any(target_arch = "mips", target_arch = "mips64"))))]
pub(crate) fn survive_limit_of_file_size() {
    /// SIGXFSZ, on Linux and on what descends from BSD.
    const FILE_SIZE: SignalKind = SignalKind::from_raw(25);
    // A signal that is watched for does nothing else; where that fails, nothing is lost but a message.
    let _ = signal(FILE_SIZE);
}

/// Does nothing where there is no such signal, or none that is known.
#[cfg(not(all(unix, not(any(target_arch = "mips", target_arch = "mips64")))))]
pub(crate) fn survive_limit_of_file_size() {}

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
                    if ctrl_c().await.is_ok() {
                        process::exit(i32::from(EXIT_CODE));
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
