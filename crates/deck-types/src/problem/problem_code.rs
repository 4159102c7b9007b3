//! The codes of problems.

use crate::word::OtherWord;
use crate::word::open_words;

/// What exactly went wrong in a [`Problem`](crate::Problem), within its [`ProblemType`](crate::ProblemType).
///
/// Deck publishes a part of its codes only; all others are kept in [`Other`](Self::Other) and written back
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProblemCode {
    /// The platform failed.
    ApiError,
    /// Something took too long; the type tells what: the platform, a session, or a run.
    Timeout,
    /// The endpoint is no longer served.
    EndpointDeprecated,
    /// An idempotency key was used again with other parameters.
    IdempotencyError,
    /// An idempotency key is not well formed, such as one of more than 256 characters.
    IdempotencyKeyError,
    /// The source kept Deck out; the code of Deck's early documentation, together with the type `connection`.
    Blocked,
    /// The organization sent more requests than it may.
    RateLimitExceeded,
    /// The organization has as many sessions as its plan allows.
    SessionLimitExceeded,
    /// The source failed.
    SourceError,
    /// The source is not valid.
    SourceInvalid,
    /// The source does not exist.
    SourceNotFound,
    /// The source cannot be reached at the moment.
    SourceNotAvailable,
    /// The source kept the agent out.
    SourceBlocked,
    /// A required input is missing.
    InputMissing,
    /// The API key is not valid.
    ApiKeyInvalid,
    /// The task does not exist.
    TaskNotFound,
    /// The source refused the end user's credential.
    AuthInvalid,
    /// The second factor was not answered in time; the older code.
    MfaTimeout,
    /// The interaction was not answered in time.
    InteractionTimeout,
    /// Any other word.
    Other(OtherWord),
}

impl ProblemCode {
    /// Returns whether the code says that something does not exist: Deck forms such codes as the name of a
    /// resource and `_not_found`.
    ///
    /// # Examples
    ///
    /// Codes that are not known by name count too:
    ///
    /// ```
    /// use deck_types::ProblemCode;
    ///
    /// assert!(ProblemCode::from("task_run_not_found").is_not_found());
    /// assert!(!ProblemCode::InputMissing.is_not_found());
    /// ```
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.as_str().ends_with("_not_found")
    }
}

open_words!(ProblemCode {
    ApiError = "api_error",
    Timeout = "timeout",
    EndpointDeprecated = "endpoint_deprecated",
    IdempotencyError = "idempotency_error",
    IdempotencyKeyError = "idempotency_key_error",
    Blocked = "blocked",
    RateLimitExceeded = "rate_limit_exceeded",
    SessionLimitExceeded = "session_limit_exceeded",
    SourceError = "source_error",
    SourceInvalid = "source_invalid",
    SourceNotFound = "source_not_found",
    SourceNotAvailable = "source_not_available",
    SourceBlocked = "source_blocked",
    InputMissing = "input_missing",
    ApiKeyInvalid = "api_key_invalid",
    TaskNotFound = "task_not_found",
    AuthInvalid = "auth_invalid",
    MfaTimeout = "mfa_timeout",
    InteractionTimeout = "interaction_timeout",
});
