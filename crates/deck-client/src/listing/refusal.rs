//! What becomes of a page request that the server refuses.

use deck_types::PagePosition;

use super::progress::Progress;
use super::progress::Retreat;
use crate::Error;

/// Returns normally if the listing has found another way to ask, which is to be tried at once.
///
/// # Errors
///
/// Gives the error back, told as one of paging where it is.
pub(super) fn survive(progress: &mut Progress, error: Error) -> Result<(), Error> {
    let is_of_position = progress
        .wanted()
        .is_some_and(|wanted| concerns(&error, &wanted.position));
    if !is_of_position {
        return Err(error);
    }
    match progress.retreat() {
        Retreat::AskAgain => Ok(()),
        Retreat::NotOurs => Err(error),
        Retreat::Lost(rule) => Err(error.into_paging(rule)),
    }
}

/// Returns whether the server may have meant the position.
///
/// How the API refuses one is not documented, so three statuses count, unless the problems name other fields.
fn concerns(error: &Error, position: &PagePosition) -> bool {
    let key = match position {
        PagePosition::Start => return false,
        PagePosition::Cursor(_) => "cursor",
        PagePosition::After(_) => "starting_after",
        PagePosition::Before(_) => "ending_before",
    };
    let problems = error.problems();
    let is_of_others = !problems.is_empty()
        && problems.iter().all(|problem| {
            let field = problem.field.as_deref();
            field.is_some_and(|field| !field.contains(key))
        });
    matches!(error.status(), Some(400 | 404 | 422)) && !is_of_others
}
