//! Requests whose idempotency key belongs to a request that is still running.

/// The response to a request whose idempotency key belongs to a request that is still running.
///
/// Deck does not document it. A request runs from its arrival until its response is ready: with a
/// [delay](crate::Fault::with_delay) that is later by the clock, and without a clock it is at once. It goes
/// on running when the client gives up before.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum ConcurrentRepeats {
    /// It is refused with status 409 `idempotency_error`, whatever its parameters are.
    #[default]
    Conflict,
    /// It is carried out too, because a key is known only when its response is ready. The response that is
    /// ready first is the one that is kept.
    CarriedOut,
}
