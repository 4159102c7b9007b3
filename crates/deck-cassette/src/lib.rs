//! Transports that record exchanges with a server without their secrets, and replay them in tests.
//!
//! - [`RecordingTransport`] sends through another [`Transport`](deck_transport::Transport) and records the
//!   exchanges.
//! - [`ReplayTransport`] replays a [`Cassette`], and reports the requests that differ from the recording.
//! - [`Cassette`] is a readable JSON text of [`Exchange`]s, to be reviewed and edited by hand.
//! - [`Scrubber`] removes secrets. Every exchange passes it before it is recorded.
//!
//! # Not here
//!
//! Nothing of the Deck API but the names of its members that hold secrets: the header of the key is known
//! because it is a header of HTTP, and everything else is named to the [`Scrubber`]. A replay is a transport
//! in process and not a server. Files are written by [`Cassette::save`] only.

#![forbid(unsafe_code)]

mod cassette;

mod cassette_error;

mod exchange;

mod failure;

mod recording_transport;

mod replay_error;

mod replay_transport;

mod scrubber;

mod text;

#[cfg(test)]
mod tests;

pub use crate::cassette::Cassette;
pub use crate::cassette_error::CassetteError;
pub use crate::exchange::Exchange;
pub use crate::recording_transport::RecordingTransport;
pub use crate::replay_error::ReplayError;
pub use crate::replay_transport::ReplayTransport;
pub use crate::scrubber::Scrubber;

/// The example of the README, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
