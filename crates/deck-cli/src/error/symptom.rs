//! What a failed request looks like from outside, and what to do about it.

use std::error::Error as _;
use std::time::Duration;

use deck_client::Error;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_types::ProblemCode;
use deck_types::ProblemType;

use crate::environment::Variable;

use super::situation::Ids;
use super::situation::Situation;
use super::suspects::Suspects;

/// What a failed request looks like from outside.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Symptom {
    /// The request was never sent, because it is not valid.
    InvalidRequest,
    /// The key is not known.
    Unauthorized,
    /// The key may not do this.
    Forbidden,
    /// The API knows no such run or other object, and says so.
    NotFound,
    /// Whoever responded knows no such address.
    NoSuchAddress,
    /// The organization has as many sessions as it may.
    SessionLimit,
    /// The plan or the settings of the organization do not allow it.
    Organization,
    /// Something that the request is about refused: a source, its credential, or a person.
    Elsewhere,
    /// The program's own limit left no room for the request.
    HeldBack,
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
    /// Nobody responded in time.
    TimedOut,
    /// The other side could not prove who it is.
    Tls,
    /// The key would have travelled in the clear.
    PlainHttp,
    /// The connection broke, or something broken came.
    Broken,
    /// A response came that is none of the API.
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
            _ if error.is_session_limited() => Self::SessionLimit,
            _ if has_problem_of(error, &[ProblemType::Organization]) => Self::Organization,
            _ if error.is_rate_limited() => Self::RateLimited(error.retry_after()),
            (Some(transport), _) => Self::of_transport(transport.kind()),
            (None, Some(404)) if !is_about_an_id(error) => Self::NoSuchAddress,
            (None, Some(400..=403 | 409 | 422)) if has_problem_of(error, &ELSEWHERE) => {
                Self::Elsewhere
            }
            (None, None) if error.is_timeout() => Self::HeldBack,
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
    ///
    /// What the cause can be is listed, and what it cannot be is left out.
    pub(super) fn advice(self, error: &Error, shown: u64, situation: &Situation) -> Option<String> {
        let suspects = Suspects::new(error, situation);
        Some(match self {
            Self::InvalidRequest | Self::Elsewhere => return None,
            Self::SessionLimit => {
                "the organization has as many sessions as it may: wait until one of its runs ends, or \
                 cancel one"
                    .to_owned()
            }
            Self::Organization => {
                "trying again does not help; ask who administers your organization".to_owned()
            }
            Self::HeldBack => "try again in a while".to_owned(),
            Self::RateLimited(wait) => wait_and_retry(wait),
            Self::Paging if shown > 0 => "what is shown is right but not all".to_owned(),
            Self::ServerTrouble => or_the_responder(&wait_and_report(error), suspects),
            Self::Paging => wait_and_report(error),
            Self::Unauthorized => {
                let key = &situation.key;
                let advice = format!("check {key}: the key is unknown here, mistyped or revoked");
                or_the_responder(&advice, suspects)
            }
            Self::Forbidden => or_the_responder(
                "the key may not do this; ask who administers your organization",
                suspects,
            ),
            Self::NotFound if situation.ids == Ids::Run => {
                "check the id; it may belong to another organization than the key".to_owned()
            }
            Self::NotFound | Self::NoSuchAddress => match suspects.address() {
                Some(address) => format!("check {address}"),
                None => wait_and_report(error),
            },
            // What does not fit the state of a run is no fault of the flags.
            Self::Refused if error.status() == Some(409) => return suspects.odd_base_url(),
            Self::Refused => {
                let flags = "check the values of the flags; --help tells what they take";
                match suspects.odd_base_url() {
                    Some(base_url) => format!("{flags}; or check {base_url}"),
                    None => flags.to_owned(),
                }
            }
            Self::Unreachable | Self::TimedOut | Self::Proxy | Self::Tls | Self::PlainHttp => {
                self.advice_about_the_way(suspects, situation)
            }
            Self::Broken => match suspects.responder() {
                Some(responder) => format!("try again; if it stays, check {responder}"),
                None => wait_and_report(error),
            },
            Self::NotTheApi => match suspects.responder() {
                Some(responder) => {
                    format!("check {responder}: this is no response of the Deck API")
                }
                None => wait_and_report(error),
            },
        })
    }

    /// Returns what to do where nobody could be reached.
    fn advice_about_the_way(self, suspects: Suspects<'_>, situation: &Situation) -> String {
        match self {
            Self::TimedOut => format!("try again; if it stays, check {}", suspects.silence()),
            Self::Proxy => {
                let variable = situation.proxy.unwrap_or(Variable::HttpsProxy.name());
                format!("check {variable}, with the user name and the password in it, and NO_PROXY")
            }
            Self::Tls => {
                let suspects = suspects.certificate();
                format!("check {suspects}; --ca-cert FILE trusts the authority of a company")
            }
            Self::PlainHttp => "use https: with http the key would travel in the clear".to_owned(),
            _ => format!("check {}", suspects.way()),
        }
    }
}

/// Returns the advice, and whom to suspect besides where it may not be the API that responded.
fn or_the_responder(advice: &str, suspects: Suspects<'_>) -> String {
    match suspects.responder() {
        Some(responder) => format!("{advice}; or check {responder}"),
        None => advice.to_owned(),
    }
}

/// The types of problems that are about something that the request is about.
const ELSEWHERE: [ProblemType; 5] = [
    ProblemType::Source,
    ProblemType::Auth,
    ProblemType::Interaction,
    ProblemType::Task,
    ProblemType::Storage,
];

/// Returns whether a problem of the API is of one of these types.
fn has_problem_of(error: &Error, types: &[ProblemType]) -> bool {
    let problems = error.problems().iter();
    problems
        .filter_map(|problem| problem.problem_type.as_ref())
        .any(|problem_type| types.contains(problem_type))
}

/// Returns whether a problem of the API is about something that it does not know, and not about the address.
fn is_about_an_id(error: &Error) -> bool {
    let codes = error
        .problems()
        .iter()
        .filter_map(|problem| problem.code.as_ref());
    codes
        .map(ProblemCode::as_str)
        .any(|code| code.ends_with("_not_found") && code != "endpoint_not_found")
}

/// Returns what to tell the support if waiting does not help.
fn wait_and_report(error: &Error) -> String {
    let report = match error.request_id() {
        Some(id) => format!("give the request id {id} to Deck's support"),
        None => "tell Deck's support the time and the command".to_owned(),
    };
    format!("try again in a while; if it stays, {report}")
}

/// Returns how long to wait, as the API asks or its limit demands.
fn wait_and_retry(wait: Option<Duration>) -> String {
    let seconds = wait.map_or(10, |wait| wait.as_secs().max(1));
    format!("wait {seconds} s and try again; an organization may send 200 requests in 10 s")
}
