//! Why a wait ended before its run did, in words.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use deck_types::OneLine;

use super::run_facts::RunFacts;

/// Why a wait ended before its run did.
#[derive(Debug)]
pub(crate) enum WaitFailure {
    /// The run asks something, and nobody was there to reply.
    InteractionRequired,
    /// The run waits for a review.
    ReviewRequired,
    /// The time for the run is over.
    TimedOut {
        limit: Duration,
        /// Whether the run was canceled because of that: that the request failed is the source.
        canceled: Option<bool>,
        source: Option<BoxedError>,
    },
    /// The handler of interactions failed.
    Handler(BoxedError),
}

type BoxedError = Box<dyn StdError + Send + Sync>;

impl WaitFailure {
    pub(super) fn describe(
        &self,
        run: &RunFacts,
        formatter: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        write!(formatter, "{run} ")?;
        match self {
            Self::InteractionRequired => formatter.write_str(
                "asks for an interaction, and nobody is there to reply; \
                 submit one and wait again, or give the wait a handler with `on_interaction`",
            ),
            Self::ReviewRequired => formatter.write_str(
                "waits for a review; wait again when that is done, or go on with `through_review`",
            ),
            Self::Handler(_) => {
                formatter.write_str("asks for an interaction, and the handler failed")
            }
            Self::TimedOut {
                limit, canceled, ..
            } => describe_timeout(run, *limit, *canceled, formatter),
        }
    }

    pub(super) fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::TimedOut { source, .. } => {
                source.as_ref().map(|source| &**source as &dyn StdError)
            }
            Self::Handler(source) => Some(&**source),
            Self::InteractionRequired | Self::ReviewRequired => None,
        }
    }
}

fn describe_timeout(
    run: &RunFacts,
    limit: Duration,
    canceled: Option<bool>,
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    write!(
        formatter,
        "has not ended within {} s",
        limit.as_secs_f64().ceil()
    )?;
    match (&run.run, &run.shown_status) {
        (None, _) => formatter.write_str(", and was not seen at all")?,
        (Some(_), None) => formatter.write_str(", and has no status")?,
        (Some(_), Some(status)) => {
            write!(formatter, ", and was last seen as {}", OneLine(status))?;
        }
    }
    formatter.write_str(match canceled {
        None => "; it was left as it is",
        Some(true) => "; it was asked to cancel",
        Some(false) => "; it was not canceled, and may go on",
    })
}
