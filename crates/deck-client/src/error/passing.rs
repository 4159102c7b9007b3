//! Which failures may pass: the same request may succeed later.

use deck_transport::TransportErrorKind;

/// Statuses after which the same request may succeed.
pub(crate) fn is_passing_status(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// Transport failures after which the same request may succeed.
pub(crate) fn is_passing(kind: TransportErrorKind) -> bool {
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
