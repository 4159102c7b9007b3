//! How a listing behaves, apart from what is asked of the server.

use deck_types::Continuation;
use deck_types::Page;

use crate::LoopGuard;

#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(super) continuation: Continuation,
    pub(super) loop_guard: LoopGuard,
    pub(super) max_empty_pages: u32,
    pub(super) max_errors: u32,
    pub(crate) max_items: Option<u64>,
    pub(crate) max_page_items: usize,
}

impl Settings {
    pub(super) const DEFAULT_MAX_EMPTY_PAGES: u32 = 100;
    pub(super) const DEFAULT_MAX_ERRORS: u32 = 10;

    pub(super) fn new(continuation: Continuation) -> Self {
        Self {
            continuation,
            loop_guard: LoopGuard::default(),
            max_empty_pages: Self::DEFAULT_MAX_EMPTY_PAGES,
            max_errors: Self::DEFAULT_MAX_ERRORS,
            max_items: None,
            max_page_items: Page::<()>::MAX_ITEMS,
        }
    }
}
