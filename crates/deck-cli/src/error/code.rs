//! The words for what went wrong, which programs may rely on, and the exit code of each.

use super::symptom::Symptom;

/// What went wrong, in one word that stays the same from version to version.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ErrorCode {
    /// A flag, a value, a file that it names, or a variable of the environment is wrong.
    Usage,
    /// The key is missing, cannot be one, or is refused.
    Key,
    /// The key may not do this.
    Forbidden,
    /// What was asked for does not exist.
    NotFound,
    /// The API does not accept the request.
    Refused,
    /// Too many requests were sent.
    RateLimited,
    /// The API has trouble of its own.
    ServerError,
    /// Nobody could be reached, or the connection broke.
    Unreachable,
    /// The proxy makes no connection.
    Proxy,
    /// The other side could not prove who it is.
    Tls,
    /// Nothing came in time.
    Timeout,
    /// A response came that cannot be read.
    InvalidResponse,
    /// What the command checks or waits for is not so.
    ConditionNotMet,
    /// The output could not be written.
    Output,
    /// The program could not be started, or not go on.
    Internal,
    /// Ctrl-C ended the command.
    Interrupted,
    /// SIGTERM ended the command.
    Terminated,
}

impl ErrorCode {
    /// All there are, in the order of their exit codes.
    pub(crate) const ALL: [Self; 17] = [
        Self::Refused,
        Self::RateLimited,
        Self::ServerError,
        Self::InvalidResponse,
        Self::Output,
        Self::Internal,
        Self::Usage,
        Self::Key,
        Self::Forbidden,
        Self::NotFound,
        Self::Unreachable,
        Self::Proxy,
        Self::Tls,
        Self::Timeout,
        Self::ConditionNotMet,
        Self::Interrupted,
        Self::Terminated,
    ];

    /// Returns the word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Key => "key",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Refused => "refused",
            Self::RateLimited => "rate_limited",
            Self::ServerError => "server_error",
            Self::Unreachable => "unreachable",
            Self::Proxy => "proxy",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::InvalidResponse => "invalid_response",
            Self::ConditionNotMet => "condition_not_met",
            Self::Output => "output",
            Self::Internal => "internal",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
        }
    }

    /// Returns what it means, in one line.
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Self::Usage => {
                "A flag, a value, a file that it names, or a variable of the environment is wrong"
            }
            Self::Key => "The key is missing, cannot be one, or is refused",
            Self::Forbidden => "The key may not do this",
            Self::NotFound => "What was asked for does not exist",
            Self::Refused => "The API does not accept the request",
            Self::RateLimited => "Too many requests were sent",
            Self::ServerError => "The API has trouble of its own",
            Self::Unreachable => "Nobody could be reached, or the connection broke",
            Self::Proxy => "The proxy makes no connection",
            Self::Tls => "The other side could not prove who it is",
            Self::Timeout => "Nothing came in time",
            Self::InvalidResponse => "A response came that cannot be read",
            Self::ConditionNotMet => "What the command checks or waits for is not so",
            Self::Output => "The output could not be written",
            Self::Internal => "The program could not be started, or not go on",
            Self::Interrupted => "Ctrl-C ended the command",
            Self::Terminated => "SIGTERM ended the command",
        }
    }

    /// Returns whether the cause passes by itself, so that the same command may succeed later.
    pub(crate) const fn is_transient(self) -> bool {
        matches!(
            self,
            Self::RateLimited | Self::ServerError | Self::Unreachable | Self::Timeout
        )
    }

    /// Returns the exit code.
    pub(crate) const fn exit_code(self) -> u8 {
        match self {
            Self::Refused
            | Self::RateLimited
            | Self::ServerError
            | Self::InvalidResponse
            | Self::Output
            | Self::Internal => 1,
            Self::Usage => 2,
            Self::Key | Self::Forbidden => 4,
            Self::NotFound => 5,
            Self::Unreachable | Self::Proxy | Self::Tls | Self::Timeout => 6,
            Self::ConditionNotMet => 8,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }
}

impl From<Symptom> for ErrorCode {
    fn from(symptom: Symptom) -> Self {
        match symptom {
            Symptom::InvalidRequest | Symptom::PlainHttp => Self::Usage,
            Symptom::Unauthorized => Self::Key,
            Symptom::Forbidden => Self::Forbidden,
            Symptom::NotFound | Symptom::NoSuchAddress => Self::NotFound,
            Symptom::RateLimited(_) | Symptom::SessionLimit => Self::RateLimited,
            Symptom::Refused | Symptom::Organization | Symptom::Elsewhere => Self::Refused,
            Symptom::ServerTrouble => Self::ServerError,
            Symptom::Unreachable | Symptom::Broken => Self::Unreachable,
            Symptom::Proxy => Self::Proxy,
            Symptom::Tls => Self::Tls,
            Symptom::TimedOut | Symptom::HeldBack => Self::Timeout,
            Symptom::NotTheApi | Symptom::Paging => Self::InvalidResponse,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::error::exit_code::EXIT_CODES;

    #[test]
    fn every_code_has_a_word_of_its_own() {
        let words: HashSet<_> = ErrorCode::ALL.map(ErrorCode::word).into();
        assert_eq!(words.len(), ErrorCode::ALL.len());
    }

    #[test]
    fn every_exit_code_is_in_the_table_and_the_table_has_no_other() {
        let mut used: Vec<_> = ErrorCode::ALL.map(ErrorCode::exit_code).into();
        used.dedup();
        let listed: Vec<_> = EXIT_CODES.iter().map(|exit_code| exit_code.code).collect();
        assert_eq!(used, listed[1..]);
        assert_eq!(listed[0], 0);
    }
}
