//! What a proxy did instead of giving a connection.

use std::error::Error;
use std::fmt;

use http::StatusCode;
use http::Uri;
use hyper_util::client::proxy::matcher::Intercept;

use super::connect_failure::ConnectFailure;
use crate::TransportErrorKind;

/// What a proxy did instead of giving a connection. Names the proxy, never its credentials.
#[derive(Debug)]
pub(super) struct ProxyFailure {
    proxy: String,
    problem: Problem,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

#[derive(Debug)]
enum Problem {
    Unsupported,
    Unreachable,
    TooSlow,
    Broken,
    Refused { tunnel: String, status: StatusCode },
}

impl ProxyFailure {
    /// Creates the failure that the proxy is of a kind that is not supported.
    pub(super) fn unsupported(proxy: &Intercept) -> ConnectFailure {
        let failure = Self::new(proxy, Problem::Unsupported);
        ConnectFailure::new(TransportErrorKind::Proxy, failure)
    }

    /// Creates the failure that there is no connection to the proxy itself.
    pub(super) fn unreachable(proxy: &Intercept, cause: ConnectFailure) -> ConnectFailure {
        let mut failure = Self::new(proxy, Problem::Unreachable);
        let kind = cause.kind();
        failure.cause = cause.into_cause();
        ConnectFailure::new(kind, failure)
    }

    /// Creates the failure that the time for the connection ran out.
    pub(super) fn timeout(proxy: &Intercept) -> ConnectFailure {
        ConnectFailure::timeout().because(Self::new(proxy, Problem::TooSlow))
    }

    /// Creates the failure that what came in response to `CONNECT` is no response.
    pub(super) fn broken(
        proxy: &Intercept,
        cause: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> ConnectFailure {
        let mut failure = Self::new(proxy, Problem::Broken);
        failure.cause = Some(cause.into());
        ConnectFailure::new(TransportErrorKind::Connect, failure)
    }

    /// Creates the failure that the proxy refused the tunnel with this status.
    pub(super) fn refused(proxy: &Intercept, tunnel: &Uri, status: StatusCode) -> ConnectFailure {
        let kind = if is_transient(status) {
            TransportErrorKind::Connect
        } else {
            TransportErrorKind::Proxy
        };
        let tunnel = tunnel.to_string();
        ConnectFailure::new(kind, Self::new(proxy, Problem::Refused { tunnel, status }))
    }

    fn new(proxy: &Intercept, problem: Problem) -> Self {
        // The matcher has taken the credentials out of the URI.
        let proxy = proxy.uri().to_string();
        Self {
            proxy: proxy.trim_end_matches('/').to_owned(),
            problem,
            cause: None,
        }
    }
}

/// Returns whether the same tunnel may be granted soon.
fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

impl fmt::Display for ProxyFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxy = &self.proxy;
        match &self.problem {
            Problem::Unsupported => write!(
                formatter,
                "the proxy {proxy} is not supported, only http and https proxies are"
            ),
            Problem::Unreachable => write!(formatter, "the proxy {proxy} could not be reached"),
            Problem::TooSlow => write!(formatter, "the proxy {proxy} gave no connection in time"),
            Problem::Broken => write!(formatter, "the proxy {proxy} did not respond to CONNECT"),
            Problem::Refused { tunnel, status } => {
                let advice = match status.as_u16() {
                    407 => ": it wants a user name and a password in its URL, or others",
                    _ => "",
                };
                write!(
                    formatter,
                    "the proxy {proxy} refused to connect to {tunnel} with status {status}{advice}"
                )
            }
        }
    }
}

impl Error for ProxyFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause
            .as_deref()
            .map(|cause| cause as &(dyn Error + 'static))
    }
}
