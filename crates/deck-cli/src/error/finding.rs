//! What a command found out by itself: neither an error of a request nor wrong usage that the parser sees.

use super::Failure;
use super::code::ErrorCode;

/// What a command found out, and what to do about it.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) code: ErrorCode,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// The command that the help speaks of.
    pub(crate) command: Option<String>,
}

impl Failure {
    /// Returns wrong usage for this reason.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::found(ErrorCode::Usage, message.into())
    }

    /// Returns the end by Ctrl-C.
    pub(crate) fn interrupted() -> Self {
        Self::found(ErrorCode::Interrupted, "interrupted".to_owned())
    }

    fn found(code: ErrorCode, message: String) -> Self {
        Finding {
            code,
            message,
            help: None,
            command: None,
        }
        .into()
    }
}

impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        Self::Finding(Box::new(finding))
    }
}
