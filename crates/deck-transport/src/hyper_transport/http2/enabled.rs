//! HTTP/2: it is offered to servers beside HTTP/1.1, and they choose.

use std::time::Duration;

use h2::Reason;
use hyper_util::client::legacy::Builder;
use hyper_util::rt::TokioTimer;

use super::failure;
use crate::Delivery;
use crate::TransportErrorKind;

/// Longer than any connection lasts, and short enough to be added to any moment.
const LONGEST: Duration = Duration::from_secs(365 * 86_400);

/// When a connection over which nothing arrives is given up.
#[derive(Clone, Debug)]
pub(super) struct KeepAlive {
    pub(super) interval: Duration,
    pub(super) timeout: Duration,
}

impl Default for KeepAlive {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(10),
            timeout: Duration::from_secs(5),
        }
    }
}

pub(super) fn alpn_protocols() -> Vec<Vec<u8>> {
    vec![b"h2".to_vec(), b"http/1.1".to_vec()]
}

pub(super) fn configure(builder: &mut Builder, max_header_bytes: usize, keep_alive: &KeepAlive) {
    let max_header_bytes = u32::try_from(max_header_bytes).unwrap_or(u32::MAX);
    let interval = (!keep_alive.interval.is_zero()).then(|| keep_alive.interval.min(LONGEST));
    builder
        .timer(TokioTimer::new())
        .http2_max_header_list_size(max_header_bytes)
        .http2_keep_alive_interval(interval)
        .http2_keep_alive_timeout(keep_alive.timeout.min(LONGEST))
        // A connection that fell silent while nobody used it is to be gone when somebody does.
        .http2_keep_alive_while_idle(true);
}

/// Maps what only HTTP/2 can say.
pub(super) fn classify(error: &hyper::Error) -> Option<(TransportErrorKind, Delivery)> {
    let error = failure::find::<h2::Error>(error)?;
    let has_gone_away = error.is_go_away() && error.is_remote();
    match error.reason() {
        // The server did not look at the request (RFC 9113, section 8.7).
        Some(Reason::REFUSED_STREAM) if error.is_remote() => {
            Some((TransportErrorKind::Closed, Delivery::NotSent))
        }
        // h2 ends only those streams with it that are above the last one that the server names, and those
        // that were not begun (RFC 9113, section 6.8).
        Some(Reason::NO_ERROR) if has_gone_away => {
            Some((TransportErrorKind::Closed, Delivery::NotSent))
        }
        Some(_) if has_gone_away => Some((TransportErrorKind::Protocol, Delivery::NotSent)),
        _ => None,
    }
}
