//! [`Log`]: what the server has seen, and how a case and its server wait for each other.

use tokio::sync::Semaphore;
use tokio::sync::watch;

use super::received::Received;

/// The events that the server has seen so far. Cases wait for entries, never for time to pass.
pub(crate) struct Log {
    entries: watch::Sender<Entries>,
    gate: Semaphore,
}

/// The entries of a [`Log`].
#[derive(Default)]
pub(crate) struct Entries {
    /// Connections that were accepted.
    pub(crate) connections: usize,
    /// Connections that the server has closed or left.
    pub(crate) ended: usize,
    /// Connections and streams that the client has closed while a scene waited for that.
    pub(crate) hung_up: usize,
    /// Steps of scenes that have been reached.
    pub(crate) steps: usize,
    /// Requests that have arrived whole.
    pub(crate) requests: Vec<Received>,
}

impl Log {
    pub(super) fn new() -> Self {
        Self {
            entries: watch::Sender::default(),
            gate: Semaphore::new(0),
        }
    }

    /// Waits until `is_so` holds for the entries.
    pub(crate) async fn until(&self, is_so: impl FnMut(&Entries) -> bool) {
        // The sender lives as long as this log does, so waiting cannot fail.
        drop(self.entries.subscribe().wait_for(is_so).await);
    }

    pub(crate) fn requests(&self) -> Vec<Received> {
        self.entries.borrow().requests.clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.entries.borrow().connections
    }

    /// Releases one scene that waits at the gate.
    pub(crate) fn open_gate(&self) {
        self.gate.add_permits(1);
    }

    /// Waits at the gate, after saying so.
    pub(super) async fn wait_at_gate(&self) {
        self.entries.send_modify(|entries| entries.steps += 1);
        if let Ok(permit) = self.gate.acquire().await {
            permit.forget();
        }
    }

    /// Counts a connection and returns its number, beginning with 1.
    pub(super) fn connected(&self) -> usize {
        let mut number = 0;
        self.entries.send_modify(|entries| {
            entries.connections += 1;
            number = entries.connections;
        });
        number
    }

    pub(super) fn ended(&self) {
        self.entries.send_modify(|entries| entries.ended += 1);
    }

    pub(super) fn hung_up(&self) {
        self.entries.send_modify(|entries| entries.hung_up += 1);
    }

    pub(super) fn received(&self, request: Received) {
        self.entries
            .send_modify(|entries| entries.requests.push(request));
    }
}
