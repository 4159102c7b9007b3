//! Which failures are transient: the same request may succeed later.

use deck_transport::TransportErrorKind;

/// Returns whether the same request may succeed after this status.
pub(crate) fn is_transient_status(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// Returns whether the same request may succeed after this failure of the transport.
pub(crate) fn is_transient(kind: TransportErrorKind) -> bool {
    use TransportErrorKind as Failure;
    matches!(
        kind,
        Failure::Resolve
            | Failure::Connect
            | Failure::Timeout(_)
            | Failure::Closed
            | Failure::Protocol
            | Failure::Decompress
    )
}
