//! Listings: one engine for all of them.
//!
//! What is listed is frozen as text ([`deck_types::Listed`]) before the first request; from then on only the
//! position moves. The state machines below know positions and pages, and [`fetch`] is the one place that
//! joins the two into a request.

mod cycle;
pub(crate) mod engine;
pub(crate) mod fetch;
mod fetch_ahead;
mod fingerprint_set;
mod identity;
pub(crate) mod items;
pub(crate) mod list_call;
pub(crate) mod loop_guard;
pub(crate) mod page_call;
mod pager;
pub(crate) mod pages;
mod progress;
mod recent;
mod recovery;
mod refusal;
pub(crate) mod settings;
#[cfg(test)]
mod tests;
mod unsendable;
mod visited;

use deck_types::Listed;
use deck_types::ResumeToken;

use self::progress::Progress;
use crate::Error;

/// Returns the token of a listing that stands where `progress` says.
///
/// # Errors
///
/// Fails when the listing cannot be sent, or has no room in a token.
fn resume_token(progress: &Progress, listed: Result<&Listed, Error>) -> Result<ResumeToken, Error> {
    progress
        .resume_token(listed?)
        .map_err(Error::invalid_request)
}
