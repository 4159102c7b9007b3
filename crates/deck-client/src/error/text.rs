//! How an error is written.

use std::error::Error as _;
use std::fmt;
use std::fmt::Write as _;

use deck_types::OneLine;

use super::Error;
use super::Inner;
use super::Kind;
use super::attempt_log;
use super::bounded::Bounded;

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Kind::Wait(failure), Some(run)) = (&self.0.kind, &self.0.run) {
            return failure.describe(run, formatter);
        }
        match &self.0.operation {
            Some(operation) => {
                let how = self.0.kind.failed_how(self.0.response.as_ref());
                write!(Bounded::new(formatter), "{}", OneLine(operation))?;
                if let Some(range) = &self.0.range {
                    write!(formatter, " in {range}")?;
                }
                write!(formatter, " {how}")?;
            }
            None => write!(formatter, "{}", self.0.kind.failed_what())?,
        }
        if let Some(run) = &self.0.run {
            write!(formatter, " while {run} was waited for")?;
        }
        attempt_log::describe(&self.0.attempts, formatter)?;
        if let Some(facts) = &self.0.response {
            facts.describe(&mut Bounded::new(formatter))?;
        }
        match self.0.kind.advice(self.0.response.as_ref()) {
            Some(advice) => write!(formatter, "; {advice}"),
            None => Ok(()),
        }
    }
}

/// Writes the text and the causes on one line, as a `main` that returns the error shows it; `{:#?}` shows the
/// parts.
impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !formatter.alternate() {
            return self.write_chain(formatter);
        }
        let Inner {
            kind,
            operation,
            idempotency_key,
            response,
            run,
            attempts,
            range,
        } = &*self.0;
        formatter
            .debug_struct("Error")
            .field("kind", kind)
            .field("operation", operation)
            .field("idempotency_key", idempotency_key)
            .field("response", response)
            .field("run", run)
            .field("attempts", attempts)
            .field("range", range)
            .finish()
    }
}

impl Error {
    fn write_chain(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")?;
        let mut cause = self.source();
        while let Some(error) = cause {
            write!(formatter, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
