//! A write of which nobody knows whether it happened.

use deck_client::AttemptOutcome;
use deck_client::Error;
use deck_client::IdempotencyKey;
use deck_transport::Delivery;

use crate::error::Failure;

/// A write of which nobody knows whether it happened.
#[derive(Debug)]
pub(crate) struct UnknownOutcome {
    /// What went wrong; none where that was Ctrl-C.
    pub(crate) error: Option<Error>,
    /// What has happened if the request was carried out.
    pub(crate) happens: &'static str,
    pub(crate) key: IdempotencyKey,
    /// The command that does it once, whether it has happened or not; none where that is too long.
    pub(crate) command: Option<String>,
}

impl UnknownOutcome {
    /// Returns what is not known, and how to go on.
    pub(crate) fn help(&self) -> String {
        let was_accepted = self.error.as_ref().is_some_and(Error::was_accepted);
        let known = match was_accepted {
            true => format!("{}, but the response cannot be read", self.happens),
            false => format!("it is not known whether {}", self.happens),
        };
        let way = match &self.command {
            Some(_) => "this does nothing twice, for 24 hours:".to_owned(),
            None => format!(
                "the same command with --idempotency-key={} does nothing twice, for 24 hours",
                self.key.as_str()
            ),
        };
        format!("{known}; {way}")
    }
}

impl From<UnknownOutcome> for Failure {
    fn from(outcome: UnknownOutcome) -> Self {
        Self::UnknownOutcome(Box::new(outcome))
    }
}

/// Returns whether a write that failed may have happened all the same.
///
/// A refusal of the last attempt says that no attempt before it happened either: with the same key, it would
/// have had the response of that one.
pub(crate) fn may_have_happened(error: &Error) -> bool {
    if error.was_accepted() {
        return true;
    }
    let attempts = error.attempts();
    let is_refused = attempts.last().is_some_and(|last| {
        matches!(last.outcome, AttemptOutcome::Responded { status }
            if is_refusal(status) && (status != 409 || attempts.len() == 1))
    });
    !is_refused
        && attempts.iter().any(|attempt| match attempt.outcome {
            AttemptOutcome::Responded { status } => !is_refusal(status) || status == 409,
            AttemptOutcome::Failed { delivery, .. } => delivery != Delivery::NotSent,
            _ => true,
        })
}

/// Returns whether the status says that nothing was done. A request that took too long, or that a server or
/// a gateway failed at, may have been carried out.
fn is_refusal(status: u16) -> bool {
    (300..500).contains(&status) && status != 408
}
