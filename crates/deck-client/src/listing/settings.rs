//! The home of [`Settings`]: how a listing behaves, apart from what is asked of the server.

use crate::LoopGuard;

/// How a forward listing goes on after a page.
///
/// The reference page of `GET /task-runs` lists `starting_after`, and describes `next_cursor` as
/// the value for `cursor`; the pagination page knows `cursor` only. The default follows what each
/// page says of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Continuation {
    /// Sends `next_cursor` as `cursor`; where a page has none, the id of its last run as
    /// `starting_after`. The default.
    #[default]
    Cursor,
    /// Sends the id of the last run as `starting_after`, whatever `next_cursor` is.
    LastId,
}

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) continuation: Continuation,
    pub(super) loop_guard: LoopGuard,
    pub(super) max_empty_pages: u32,
    pub(super) max_items: Option<u64>,
}

impl Settings {
    pub(super) const DEFAULT_MAX_EMPTY_PAGES: u32 = 100;
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            continuation: Continuation::default(),
            loop_guard: LoopGuard::default(),
            max_empty_pages: Self::DEFAULT_MAX_EMPTY_PAGES,
            max_items: None,
        }
    }
}
