//! The home of [`Progress`]: how far a listing has come, item by item.
//!
//! Like the [`Pager`] that it holds, it is a pure state machine: the streams feed it pages and tell
//! it what they delivered.

mod replay;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::collections::VecDeque;
use std::mem;

use deck_types::Delivered;
use deck_types::Fingerprint;
use deck_types::ListTaskRuns;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::PagePosition;
use deck_types::RejectedItem;
use deck_types::ResumeToken;
use deck_types::ResumeTokenError;
use deck_types::WayBack;

use self::replay::Replay;
use crate::PaginationError;
use crate::listing::identity::Identity;
use crate::listing::pager::Pager;
use crate::listing::pager::Passage;
use crate::listing::recent::Recent;
use crate::listing::recovery::Recovery;
use crate::listing::settings::Settings;

/// One element of a page: an item, or one that could not be decoded.
pub(in crate::listing) type Entry<T> = Result<T, RejectedItem>;

#[derive(Clone, Debug)]
pub(in crate::listing) struct Progress {
    pager: Pager,
    /// How the page in hand goes on; absent before it came and after it was left.
    passage: Option<Passage>,
    /// What of the page in hand is still to be delivered, in the order of delivery.
    pending: VecDeque<Identity>,
    /// What was delivered of the page in hand.
    delivered: Delivered,
    recent: Recent,
    replay: Replay,
    recovery: Option<Recovery>,
    /// Where the caller began; not known of a resumed listing that came far.
    origin: Option<PagePosition>,
    remaining: Option<u64>,
}

/// What is to be done about a position that the server refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::listing) enum Retreat {
    /// Another position is wanted now.
    AskAgain,
    /// It is a position of the caller's own: the refusal is the answer.
    NotOurs,
    /// There is no way on.
    Lost(PaginationError),
}

impl Progress {
    pub(in crate::listing) fn new(start: ListTaskRuns, settings: &Settings) -> Self {
        Self {
            origin: Some(start.position.clone()),
            pager: Pager::new(start, settings),
            passage: None,
            pending: VecDeque::new(),
            delivered: Delivered::new(),
            recent: Recent::default(),
            replay: Replay::default(),
            recovery: None,
            remaining: settings.max_items,
        }
    }

    /// Takes up where `token` was made; what is asked of the server comes from the token alone.
    pub(in crate::listing) fn resumed(token: &ResumeToken, settings: &Settings) -> Self {
        let is_at_start = token.list().position == PagePosition::Start;
        let origin = match token.way_back().origin() {
            None if is_at_start => Some(PagePosition::Start),
            origin => origin.cloned(),
        };
        Self {
            recent: Recent::of_token(token, origin.is_some()),
            replay: Replay::of(token.delivered().clone()),
            remaining: token.remaining().or(settings.max_items),
            origin,
            ..Self::new(token.list().clone(), settings)
        }
    }

    /// Returns the parameters of the page to ask for, or nothing when the listing has ended.
    pub(in crate::listing) fn wanted(&self) -> Option<&ListTaskRuns> {
        let is_over = self.pager.has_ended() || self.is_used_up();
        (!is_over).then(|| self.pager.at())
    }

    /// Returns whether as many items were delivered as the caller wants.
    pub(in crate::listing) fn is_used_up(&self) -> bool {
        self.remaining == Some(0)
    }

    pub(in crate::listing) fn is_backward(&self) -> bool {
        self.pager.at().position.is_backward()
    }

    /// Takes a page in and returns what of it is to be delivered, in the server's order.
    ///
    /// # Errors
    ///
    /// Fails when the page must not be delivered; the same page is wanted again.
    pub(in crate::listing) fn accept<T: PageItem>(
        &mut self,
        page: Page<T>,
    ) -> Result<Option<Page<T>>, PaginationError> {
        let identities = Identity::of_page(&page);
        let leads_back = page.is_last() != Some(true) && self.ends_in_the_past(&identities);
        let Some(passage) = self.pager.check(&page, &identities, leads_back)? else {
            return Ok(None);
        };
        self.passage = Some(passage);
        self.delivered = Delivered::new();
        let is_new = self.which_are_new(&identities);
        self.pending = identities
            .into_iter()
            .zip(&is_new)
            .filter_map(|(identity, is_new)| is_new.then_some(identity))
            .collect();
        if self.is_backward() {
            self.pending.make_contiguous().reverse();
        }
        Ok(Some(only(page, &is_new)))
    }

