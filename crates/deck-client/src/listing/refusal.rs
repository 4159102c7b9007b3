//! Going on after the server refused a position.

use deck_types::PagePosition;

use super::progress::Progress;
use super::progress::StepBack;
use crate::Error;
use crate::PaginationError;

/// Returns normally if the listing has found another way to ask, which is to be tried at once.
///
/// # Errors
///
/// Returns the error, told as one of paging where it is.
pub(super) fn step_back(progress: &mut Progress, error: Error) -> Result<(), Error> {
    let is_of_position = progress
        .wanted()
        .is_some_and(|wanted| concerns(&error, wanted));
    if !is_of_position {
        return Err(error);
    }
    match progress.step_back() {
        StepBack::AskAgain => Ok(()),
        StepBack::NotOurs => Err(error),
        StepBack::Lost(rule) => {
            let too_long = error.too_long_url();
            let rule = too_long.map_or(rule, |length| PaginationError::ContinuationTooLong {
                length,
            });
            Err(error.into_paging(rule))
        }
    }
}

/// Returns whether the server may have meant the position, or the position is too long to be sent to it.
///
/// How the API refuses one is not documented, so three statuses count, unless the problems name other fields.
fn concerns(error: &Error, position: &PagePosition) -> bool {
    let Some((key, _)) = position.key_and_text() else {
        return false;
    };
    if error.too_long_url().is_some() {
        return true;
    }
    let problems = error.problems();
    let is_of_others = !problems.is_empty()
        && problems.iter().all(|problem| {
            let field = problem.field.as_deref();
            field.is_some_and(|field| !field.contains(key))
        });
    matches!(error.status(), Some(400 | 404 | 422)) && !is_of_others
}
