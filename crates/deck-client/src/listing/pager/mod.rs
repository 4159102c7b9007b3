//! The state machine of paging: which page to ask for, and when to stop.
//!
//! It knows no future, no clock, no transport and no endpoint: pages go in, positions come out.
//!
//! ```text
//!   at the first page ──check──▶ items are delivered ──advance──▶ at the next page ──check──▶ …
//!          ▲    │ refused                            │    │
//!          └────┘                     stays here on  │    └──▶ ended
//!                                     an error       ▼
//! ```
//!
//! A page is passed in two steps, because its items are delivered in between: [`Pager::check`]
//! refuses a page that must not be delivered, [`Pager::advance`] moves on. An error of either leaves
//! the pager where it is.

#[cfg(test)]
mod tests;

use deck_types::Continuation;
use deck_types::Fingerprint;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::PagePosition;

use crate::LoopGuard;
use crate::PaginationError;
use crate::listing::identity::Identity;
use crate::listing::settings::Settings;
use crate::listing::visited::Visited;
use crate::listing::visited::fingerprints_of_page;

#[derive(Clone, Debug)]
pub(in crate::listing) struct Pager {
    at: PagePosition,
    ended: bool,
    empty_pages: u32,
    visited: Visited,
    continuation: Continuation,
    loop_guard: LoopGuard,
    max_empty_pages: u32,
}

/// What a page said about what follows it, kept until its items are delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::listing) struct Following {
    next: Result<Option<PagePosition>, PaginationError>,
    is_empty: bool,
    page: Option<Vec<Fingerprint>>,
}

impl Following {
    /// Returns the position of the page that follows, if there is one.
    pub(in crate::listing) fn position(&self) -> Option<&PagePosition> {
        self.next.as_ref().ok()?.as_ref()
    }
}

impl Pager {
    pub(in crate::listing) fn new(start: PagePosition, settings: &Settings) -> Self {
        let mut visited = Visited::default();
        visited.follow(&start);
        Self {
            at: start,
            ended: false,
            empty_pages: 0,
            visited,
            continuation: settings.continuation,
            loop_guard: settings.loop_guard,
            max_empty_pages: settings.max_empty_pages,
        }
    }

    /// Returns the position of the page that is being read, or is to be read next.
    pub(in crate::listing) fn at(&self) -> &PagePosition {
        &self.at
    }

    pub(in crate::listing) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Returns whether the item stood on an earlier page that is remembered to find long cycles.
    pub(in crate::listing) fn is_in_cycle(&self, item: Fingerprint) -> bool {
        self.visited.cycle().contains(item)
    }

    /// Checks a page before any of its items is delivered; nothing of it is to be when it returns nothing.
    ///
    /// `next` is what [`following`](Self::following) returns for the page. `leads_back` tells that going on
    /// from this page would lead to where the listing has been.
    ///
    /// # Errors
    ///
    /// Fails when the page is the one before over again, or leads back.
    pub(in crate::listing) fn check<T: PageItem>(
        &mut self,
        page: &Page<T>,
        next: Result<Option<PagePosition>, PaginationError>,
        identities: &[Identity],
        leads_back: bool,
    ) -> Result<Option<Following>, PaginationError> {
        let fingerprints = fingerprints_of_page(identities);
        if leads_back || self.visited.is_last_page(fingerprints.as_deref()) {
            match self.loop_guard {
                LoopGuard::Error => return Err(PaginationError::RepeatedPage),
                LoopGuard::Stop => {
                    self.ended = true;
                    return Ok(None);
                }
                LoopGuard::Ignore => {}
            }
        }
        Ok(Some(Following {
            next,
            is_empty: page.is_empty(),
            page: fingerprints,
        }))
    }

    /// Moves on, after the items of the page are delivered.
    ///
    /// # Errors
    ///
    /// Fails when there is more but no way on; the pager stays at this page.
    pub(in crate::listing) fn advance(
        &mut self,
        following: Following,
    ) -> Result<(), PaginationError> {
        let Some(next) = following.next? else {
            self.ended = true;
            return Ok(());
        };
        self.empty_pages = self.count_empty_pages(following.is_empty)?;
        self.visited.pass(following.page);
        self.visited.follow(&next);
        self.at = next;
        Ok(())
    }

    /// Wants the page at `position` next, whatever was wanted before; where the listing has been is
    /// forgotten.
    pub(in crate::listing) fn return_to(&mut self, position: PagePosition) {
        self.visited = Visited::default();
        self.visited.follow(&position);
        self.at = position;
    }

    /// Returns the position of the page that follows `page`; nothing after the last.
    ///
    /// # Errors
    ///
    /// Fails when there is more but no way on, or the way was taken before.
    pub(in crate::listing) fn following<T: PageItem>(
        &self,
        page: &Page<T>,
    ) -> Result<Option<PagePosition>, PaginationError> {
        let next = self.at.following(page, self.continuation)?;
        let repeats = next
            .as_ref()
            .is_some_and(|next| self.visited.contains(next));
        match (repeats, self.loop_guard) {
            (true, LoopGuard::Error) => Err(PaginationError::RepeatedContinuation),
            (true, LoopGuard::Stop) => Ok(None),
            (false, _) | (true, LoopGuard::Ignore) => Ok(next),
        }
    }

    fn count_empty_pages(&self, is_empty: bool) -> Result<u32, PaginationError> {
        let count = if is_empty {
            self.empty_pages.saturating_add(1)
        } else {
            0
        };
        if count > self.max_empty_pages {
            return Err(PaginationError::EmptyPages { count });
        }
        Ok(count)
    }
}
