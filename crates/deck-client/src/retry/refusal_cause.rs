//! The causes of refusals that decide about a retry by themselves.

use deck_types::Problem;
use deck_types::ProblemCode;
use deck_types::ProblemType;

/// What the problems of a refusal say about trying again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefusalCause {
    /// Nothing: the status decides.
    Other,
    /// The organization's plan does not allow it: no retry helps, whatever the status.
    Organization,
    /// The organization has as many sessions as it may: a retry helps when one of them has ended.
    SessionLimit,
    /// The idempotency key was used before, by a request that is perhaps still in progress.
    KeyInUse,
}

impl RefusalCause {
    pub(crate) fn of(status: u16, problems: &[Problem]) -> Self {
        let has_type = |problem_type: &ProblemType| {
            problems
                .iter()
                .any(|problem| problem.problem_type.as_ref() == Some(problem_type))
        };
        let is_session_limit = || {
            problems
                .iter()
                .any(|problem| problem.code == Some(ProblemCode::SessionLimitExceeded))
        };
        match status {
            _ if has_type(&ProblemType::Organization) => Self::Organization,
            429 if is_session_limit() => Self::SessionLimit,
            409 if has_type(&ProblemType::Idempotency) => Self::KeyInUse,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(status: u16, problem_type: &str, code: &str) -> RefusalCause {
        RefusalCause::of(
            status,
            &[Problem::default(), Problem::fixture(problem_type, code)],
        )
    }

    #[test]
    fn the_type_organization_counts_whatever_the_status() {
        for status in [403, 409, 429, 503] {
            let found = cause(status, "organization", "session_limit_exceeded");
            assert_eq!(found, RefusalCause::Organization, "{status}");
        }
    }

    #[test]
    fn the_limit_of_sessions_is_a_429_with_its_code() {
        let found = |status| cause(status, "rate_limit", "session_limit_exceeded");
        assert_eq!(found(429), RefusalCause::SessionLimit);
        assert_eq!(found(503), RefusalCause::Other);
        assert_eq!(
            cause(429, "rate_limit", "rate_limit_exceeded"),
            RefusalCause::Other
        );
    }

    #[test]
    fn a_key_in_use_is_a_409_of_the_type_idempotency() {
        assert_eq!(
            cause(409, "idempotency", "idempotency_error"),
            RefusalCause::KeyInUse
        );
        assert_eq!(
            cause(400, "idempotency", "idempotency_key_error"),
            RefusalCause::Other
        );
        assert_eq!(cause(409, "request", "conflict"), RefusalCause::Other);
        assert_eq!(RefusalCause::of(409, &[]), RefusalCause::Other);
    }
}
