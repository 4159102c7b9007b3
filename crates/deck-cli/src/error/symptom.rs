//! What a failed request looks like from outside, and what to do about it.

use std::error::Error as _;
use std::time::Duration;

use deck_client::Error;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_types::ProblemCode;
use deck_types::RequestId;

/// What a failed request looks like from outside.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Symptom {
    /// The request was never sent, because it is not valid.
    InvalidRequest,
    /// The key is not known.
    Unauthorized,
    /// The key may not do this.
    Forbidden,
    /// The API knows no such run, and says so.
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
            (None, Some(404)) if !is_about_a_run(error) => Self::NoSuchAddress,
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

    /// Returns what to do about it, when so many runs are shown.
    pub(super) fn advice(self, request_id: Option<&RequestId>, shown: u64) -> Option<String> {
        let advice = match self {
            Self::RateLimited(wait) => return Some(wait_and_retry(wait)),
            Self::ServerTrouble => return Some(wait_and_report(request_id)),
            Self::Paging if shown == 0 => return Some(wait_and_report(request_id)),
            Self::InvalidRequest => return None,
            Self::Unauthorized => {
                "check DECK_API_KEY: the key is unknown here, mistyped or revoked"
            }
            Self::Forbidden => {
                "the key is known but may not do this; ask who administers your organization"
            }
            Self::NotFound => "check the id; it may belong to another organization than the key",
            Self::NoSuchAddress => {
                "check --base-url, which needs the version, as in https://api.deck.co/v2; and the id, if \
                 one is given"
            }
            Self::Refused => "check the values of the flags; --help tells what they take",
            Self::Unreachable => "check the network and --base-url",
            Self::Proxy => {
                "check HTTPS_PROXY, with the user name and the password in it, and NO_PROXY"
            }
            Self::TimedOut => "try again; if it stays, check the network and --base-url",
            Self::Tls => {
                "check --base-url, the clock of this machine, and any proxy in between; the certificate \
                 authority of a company is trusted with --ca-cert FILE"
            }
            Self::PlainHttp => "use https: with http the key would travel in the clear",
            Self::Broken => "try again; if it stays, check --base-url and any proxy in between",
            Self::NotTheApi => {
                "check --base-url: what answers there does not speak like the Deck API"
            }
            Self::Paging => "what is shown is right but not all",
        };
        Some(advice.to_owned())
    }
}

/// Returns whether a problem of the API is about a run that it does not know.
fn is_about_a_run(error: &Error) -> bool {
    let codes = error
        .problems()
        .iter()
        .filter_map(|problem| problem.code.as_ref());
    codes
        .map(ProblemCode::as_str)
        .any(|code| code.ends_with("run_not_found"))
}

/// Returns what to tell the support if waiting does not help.
fn wait_and_report(request_id: Option<&RequestId>) -> String {
    let report = match request_id {
        Some(id) => format!("give the request id {id} to Deck's support"),
        None => "tell Deck's support the time and the command".to_owned(),
    };
    format!("try again in a while; if it stays, {report}")
}

fn wait_and_retry(wait: Option<Duration>) -> String {
    let seconds = wait.map_or(10, |wait| wait.as_secs().max(1));
    format!("wait {seconds} s and try again; an organization may send 200 requests in 10 s")
}
