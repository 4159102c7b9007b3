//! What follows from an error: whether watching goes on, and when.

use std::time::Duration;

use deck_client::Error;

/// The longest wait before what failed is tried again, unless the API asks for more.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The longest wait that the API is granted.
const LONGEST_ASKED: Duration = Duration::from_secs(3_600);

/// Returns whether the same may succeed later. A body that cannot be read may come from something in between.
pub(super) fn is_transient(error: &Error) -> bool {
    error.is_retryable() || error.is_decode()
}

/// Returns whether the API refuses what was asked for, and not the key: older and newer versions of it have
/// other words for statuses.
pub(super) fn is_about_filter(error: &Error) -> bool {
    error.is_refused_by_api() && matches!(error.status(), Some(400 | 422))
}

/// Returns how long to wait after so many failures in a row, which were all tried again by the client.
pub(super) fn pause(failures: u32, error: &Error) -> Duration {
    let pause = Duration::from_secs(1 << failures.min(5));
    let asked = error.retry_after().unwrap_or_default();
    pause.min(LONGEST_PAUSE).max(asked.min(LONGEST_ASKED))
}
