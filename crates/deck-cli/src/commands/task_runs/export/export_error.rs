//! Why an export ended before its end, or never began.

use std::fmt;
use std::fmt::Display;
use std::fmt::Formatter;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use deck_client::Error;
use deck_types::SweepCheckpointError;

use crate::error::code::ErrorCode;
use crate::termination::StopSignal;

use super::sealed::SealError;

/// Why an export ended before its end, or never began.
#[derive(Debug)]
pub(crate) struct ExportError {
    pub(super) kind: ErrorKind,
    /// How many runs are saved, and where, if the same command goes on from there.
    pub(super) saved: Option<(u64, PathBuf)>,
}

/// What happened.
#[derive(Debug)]
pub(super) enum ErrorKind {
    /// The listing failed for good, or a run could not be read.
    Request(Error),
    /// Nothing tells where the window ends.
    NoEnd,
    /// A signal asked for the end.
    Stopped(StopSignal),
    /// Standard output could not be written.
    Output(io::Error),
    /// A file could not be read or written.
    File(PathBuf, io::Error),
    /// Another export writes to the same place.
    InUse(PathBuf),
    /// There is a file already.
    Exists(PathBuf),
    /// A name is not one of a file that can be made.
    NotAFile(PathBuf, &'static str),
    /// What was begun under the same name was asked for otherwise.
    Differs(PathBuf, Vec<String>),
    /// A journal or a state cannot be read.
    Unreadable(PathBuf, SealError),
    /// The checkpoint in a journal cannot be read.
    Checkpoint(SweepCheckpointError),
    /// There is a part without a journal.
    NoJournal(PathBuf),
    /// A part is shorter than its journal says.
    TooShort(PathBuf),
}

impl ErrorKind {
    /// Makes an error of what cannot be done with a file.
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> ExportError {
        |error| Self::File(path.to_owned(), error).into()
    }
}

impl From<ErrorKind> for ExportError {
    fn from(kind: ErrorKind) -> Self {
        Self { kind, saved: None }
    }
}

impl From<Error> for ExportError {
    fn from(error: Error) -> Self {
        ErrorKind::Request(error).into()
    }
}

impl ExportError {
    /// Returns the error of standard output, if it was one.
    pub(crate) fn into_output_error(self) -> Result<io::Error, Self> {
        match self.kind {
            ErrorKind::Output(error) => Ok(error),
            _ => Err(self),
        }
    }

    /// Returns the error of the client, if it was one.
    pub(crate) fn request_error(&self) -> Option<&Error> {
        match &self.kind {
            ErrorKind::Request(error) => Some(error),
            _ => None,
        }
    }

    /// Returns what went wrong in one word, where it is no error of the client.
    pub(crate) fn code(&self) -> ErrorCode {
        match &self.kind {
            ErrorKind::Request(_) | ErrorKind::NoEnd => ErrorCode::InvalidResponse,
            ErrorKind::Stopped(StopSignal::Interrupt) => ErrorCode::Interrupted,
            ErrorKind::Stopped(StopSignal::Terminate) => ErrorCode::Terminated,
            ErrorKind::Output(_) | ErrorKind::File(..) => ErrorCode::Output,
            _ => ErrorCode::Usage,
        }
    }

    /// Returns what to do about it, beside what the error of the client advises.
    pub(crate) fn advice(&self) -> Option<String> {
        let restart = |path: &Path| {
            let path = path.display();
            format!("give another name, or --restart, which throws {path} away and begins anew")
        };
        if let Some((runs, path)) = &self.saved {
            let path = path.display();
            return Some(format!(
                "{runs} runs are saved in {path}; the same command goes on from there"
            ));
        }
        match &self.kind {
            ErrorKind::Exists(_) => Some("give another name, or --force to replace it".to_owned()),
            ErrorKind::Differs(path, _) => Some(format!(
                "give the flags of then to go on with it; {}",
                restart(path)
            )),
            ErrorKind::Unreadable(path, SealError::FutureVersion(_)) => Some(format!(
                "go on with the program that wrote it; {}",
                restart(path)
            )),
            ErrorKind::Unreadable(path, _)
            | ErrorKind::NoJournal(path)
            | ErrorKind::TooShort(path) => Some(restart(path)),
            ErrorKind::Checkpoint(_) => Some("--restart throws it away and begins anew".to_owned()),
            ErrorKind::InUse(_) => Some("wait for it, or give another name".to_owned()),
            _ => None,
        }
    }

    /// Returns the lines below the message.
    pub(crate) fn details(&self) -> &[String] {
        match &self.kind {
            ErrorKind::Differs(_, differences) => differences,
            _ => &[],
        }
    }
}

impl Display for ExportError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ErrorKind::Request(error) => write!(formatter, "{error}"),
            ErrorKind::NoEnd => formatter.write_str("the end of the window is not known"),
            ErrorKind::Stopped(StopSignal::Interrupt) => formatter.write_str("interrupted"),
            ErrorKind::Stopped(StopSignal::Terminate) => formatter.write_str("terminated"),
            ErrorKind::Output(error) => write!(formatter, "{error}"),
            ErrorKind::File(path, error) => {
                write!(formatter, "{}: {error}", path.display())
            }
            ErrorKind::InUse(path) => {
                write!(formatter, "another export writes to {}", path.display())
            }
            ErrorKind::Exists(path) => write!(formatter, "{} exists already", path.display()),
            ErrorKind::NotAFile(path, reason) => {
                write!(formatter, "{} {reason}", path.display())
            }
            ErrorKind::Differs(path, _) => write!(
                formatter,
                "{} was written by another export",
                path.display()
            ),
            ErrorKind::Unreadable(path, error) => {
                write!(formatter, "{} cannot be read: {error}", path.display())
            }
            ErrorKind::Checkpoint(error) => {
                write!(
                    formatter,
                    "the journal has no checkpoint that can be read: {error}"
                )
            }
            ErrorKind::NoJournal(path) => write!(
                formatter,
                "{} is there without its journal, so nothing tells how much of it is good",
                path.display()
            ),
            ErrorKind::TooShort(path) => write!(
                formatter,
                "{} is shorter than its journal says",
                path.display()
            ),
        }
    }
}
