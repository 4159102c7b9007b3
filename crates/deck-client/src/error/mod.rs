//! The one error of the client.

pub(crate) mod attempt;
mod attempt_log;
mod bounded;
mod kind;
mod making;
pub(crate) mod pagination_error;
pub(crate) mod run_facts;
#[cfg(test)]
mod tests;
mod text;
pub(crate) mod transient;
pub(crate) mod wait_failure;
mod waiting;

use std::error::Error as StdError;
use std::time::Duration;

use deck_transport::TransportError;
use deck_types::Problem;
use deck_types::ProblemType;
use deck_types::RejectedItem;
use deck_types::RequestId;
use deck_types::TimeRange;

pub(crate) use self::kind::Kind;
pub(crate) use self::kind::ResponseFacts;
use self::run_facts::RunFacts;
use crate::Attempt;
use crate::IdempotencyKey;
use crate::PaginationError;
use crate::retry::refusal_cause::RefusalCause;

/// What went wrong with a call.
///
/// The error is opaque: decide with the predicates (`is_…`), report with the facts. Its `Display`
/// says what failed, with what, and what to do where that is plain; causes are reached through
/// [`source`](std::error::Error::source) and are not repeated in the text. What the server said is
/// in the text up to 4 KiB, on one line, and whole in the facts. Where the server or the transport repeats
/// the API key, the text, the facts and the sources have `[redacted]` in its place.
///
/// The predicates about a status speak of the call's own refusal: a listing that cannot go on because its
/// anchor was deleted [`is_pagination`](Error::is_pagination) and not [`is_not_found`](Error::is_not_found).
///
/// | predicate | the usual cause | what to try |
/// | --- | --- | --- |
/// | [`is_unauthorized`](Error::is_unauthorized) | a wrong or revoked key | check the key |
/// | [`is_not_found`](Error::is_not_found), [by the API](Error::is_refused_by_api) | an id that is wrong or of another organization; with a path of your own, a path that the API does not have | see the code: it [names what was not found](Error::is_not_found) |
/// | [`is_not_found`](Error::is_not_found), not by the API | an address that is not the API's | check the base URL |
/// | [`is_refused_by_api`](Error::is_refused_by_api), none of the other rows | parameters that the API does not take, an endpoint that is no longer served | see the type, the code and the field in [`problems`](Error::problems) |
/// | [`is_rate_limited`](Error::is_rate_limited) | over 200 requests in 10 seconds | wait for [`retry_after`](Error::retry_after) |
/// | [`is_session_limited`](Error::is_session_limited) | as many sessions as the plan allows | wait until a run ends |
/// | [`is_timeout`](Error::is_timeout) | a slow network or server | try again |
/// | [`is_transport`](Error::is_transport) | no connection, TLS, a broken response | see the source |
/// | [`is_decode`](Error::is_decode) | a body that is no JSON of the API | see the source and the excerpt |
/// | [`is_pagination`](Error::is_pagination) | a server that breaks the rules of paging | see [`pagination`](Error::pagination) |
/// | [`is_interaction_required`](Error::is_interaction_required) | a run asks, and the wait has no handler | reply, and wait again |
/// | [`is_review_required`](Error::is_review_required) | a run waits for a review | see to it, and wait again |
/// | [`is_wait_timeout`](Error::is_wait_timeout) | a run takes longer than it was waited for | wait again |
/// | [`is_handler_failure`](Error::is_handler_failure) | the handler of interactions failed | see the source |
/// | [`is_invalid_request`](Error::is_invalid_request) | parameters that contradict each other | see the source |
///
/// # Examples
///
/// ```
/// fn advice(error: &deck_client::Error) -> &'static str {
///     if error.is_unauthorized() {
///         "check DECK_API_KEY"
///     } else if error.is_retryable() {
///         "try again"
///     } else {
///         "report the request id"
///     }
/// }
/// # let _ = advice;
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    /// Method and path, such as `GET /task-runs`; absent where no request was meant.
    operation: Option<String>,
    idempotency_key: Option<IdempotencyKey>,
    response: Option<ResponseFacts>,
    /// The run that was waited for.
    run: Option<RunFacts>,
    attempts: Vec<Attempt>,
    /// The part of a sweep that met the error.
    range: Option<TimeRange>,
}

