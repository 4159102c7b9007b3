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
            Self::Unreachable | Self::Timeout => 6,
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
            Symptom::RateLimited(_) => Self::RateLimited,
            Symptom::Refused => Self::Refused,
            Symptom::ServerTrouble => Self::ServerError,
            Symptom::Unreachable | Symptom::Proxy | Symptom::Tls | Symptom::Broken => {
                Self::Unreachable
            }
            Symptom::TimedOut => Self::Timeout,
            Symptom::NotTheApi | Symptom::Paging => Self::InvalidResponse,
        }
    }
}
