//! The line of progress that a terminal draws over and over: what else is written there stands above it.

use std::sync::Mutex;
use std::sync::PoisonError;

use indicatif::ProgressBar;

/// The line that is drawn. There is one terminal, so there is one of these.
static DRAWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Says which line is drawn from now on.
pub(crate) fn set(bar: Option<ProgressBar>) {
    *DRAWN.lock().unwrap_or_else(PoisonError::into_inner) = bar;
}

/// Takes the line away while something is written to the terminal.
pub(crate) fn write_above(write: impl FnOnce()) {
    let drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    match &*drawn {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}
