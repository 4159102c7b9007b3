//! Ctrl-C and the other signal that asks a server to end.

use std::future;

use crate::interrupt::Interrupt;

/// The signal that asks for the end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum StopSignal {
    /// Ctrl-C.
    Interrupt,
    /// SIGTERM, which `kill` and service managers send.
    Terminate,
}

/// Whether the user or the system has asked for the end.
pub(crate) struct Termination {
    interrupt: Interrupt,
    #[cfg(unix)]
    terminate: Option<tokio::signal::unix::Signal>,
}

impl Termination {
    /// Watches for Ctrl-C and SIGTERM from now on; a second Ctrl-C ends the program at once.
    pub(crate) async fn watch() -> Self {
        Self {
            interrupt: Interrupt::watch().await,
            #[cfg(unix)]
            terminate: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
                .ok(),
        }
    }

    /// Waits until one of the two comes.
    ///
    /// # Cancellation
    ///
    /// Dropping the future loses nothing.
    pub(crate) async fn requested(&mut self) -> StopSignal {
        #[cfg(unix)]
        let terminated = async {
            match &mut self.terminate {
                Some(terminate) => {
                    terminate.recv().await;
                }
                None => future::pending().await,
            }
        };
        #[cfg(not(unix))]
        let terminated = future::pending::<()>();
        tokio::select! {
            biased;
            () = self.interrupt.pressed() => StopSignal::Interrupt,
            () = terminated => StopSignal::Terminate,
        }
    }
}