    /// Records that the next element of the page in hand has been delivered; backward, the last comes first.
    pub(in crate::listing) fn deliver(&mut self) {
        let Some(identity) = self.pending.pop_front() else {
            return;
        };
        if let Some(fingerprint) = identity.fingerprint() {
            self.delivered.record(fingerprint);
        }
        self.recent.record(identity);
        self.recovery = None;
        self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(1));
    }

    /// Records that all of the page in hand has been delivered.
    pub(in crate::listing) fn deliver_page(&mut self) {
        while !self.pending.is_empty() {
            self.deliver();
        }
    }

    /// Leaves the page in hand, all of whose items have been delivered.
    ///
    /// # Errors
    ///
    /// Fails when there is more but no way on. The same page is wanted again, and what was
    /// delivered of it will not be delivered a second time.
    pub(in crate::listing) fn leave_page(&mut self) -> Result<(), PaginationError> {
        let Some(passage) = self.passage.take() else {
            return Ok(());
        };
        let left = self.pager.advance(passage);
        if left.is_err() {
            self.replay = Replay::of(self.must_know());
        }
        if left.is_err() || !self.pager.has_ended() {
            self.delivered = Delivered::new();
            self.recent.turn_page();
        }
        left
    }

    /// Finds out what to do when the server refuses the position of the page that is wanted.
    ///
    /// A position by id is searched for a bounded number of times; when that fails, the one that was refused is wanted again.
    pub(in crate::listing) fn retreat(&mut self) -> Retreat {
        let at = self.pager.at().position.clone();
        let is_own = self.origin.as_ref() == Some(&at);
        let is_by_id = matches!(at, PagePosition::After(_) | PagePosition::Before(_));
        let has_way_back = is_by_id && self.recent.oldest_anchor().is_some();
        let mut recovery = match self.recovery.take() {
            Some(recovery) => recovery,
            None if is_own && !has_way_back => return Retreat::NotOurs,
            None if !is_by_id => return Retreat::Lost(PaginationError::ContinuationRefused),
            None => Recovery::from(at),
        };
        let Some(position) = recovery.step(&self.recent, self.origin.as_ref()) else {
            let tried = recovery.tried();
            self.pager.return_to(recovery.refused().clone());
            return Retreat::Lost(PaginationError::AnchorsGone { tried });
        };
        let mut known = self.must_know();
        known.extend(&delivered(self.recent.fingerprints()));
        self.replay = Replay::of(known);
        self.pager.return_to(position);
        self.recovery = Some(recovery);
        Retreat::AskAgain
    }

    /// Returns the token that continues right after the item that was delivered last.
    ///
    /// What would be good to know but is too much for the text is left out.
    ///
    /// # Errors
    ///
    /// Fails when the text has no room for what it must hold.
    pub(in crate::listing) fn resume_token(&self) -> Result<ResumeToken, ResumeTokenError> {
        if self.recent.on_page() > Delivered::CAPACITY {
            return Err(ResumeTokenError::TooLong);
        }
        let list = self.pager.at();
        let mut known = self.replay.delivered().clone();
        match list.position {
            PagePosition::Start => {}
            PagePosition::Cursor(_) => known.extend(&delivered(self.recent.of_two_pages())),
            PagePosition::After(_) | PagePosition::Before(_) => {
                known.extend(&delivered(self.recent.fingerprints()));
            }
        }
        known.extend(&self.delivered);
        let token = ResumeToken::new(list.clone(), known, self.remaining)
            .and_then(|token| token.with_way_back(self.way_back()));
        match token {
            Err(ResumeTokenError::TooLong) => {
                ResumeToken::new(list.clone(), self.must_know(), self.remaining)
            }
            token => token,
        }
    }

    fn way_back(&self) -> WayBack {
        let position = &self.pager.at().position;
        if !matches!(position, PagePosition::After(_) | PagePosition::Before(_)) {
            return WayBack::default();
        }
        let way_back = self.recent.way_back();
        match &self.origin {
            Some(origin) if self.recent.is_complete() => way_back.with_origin(origin.clone()),
            _ => way_back,
        }
    }

    /// Returns what would be delivered twice if it were not known when the page is read again.
    fn must_know(&self) -> Delivered {
        let mut known = self.replay.delivered().clone();
        known.extend(&self.delivered);
        known
    }

    /// Returns whether the page ends with a run of an earlier page, which is not expected to come again.
    fn ends_in_the_past(&self, identities: &[Identity]) -> bool {
        let far_end = if self.is_backward() {
            identities.first()
        } else {
            identities.last()
        };
        far_end.is_some_and(|identity| {
            let is_known = identity.run().is_some_and(|run| self.recent.contains(run));
            is_known && !self.replay.contains(identity)
        })
    }

    /// Tells of each element whether it is to be delivered: it has not been, and does not stand on the page before.
    fn which_are_new(&self, identities: &[Identity]) -> Vec<bool> {
        let mut on_page = HashSet::new();
        let mut is_new = |identity: &Identity| {
            let is_first = |run| on_page.insert(run) && !self.recent.contains(run);
            identity.run().is_none_or(is_first) && !self.replay.contains(identity)
        };
        identities.iter().map(&mut is_new).collect()
    }
}

fn delivered(items: impl Iterator<Item = Fingerprint>) -> Delivered {
    let mut delivered = Delivered::new();
    items.for_each(|item| delivered.record(item));
    delivered
}

/// Returns the page with those of its elements that are wanted; it says of itself what it said.
fn only<T: PageItem>(mut page: Page<T>, is_wanted: &[bool]) -> Page<T> {
    if is_wanted.iter().all(|is_wanted| *is_wanted) {
        return page;
    }
    let mut whole = Page::testing(mem::take(&mut page.data));
    whole.rejected = mem::take(&mut page.rejected);
    for (entry, is_wanted) in whole.into_entries().zip(is_wanted) {
        match entry {
            _ if !is_wanted => {}
            Ok(item) => page.data.push(item),
            Err(mut rejected) => {
                rejected.index = page.len();
                page.rejected.push(rejected);
            }
        }
    }
    page
}
