//! The transport and the clock of a client that was given none.

#[cfg(not(feature = "hyper"))]
mod disabled;
#[cfg(feature = "hyper")]
mod enabled;

#[cfg(not(feature = "hyper"))]
pub(super) use self::disabled::{clock, transport};
#[cfg(feature = "hyper")]
pub(super) use self::enabled::{clock, transport};