impl Error {
    /// Returns whether a phase of the exchange, an attempt or the whole call took longer than its limit.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        let held_back = matches!(self.0.kind, Kind::HeldBack);
        held_back || self.transport().is_some_and(TransportError::is_timeout)
    }

    /// Returns whether the API refused the request because there were too many (status 429, or a
    /// problem of type `rate_limit`); not because of the [limit of sessions](Self::is_session_limited).
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        let by_problem = || self.has_problem_of(&ProblemType::RateLimit);
        let is_rate_limited =
            self.refused_with() == Some(429) || (self.is_refused() && by_problem());
        is_rate_limited && !self.is_session_limited()
    }

    /// Returns whether the API refused the request because the organization has as many sessions as its plan
    /// allows (status 429 with the code `session_limit_exceeded`), which lasts until one of its runs ends.
    ///
    /// [`Call::queueing_for`](crate::Call::queueing_for) waits for that.
    #[must_use]
    pub fn is_session_limited(&self) -> bool {
        self.refusal_cause() == Some(RefusalCause::SessionLimit)
    }

    /// Returns whether the call was refused in a form in which the API refuses: with a request id, or with a
    /// type, a code or a field of what is wrong.
    ///
    /// Any other refusal is probably from something in front of the API or, with the status 404, from a
    /// server that the base URL leads to by mistake.
    #[must_use]
    pub fn is_refused_by_api(&self) -> bool {
        let is_in_api_form = |facts: &ResponseFacts| facts.is_in_api_form;
        self.is_refused() && self.0.response.as_ref().is_some_and(is_in_api_form)
    }

    /// Returns whether the call was refused with status 404.
    ///
    /// Where the [API refused](Self::is_refused_by_api) it, the code of the problem names what was not found:
    /// `task_not_found` is about the id of a task. How the API names a path that it does not have is not
    /// documented (the sandbox says `endpoint_not_found`). The operations of `deck-types` have the paths of
    /// the reference, so with one of these the id is at fault; of a request by path, and of an operation of
    /// your own, check both.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_client::Error;
    /// use deck_client::types::ProblemCode;
    ///
    /// /// Tells a task that is gone from anything else that was not found.
    /// fn is_task_gone(error: &Error) -> bool {
    ///     let mut codes = error.problems().iter().filter_map(|problem| problem.code.as_ref());
    ///     error.is_not_found() && codes.any(|code| *code == ProblemCode::TaskNotFound)
    /// }
    /// # let _ = is_task_gone;
    /// ```
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.refused_with() == Some(404)
    }

    /// Returns whether the API refused the call with status 401: the key is missing, wrong or revoked.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.refused_with() == Some(401)
    }

    /// Returns whether the failure is transient: the same request may succeed later.
    ///
    /// That holds for a request that the rate limiter held back, for a transport that could not connect, took
    /// too long or broke off, and for the statuses 408, 429, 500, 502, 503 and 504, unless a problem is of
    /// the type `organization`. A write is to be repeated with the same [idempotency
    /// key](Self::idempotency_key).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match &self.0.kind {
            Kind::HeldBack => true,
            Kind::Transport(error) => transient::is_transient(error.kind()),
            Kind::Refused { .. } => {
                self.status().is_some_and(transient::is_transient_status)
                    && self.refusal_cause() != Some(RefusalCause::Organization)
            }
            _ => false,
        }
    }

    /// Returns whether the API accepted a write that still ended in this error: the status says success, and
    /// only the body could not be read. What was asked for has happened; do not ask for it again.
    ///
    /// Where the body reports an error all the same, [`problems`](Self::problems) has it: look at what has
    /// happened before asking again.
    #[must_use]
    pub fn was_accepted(&self) -> bool {
        matches!(self.0.kind, Kind::Decode { is_write: true, .. })
    }

    /// Returns whether a successful response came whose body could not be read as what the API documents, a
    /// single item of a page included.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode { .. } | Kind::RejectedItem(_))
    }

    /// Returns whether no complete response came; the source is a
    /// [`TransportError`] that tells the kind and whether the request may have been delivered.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        self.transport().is_some()
    }

    /// Returns whether a listing met a server that breaks the rules of paging.
    #[must_use]
    pub fn is_pagination(&self) -> bool {
        self.pagination().is_some()
    }

    /// Returns whether nothing was sent because the request or the configuration is not valid.
    #[must_use]
    pub fn is_invalid_request(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::InvalidRequest(_) | Kind::Configuration(_)
        )
    }

    /// Returns the status of the response, where one came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.response.as_ref().map(|facts| facts.status)
    }

    /// Returns what the API says is wrong, most often one problem; empty where it says nothing.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        self.0
            .response
            .as_ref()
            .map_or(&[], |facts| &facts.problems)
    }

    /// Returns the request id of the response, to be quoted to Deck's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&RequestId> {
        self.0
            .response
            .as_ref()
            .and_then(|facts| facts.request_id.as_ref())
    }

    /// Returns where a redirect leads, as its `Location` has it, at most 512 bytes of it and an ellipsis;
    /// nothing for other responses. Redirects are not followed.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.0.response.as_ref()?.location.as_deref()
    }

    /// Returns how long the API asked to wait (`Retry-After`, in seconds or as a date); [`Duration::MAX`]
    /// where it asked for more than that.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self.0.kind {
            Kind::Refused { retry_after, .. } => retry_after,
            _ => None,
        }
    }

    /// Returns the beginning of the body of the response, at most
    /// [`EXCERPT_BYTES`](deck_types::EXCERPT_BYTES) bytes; for a rejected item, of that item.
    ///
    /// It is what the server sent and may hold data of its users: think before logging it.
    #[must_use]
    pub fn excerpt(&self) -> Option<&str> {
        self.0.response.as_ref().map(|facts| facts.excerpt.as_str())
    }

    /// Returns the item of a page that could not be read, with its index, exact text, path and
    /// reason.
    #[must_use]
    pub fn rejected_item(&self) -> Option<&RejectedItem> {
        match &self.0.kind {
            Kind::RejectedItem(item) => Some(item),
            _ => None,
        }
    }

    /// Returns which rule of paging the server broke.
    #[must_use]
    pub fn pagination(&self) -> Option<&PaginationError> {
        match &self.0.kind {
            Kind::Pagination(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the idempotency key that the call sent, or would have sent: the write is repeated with it.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&IdempotencyKey> {
        self.0.idempotency_key.as_ref()
    }

    /// Returns the outcome of each attempt at the call, in order; empty when nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.0.attempts
    }

    /// Returns the part of a sweep that met the error; the other parts go on.
    #[must_use]
    pub fn range(&self) -> Option<&TimeRange> {
        self.0.range.as_ref()
    }

    fn transport(&self) -> Option<&TransportError> {
        match &self.0.kind {
            Kind::Transport(error) => Some(error),
            _ => None,
        }
    }

    fn is_refused(&self) -> bool {
        matches!(self.0.kind, Kind::Refused { .. })
    }

    /// Returns the status with which the call itself was refused.
    fn refused_with(&self) -> Option<u16> {
        self.status().filter(|_| self.is_refused())
    }

    fn refusal_cause(&self) -> Option<RefusalCause> {
        let status = self.refused_with()?;
        Some(RefusalCause::of(status, self.problems()))
    }

    fn has_problem_of(&self, problem_type: &ProblemType) -> bool {
        self.problems()
            .iter()
            .any(|problem| problem.problem_type.as_ref() == Some(problem_type))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.kind.source()
    }
}
