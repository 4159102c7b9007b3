//! What a failed request looks like from outside, and what to do about it.

use std::error::Error as _;
use std::time::Duration;

use deck_client::Error;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;

/// What a failed request looks like from outside.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Symptom {
    /// The request was never sent, because it is not valid.
    InvalidRequest,
    /// The key is not known.
    Unauthorized,
    /// The key may not do this.
    Forbidden,
    /// The API knows no such thing, and says so.
    NotFound,
    /// Whoever answered knows no such address.
    NoSuchAddress,
    /// Too many requests; the time is what the API asks to wait.
    RateLimited(Option<Duration>),
    /// The API does not accept the request.
    Refused,
    /// The API has trouble of its own.
    ServerTrouble,
    /// Nobody could be reached.
    Unreachable,
    /// The proxy makes no connection.
    Proxy,
    /// Nobody answered in time.
    TimedOut,
    /// The other side could not prove who it is.
    Tls,
    /// The key would have travelled in the clear.
    PlainHttp,
    /// The connection broke, or something broken came.
    Broken,
    /// An answer came that is none of the API.
    NotTheApi,
    /// The API does not keep to the rules of paging.
    Paging,
}

impl Symptom {
    /// Returns what the error looks like.
    pub(super) fn of(error: &Error) -> Self {
        let transport = error
            .source()
            .and_then(|source| source.downcast_ref::<TransportError>());
        match (transport, error.status()) {
            _ if error.is_invalid_request() => Self::InvalidRequest,
            _ if error.is_pagination() => Self::Paging,
            _ if error.is_decode() => Self::NotTheApi,
            _ if error.is_rate_limited() => Self::RateLimited(error.retry_after()),
            (Some(transport), _) => Self::of_transport(transport.kind()),
            (None, Some(404)) if error.problems().is_empty() => Self::NoSuchAddress,
            (None, Some(status)) => Self::of_status(status),
            (None, None) => Self::Broken,
        }
    }

    fn of_transport(kind: TransportErrorKind) -> Self {
        match kind {
            TransportErrorKind::Resolve | TransportErrorKind::Connect => Self::Unreachable,
            TransportErrorKind::Proxy => Self::Proxy,
            TransportErrorKind::Timeout(_) => Self::TimedOut,
            TransportErrorKind::Tls => Self::Tls,
            TransportErrorKind::PlainHttpRefused => Self::PlainHttp,
            _ => Self::Broken,
        }
    }

    fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            408 | 500.. => Self::ServerTrouble,
            400..500 => Self::Refused,
            _ => Self::NotTheApi,
        }
    }

    /// Returns what to do about it.
    pub(super) fn advice(self) -> Option<String> {
        let advice = match self {
            Self::RateLimited(wait) => return Some(wait_and_retry(wait)),
            Self::InvalidRequest => return None,
            Self::Unauthorized => {
                "check DECK_API_KEY: the key is unknown here, mistyped or revoked"
            }
            Self::Forbidden => {
                "the key is known but may not do this; ask who administers your organization"
            }
            Self::NotFound => "check the id; it may belong to another organization than the key",
            Self::NoSuchAddress => {
                "check --base-url: it needs the version, as in https://api.deck.co/v2"
            }
            Self::Refused => "check the values of the flags; --help tells what they take",
            Self::ServerTrouble => {
                "try again in a while; if it stays, give the request id to Deck's support"
            }
            Self::Unreachable => "check the network and --base-url",
            Self::Proxy => {
                "check HTTPS_PROXY, with the user name and the password in it, and NO_PROXY"
            }
            Self::TimedOut => "try again; if it stays, check the network and --base-url",
            Self::Tls => "check --base-url, the clock of this machine, and any proxy in between",
            Self::PlainHttp => "use https: with http the key would travel in the clear",
            Self::Broken => "try again; if it stays, check --base-url and any proxy in between",
            Self::NotTheApi => {
                "check --base-url: what answers there does not speak like the Deck API"
            }
            Self::Paging => {
                "what is shown is right but not all; go on with --after and the last id shown"
            }
        };
        Some(advice.to_owned())
    }
}

fn wait_and_retry(wait: Option<Duration>) -> String {
    let seconds = wait.map_or(10, |wait| wait.as_secs().max(1));
    format!("wait {seconds} s and try again; an organization may send 200 requests in 10 s")
}
