//! Why a command failed, what it says about that, and the exit code.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use deck_client::ApiKeyError;
use deck_client::Error;
use deck_sandbox::NdjsonError;

use crate::authorities::AuthorityError;
use crate::commands::listing::delivery::BrokenOff;
use crate::commands::period::period_error::PeriodError;
use crate::commands::task_runs::export::export_error::ExportError;
use crate::commands::task_runs::stats::bad_lines::BadLines;
use crate::commands::write::unknown_outcome::UnknownOutcome;
use crate::key::command::KeyCommandError;
use crate::output::layout_error::LayoutError;
use crate::output::tabular::Noun;
use crate::profile::error::ProfileError;

use self::code::ErrorCode;
use self::explained::Explained;
use self::situation::Situation;
use self::symptom::Symptom;

pub(crate) mod code;
pub(crate) mod exit_code;
pub(crate) mod explained;
mod lines;
pub(crate) mod report;
pub(crate) mod situation;
mod suspects;
mod symptom;

#[cfg(test)]
mod tests;

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The key is missing or cannot be one.
    Key(ApiKeyError),
    /// There is no such profile, or the file of profiles cannot be used.
    Profile(ProfileError),
    /// The command that prints the key gave none.
    KeyCommand(KeyCommandError),
    /// Two flags contradict each other.
    Contradiction(&'static str),
    /// The period asked for is none.
    Period(PeriodError),
    /// Items cannot be laid out as was asked for.
    Layout(LayoutError),
    /// A request was not possible, got no response, or was refused.
    Request(Error),
    /// A listing ended before its end.
    BrokenOff(Box<BrokenOff>),
    /// An export ended before its end, or never began.
    Export(Box<ExportError>),
    /// Nobody knows whether a write happened.
    UnknownOutcome(Box<UnknownOutcome>),
    /// The certificate authorities of one's own cannot be trusted.
    Authority(AuthorityError),
    /// Some items of a listing could not be read; each was reported when it came.
    Rejected {
        /// How many.
        count: u64,
        /// What they are called.
        noun: Noun,
    },
    /// The API differs from what this version knows; the report says how.
    Drift {
        /// At how many places.
        places: usize,
    },
    /// Standard output could not be written.
    Output(io::Error),
    /// The sandbox could not be started.
    Sandbox(io::Error),
    /// The runtime could not be started.
    Runtime(io::Error),
    /// A file could not be read.
    File(PathBuf, io::Error),
    /// Lines of a file are no task runs.
    Import(PathBuf, NdjsonError),
    /// Some lines of a file are no runs; all others were counted.
    BadLines(PathBuf, BadLines),
    /// A failure of one command only, told in its own words.
    Explained(Box<Explained>),
}

impl Failure {
    /// Returns the exit code: 0 when the reader of the output has simply gone away.
    pub(crate) fn exit_code(&self) -> ExitCode {
        if self.is_quiet() {
            return ExitCode::SUCCESS;
        }
        ExitCode::from(self.code().exit_code())
    }

    /// Returns the error of the client, if it was one.
    fn request_error(&self) -> Option<&Error> {
        match self {
            Self::Request(error) => Some(error),
            Self::BrokenOff(broken_off) => broken_off.error.as_ref(),
            Self::Export(export) => export.request_error(),
            Self::UnknownOutcome(outcome) => outcome.error.as_ref(),
            _ => None,
        }
    }

    /// Returns the command that the advice ends with, if it does.
    fn next_command(&self) -> Option<&str> {
        match self {
            Self::UnknownOutcome(outcome) => outcome.command.as_deref(),
            Self::Explained(explained) => explained.command.as_deref(),
            _ => None,
        }
    }

    /// Returns what went wrong in one word.
    pub(crate) fn code(&self) -> ErrorCode {
        if let Some(error) = self.request_error() {
            return Symptom::of(error).into();
        }
        match self {
            Self::Key(_) | Self::KeyCommand(_) => ErrorCode::Key,
            Self::Profile(_)
            | Self::Contradiction(_)
            | Self::Period(_)
            | Self::Layout(_)
            | Self::Authority(_)
            | Self::File(..)
            | Self::Import(..) => ErrorCode::Usage,
            Self::Drift { .. } => ErrorCode::ConditionNotMet,
            Self::Export(export) => export.code(),
            Self::BrokenOff(_) | Self::UnknownOutcome(_) => ErrorCode::Interrupted,
            Self::Request(_) | Self::Rejected { .. } | Self::BadLines(..) => {
                ErrorCode::InvalidResponse
            }
            Self::Output(_) => ErrorCode::Output,
            Self::Sandbox(_) | Self::Runtime(_) => ErrorCode::Internal,
            Self::Explained(explained) => explained.code,
        }
    }

