//! Which server there is no connection to.

use std::error::Error;
use std::fmt;

use http::Uri;

use super::connect_failure::ConnectFailure;
use super::proxy::is_plain;
use crate::TransportErrorKind;

/// The server to which there is no connection, by host and port, above the cause.
#[derive(Debug)]
pub(super) struct TargetFailure {
    address: String,
    kind: TransportErrorKind,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl TargetFailure {
    /// Names the server that a failure is about.
    pub(super) fn name(target: &Uri, failure: ConnectFailure) -> ConnectFailure {
        let kind = failure.kind();
        let named = Self {
            address: address(target),
            kind,
            cause: failure.into_cause(),
        };
        ConnectFailure::new(kind, named)
    }

    /// Creates the failure that the time for the connection ran out.
    pub(super) fn timeout(target: &Uri) -> ConnectFailure {
        Self::name(target, ConnectFailure::timeout())
    }
}

/// Returns host and port of a URI, and nothing else that is in it.
fn address(target: &Uri) -> String {
    let default = if is_plain(target) { 80 } else { 443 };
    let port = target.port_u16().unwrap_or(default);
    format!("{}:{port}", target.host().unwrap_or_default())
}

impl fmt::Display for TargetFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = &self.address;
        match self.kind {
            TransportErrorKind::Timeout(_) => {
                write!(formatter, "{address} gave no connection in time")
            }
            TransportErrorKind::Tls => {
                write!(formatter, "there is no TLS connection with {address}")
            }
            _ => write!(formatter, "{address} could not be reached"),
        }
    }
}

impl Error for TargetFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause
            .as_deref()
            .map(|cause| cause as &(dyn Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_named_by_host_and_port_alone() {
        for (target, expected) in [
            ("https://api.deck.co/v2/test?key=1", "api.deck.co:443"),
            ("http://user:word@api.deck.co/v2", "api.deck.co:80"),
            ("https://[::1]:8443/", "[::1]:8443"),
        ] {
            assert_eq!(address(&target.parse().expect("a URI")), expected);
        }
    }
}
