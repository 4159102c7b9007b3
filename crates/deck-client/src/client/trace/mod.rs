//! The spans around a call and its attempts, where the feature `tracing` is on.

#[cfg(not(feature = "tracing"))]
mod disabled;
#[cfg(feature = "tracing")]
mod enabled;
#[cfg(test)]
#[cfg(feature = "tracing")]
mod tests;

#[cfg(not(feature = "tracing"))]
pub(super) use self::disabled::{AttemptSpan, CallSpan};
#[cfg(feature = "tracing")]
pub(super) use self::enabled::{AttemptSpan, CallSpan};