    /// Returns whether this is no failure: a reader that has seen enough, such as `head`, closes the pipe.
    pub(crate) fn is_quiet(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Returns what went wrong.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Key(error) => error.to_string(),
            Self::Profile(error) => error.to_string(),
            Self::KeyCommand(error) => error.to_string(),
            Self::Contradiction(message) => (*message).to_owned(),
            Self::Period(error) => error.to_string(),
            Self::Layout(error) => error.to_string(),
            Self::Request(error) => error.to_string(),
            Self::BrokenOff(broken_off) => match &broken_off.error {
                Some(error) => error.to_string(),
                None if broken_off.shown == 0 => {
                    format!("interrupted before any {} was shown", broken_off.noun.one)
                }
                None => "interrupted".to_owned(),
            },
            Self::Export(export) => export.to_string(),
            Self::UnknownOutcome(outcome) => match &outcome.error {
                Some(error) => error.to_string(),
                None => "interrupted".to_owned(),
            },
            Self::Authority(error) => error.to_string(),
            Self::Rejected { count, noun } => {
                let is = if *count == 1 { "is" } else { "are" };
                format!(
                    "{} could not be read and {is} not shown",
                    noun.count(*count)
                )
            }
            Self::Drift { places: 1 } => "the API differs from this version at 1 place".to_owned(),
            Self::Drift { places } => {
                format!("the API differs from this version at {places} places")
            }
            Self::Output(error) => format!("standard output could not be written: {error}"),
            Self::Sandbox(error) => format!("the sandbox could not be started: {error}"),
            Self::Runtime(error) => format!("the program could not be started: {error}"),
            Self::File(path, error) => format!("{} could not be read: {error}", path.display()),
            Self::Import(path, error) => match error.rejected().len() {
                1 => format!("1 line of {} is no task run", path.display()),
                count => format!("{count} lines of {} are no task runs", path.display()),
            },
            Self::BadLines(path, bad_lines) => match bad_lines.count() {
                1 => format!(
                    "1 line of {} is no task run and is not counted",
                    path.display()
                ),
                count => {
                    format!(
                        "{count} lines of {} are no task runs and are not counted",
                        path.display()
                    )
                }
            },
            Self::Explained(explained) => explained.message.clone(),
        }
    }

    fn advice(&self, situation: &Situation) -> Option<String> {
        match self {
            Self::Key(_) => Some(
                "the key is read from DECK_API_KEY, or printed by the key_command of a profile; without one, \
                 `deck --sandbox ...` works too"
                    .to_owned(),
            ),
            Self::Profile(error) => error.advice().map(str::to_owned),
            Self::KeyCommand(error) => Some(error.advice()),
            Self::Request(error) => Symptom::of(error).advice(error, 0, situation),
            Self::Export(export) => {
                let error = export.request_error()?;
                Symptom::of(error).advice(error, 0, situation)
            }
            Self::BrokenOff(broken_off) => {
                let error = broken_off.error.as_ref()?;
                Symptom::of(error).advice(error, broken_off.shown, situation)
            }
            Self::UnknownOutcome(outcome) => Some(outcome.help()),
            Self::Authority(error) => Some(error.advice()),
            Self::Layout(error) => Some(error.advice()),
            Self::Explained(explained) => explained.advice.clone(),
            Self::Rejected { .. } => Some("--output ndjson writes them as they are".to_owned()),
            Self::Drift { .. } => Some(
                "what is unknown is kept and does no harm; a newer version of this program may know it"
                    .to_owned(),
            ),
            _ => None,
        }
    }
}

impl From<PeriodError> for Failure {
    fn from(error: PeriodError) -> Self {
        Self::Period(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Request(error)
    }
}

/// The only input or output that commands do by themselves is writing to standard output. A writer that
/// cannot lay out an item says so in the same way.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.downcast::<LayoutError>() {
            Ok(error) => Self::Layout(error),
            Err(error) => Self::Output(error),
        }
    }
}

impl From<LayoutError> for Failure {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error.into_output_error() {
            Ok(error) => Self::Output(error),
            Err(error) => Self::Export(Box::new(error)),
        }
    }
}

impl From<Box<BrokenOff>> for Failure {
    fn from(broken_off: Box<BrokenOff>) -> Self {
        Self::BrokenOff(broken_off)
    }
}
