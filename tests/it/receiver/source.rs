//! [`Source`]: who delivers.

use std::collections::BTreeMap;
use std::sync::mpsc::Sender;

use super::process::Address;

/// Somebody who delivers events until they are acknowledged.
pub(super) trait Source: Sync {
    /// Tells what a receiver knows that has everything.
    fn sent(&self) -> Sent;

    /// Delivers to wherever the receiver is at the time, and repeats what was not acknowledged; sends one
    /// `()` for each event that is acknowledged.
    fn deliver_all(&self, address: &Address, acknowledged: Sender<()>);
}

/// What was sent.
#[derive(Clone)]
pub(super) struct Sent {
    /// The bodies of the events, by the id that tells duplicates.
    pub(super) bodies: BTreeMap<String, Vec<u8>>,
    /// The status of each run after its last event. Every run has ended.
    pub(super) statuses: BTreeMap<String, String>,
}
