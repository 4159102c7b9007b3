//! The kinds of [`Error`](crate::Error), with all their wording.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use deck_transport::TransportError;
use deck_types::ErrorResponse;
use deck_types::OneLine;
use deck_types::Problem;
use deck_types::ProblemCode;
use deck_types::RejectedItem;
use deck_types::RequestId;

use super::wait_failure::WaitFailure;
use crate::PaginationError;

#[derive(Debug)]
pub(crate) enum Kind {
    /// The parameters contradict each other; nothing was sent.
    InvalidRequest(Box<dyn StdError + Send + Sync>),
    /// The client could not be built; nothing was sent.
    Configuration(Box<dyn StdError + Send + Sync>),
    /// The rate limiter held the request back until the time for the call was over.
    HeldBack,
    /// No complete response came.
    Transport(TransportError),
    /// A response came with a status other than success.
    Refused {
        retry_after: Option<Duration>,
        /// Whether the request had no body although its caller could have given one.
        lacks_body: bool,
    },
    /// The response was successful and its body is not what the operation returns.
    Decode {
        source: Box<dyn StdError + Send + Sync>,
        is_write: bool,
    },
    /// One item of a page could not be read; the others could.
    RejectedItem(RejectedItem),
    /// The server broke a rule of paging.
    Pagination(PaginationError),
    /// A run that was waited for has not ended.
    Wait(WaitFailure),
}

impl Kind {
    /// Returns the words that follow the name of the operation.
    pub(super) fn failed_how(&self, response: Option<&ResponseFacts>) -> &'static str {
        let reports_error = response.is_some_and(ResponseFacts::says_something);
        match self {
            Self::InvalidRequest(_) => "was not sent: its parameters are not valid",
            Self::Configuration(_) => "was not sent: the client is not configured",
            Self::HeldBack => {
                "was not sent: the rate limit left no room for it in the time for the call"
            }
            Self::Transport(_) => "got no complete response",
            Self::Refused { .. } if is_redirect(response) => "was redirected",
            Self::Refused { .. } => "was refused",
            Self::Decode { is_write: true, .. } if reports_error => {
                "was accepted, and the response reports an error"
            }
            Self::Decode { .. } if reports_error => {
                "got a response with an error under a status of success"
            }
            Self::Decode { is_write: true, .. } => {
                "was accepted, and only the response could not be read"
            }
            Self::Decode { .. } => "got a response whose body could not be read",
            Self::RejectedItem(_) => "got a response with an item that could not be read",
            Self::Pagination(_) => "cannot be continued",
            Self::Wait(_) => "was waited for in vain",
        }
    }

    /// Returns what to do, where that is plain.
    pub(super) fn advice(&self, response: Option<&ResponseFacts>) -> Option<&'static str> {
        let facts = response?;
        match self {
            Self::Refused { .. } if is_redirect(response) => {
                Some("redirects are not followed: set the base URL to where the API is")
            }
            Self::Refused { .. } if matches!(facts.status, 404 | 405) && !facts.is_in_api_form => {
                Some("the response is not in the form of the Deck API: check the base URL")
            }
            Self::Refused { .. } if facts.has_code(&ProblemCode::EndpointDeprecated) => {
                Some("the endpoint is no longer served: look for what has taken its place")
            }
            Self::Refused {
                lacks_body: true, ..
            } if matches!(facts.status, 400 | 411 | 415 | 422) => {
                Some("the request had no body: `json` gives it one")
            }
            Self::Decode { .. } if facts.excerpt.trim_start().starts_with('<') => {
                Some("check the base URL, and any proxy in between")
            }
            _ => None,
        }
    }

    /// Returns the words that stand alone.
    pub(super) fn failed_what(&self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "the request is not valid",
            Self::Configuration(_) => "the client could not be built",
            Self::HeldBack => "the request was held back by the rate limit",
            Self::Transport(_) => "no complete response came",
            Self::Refused { .. } => "the request was refused",
            Self::Decode { .. } => "the response could not be read",
            Self::RejectedItem(_) => "an item could not be read",
            Self::Pagination(_) => "the listing cannot be continued",
            Self::Wait(_) => "the run was waited for in vain",
        }
    }

    pub(super) fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::InvalidRequest(source)
            | Self::Configuration(source)
            | Self::Decode { source, .. } => Some(&**source),
            Self::Transport(source) => Some(source),
            Self::RejectedItem(source) => Some(source),
            Self::Pagination(source) => Some(source),
            Self::Wait(failure) => failure.source(),
            Self::HeldBack | Self::Refused { .. } => None,
        }
    }
}

/// The facts of a response, kept by every error that has one. The API key is not among them, even where the
/// server repeats it.
#[derive(Clone, Debug)]
pub(crate) struct ResponseFacts {
    pub(crate) status: u16,
    pub(crate) request_id: Option<RequestId>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) title: Option<String>,
    pub(crate) excerpt: String,
    /// Whether it reports an error in the form of the API.
    pub(crate) is_in_api_form: bool,
    /// Where a redirect leads, cut and without the API key.
    pub(crate) location: Option<String>,
}

/// Returns whether the response is one that clients follow elsewhere.
fn is_redirect(response: Option<&ResponseFacts>) -> bool {
    response.is_some_and(|facts| matches!(facts.status, 300..=303 | 307 | 308))
}

impl ResponseFacts {
    /// Returns the facts of a response that says nothing about what is wrong.
    pub(crate) fn new(status: u16, request_id: Option<RequestId>) -> Self {
        Self {
            status,
            request_id,
            problems: Vec::new(),
            title: None,
            excerpt: String::new(),
            is_in_api_form: false,
            location: None,
        }
    }

    fn has_code(&self, code: &ProblemCode) -> bool {
        let mut problems = self.problems.iter();
        problems.any(|problem| problem.code.as_ref() == Some(code))
    }

    /// Returns whether the server says in words what is wrong.
    fn says_something(&self) -> bool {
        self.title.is_some() || !self.problems.is_empty()
    }

    pub(super) fn describe(&self, formatter: &mut impl fmt::Write) -> fmt::Result {
        write!(formatter, " (status {}", self.status)?;
        if let Some(request_id) = &self.request_id {
            write!(formatter, ", request id {}", OneLine(request_id.as_str()))?;
        }
        formatter.write_str(")")?;
        match &self.location {
            Some(location) => write!(formatter, " to {}", OneLine(location))?,
            None if is_redirect(Some(self)) => formatter.write_str(" without a `Location`")?,
            None => {}
        }
        match (&self.title, self.problems.as_slice()) {
            (Some(title), []) => write!(formatter, ": {}", OneLine(title))?,
            (_, problems) => {
                for (index, problem) in problems.iter().enumerate() {
                    let separator = if index == 0 { ": " } else { "; " };
                    write!(formatter, "{separator}{problem}")?;
                }
            }
        }
        Ok(())
    }
}

impl From<ErrorResponse> for ResponseFacts {
    fn from(response: ErrorResponse) -> Self {
        Self {
            is_in_api_form: response.is_in_api_form(),
            problems: response.problems,
            title: response.title.or(response.detail),
            excerpt: response.excerpt,
            ..Self::new(response.status, response.request_id)
        }
    }
}

/// Returns the bounded beginning of a body.
pub(super) fn excerpt(body: &[u8]) -> String {
    ErrorResponse::excerpt_of(body)
}
