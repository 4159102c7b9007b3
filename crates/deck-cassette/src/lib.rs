//! Transports that record exchanges with a server without their secrets, and replay them in tests.
//!
//! - [`RecordingTransport`] sends through another [`Transport`](deck_transport::Transport) and writes down
//!   what passes.
//! - [`ReplayTransport`] answers from a [`Cassette`], and says what was asked differently.
//! - [`Cassette`] is a readable JSON text of [`Exchange`]s, to be looked at in a review and corrected by
//!   hand.
//! - [`Scrubber`] says what must not be written down. Nothing reaches a cassette past it.
//!
//! # Not here
//!
//! Nothing of the Deck API: which header holds the key is known because it is a header of HTTP, and
//! everything else is named to the [`Scrubber`]. No server: a replay is a transport in process. No files but
//! those of [`Cassette::save`] and [`Cassette::load`].

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
