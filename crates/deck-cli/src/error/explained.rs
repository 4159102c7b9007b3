//! A failure of one command only, told in its own words.

use std::error::Error;

use crate::diagnostics::causes;

use super::Failure;
use super::code::ErrorCode;

/// A failure of one command only, told in its own words.
#[derive(Debug)]
pub(crate) struct Explained {
    pub(super) code: ErrorCode,
    pub(super) message: String,
    pub(super) causes: Vec<String>,
    pub(super) advice: Option<String>,
    /// The command that the advice speaks of.
    pub(super) command: Option<String>,
}

impl Explained {
    /// Says what went wrong.
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            causes: Vec::new(),
            advice: None,
            command: None,
        }
    }

    /// Adds the causes of an error, whose own text is in the message.
    pub(crate) fn caused_by(self, error: &dyn Error) -> Self {
        Self {
            causes: causes(error),
            ..self
        }
    }

    /// Adds what to do about it.
    pub(crate) fn advise(self, advice: impl Into<String>) -> Self {
        Self {
            advice: Some(advice.into()),
            ..self
        }
    }

    /// Adds the command that the advice speaks of, if there is one.
    pub(crate) fn with_command(self, command: Option<String>) -> Self {
        Self { command, ..self }
    }
}

impl Failure {
    /// Returns wrong usage for this reason.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Explained::new(ErrorCode::Usage, message).into()
    }

    /// Returns the end by Ctrl-C.
    pub(crate) fn interrupted() -> Self {
        Explained::new(ErrorCode::Interrupted, "interrupted").into()
    }

    /// Returns the end by Ctrl-C, with what was done until then.
    pub(crate) fn interrupted_after(done: &str) -> Self {
        Explained::new(ErrorCode::Interrupted, format!("interrupted; {done}")).into()
    }
}

impl From<Explained> for Failure {
    fn from(explained: Explained) -> Self {
        Self::Explained(Box::new(explained))
    }
}
