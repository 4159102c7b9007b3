//! The home of [`Progress`]: how far a listing has come, item by item.
//!
//! Like the [`Pager`] that it holds, it is a pure state machine: the streams feed it pages and tell
//! it what they delivered.

#[cfg(test)]
mod tests;

use std::mem;

use deck_types::Delivered;
use deck_types::Fingerprint;
use deck_types::ListTaskRuns;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::RejectedItem;
use deck_types::ResumeToken;
use deck_types::ResumeTokenError;

use crate::PaginationError;
use crate::listing::pager::Pager;
use crate::listing::pager::Passage;
use crate::listing::settings::Settings;

/// One element of a page: an item, or one that could not be decoded.
pub(in crate::listing) type Entry<T> = Result<T, RejectedItem>;

#[derive(Clone, Debug)]
pub(in crate::listing) struct Progress {
    pager: Pager,
    /// How the page in hand goes on; absent before it came and after it was left.
    passage: Option<Passage>,
    /// What was delivered of the page in hand.
    delivered: Delivered,
    /// What was delivered of a page that is asked for once more.
    replay: Option<Replay>,
    remaining: Option<u64>,
}

/// Items that come again because a page is read a second time: after a resume or an error.
///
/// They need not be on the first page that is read now, nor stand together: other runs may have come in
/// before and between them. So they are looked for until the listing ends.
#[derive(Clone, Debug)]
struct Replay(Delivered);

impl Progress {
    pub(in crate::listing) fn new(start: ListTaskRuns, settings: &Settings) -> Self {
        Self {
            pager: Pager::new(start, settings),
            passage: None,
            delivered: Delivered::new(),
            replay: None,
            remaining: settings.max_items,
        }
    }

    /// Takes up where `token` was made; what is asked of the server comes from the token alone.
    pub(in crate::listing) fn resumed(token: &ResumeToken, settings: &Settings) -> Self {
        let mut progress = Self::new(token.list().clone(), settings);
        progress.replay = Replay::of(token.delivered().clone());
        progress.remaining = token.remaining().or(settings.max_items);
        progress
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
        let Some(passage) = self.pager.check(&page)? else {
            return Ok(None);
        };
        self.passage = Some(passage);
        self.delivered = Delivered::new();
        Ok(Some(self.without_delivered(page)))
    }

    /// Records that `entry` has been delivered.
    pub(in crate::listing) fn deliver<T: PageItem>(&mut self, entry: &Entry<T>) {
        self.record(fingerprint(entry));
    }

    /// Records that all of `page` has been delivered.
    pub(in crate::listing) fn deliver_page<T: PageItem>(&mut self, page: &Page<T>) {
        for item in &page.data {
            self.record(fingerprint_of_item(item));
        }
        for rejected in &page.rejected {
            self.record(Some(fingerprint_of_rejected(rejected)));
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
            self.replay = Replay::of(self.delivered_so_far());
        }
        if left.is_err() || !self.pager.has_ended() {
            self.delivered = Delivered::new();
        }
        left
    }

    /// Returns the token that continues right after the item that was delivered last.
    pub(in crate::listing) fn resume_token(&self) -> Result<ResumeToken, ResumeTokenError> {
        ResumeToken::new(
            self.pager.at().clone(),
            self.delivered_so_far(),
            self.remaining,
        )
    }

    fn record(&mut self, fingerprint: Option<Fingerprint>) {
        if let Some(fingerprint) = fingerprint {
            self.delivered.record(fingerprint);
        }
        self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(1));
    }

    fn delivered_so_far(&self) -> Delivered {
        let mut delivered = match &self.replay {
            Some(Replay(delivered)) => delivered.clone(),
            None => Delivered::new(),
        };
        delivered.extend(&self.delivered);
        delivered
    }

    fn without_delivered<T: PageItem>(&self, page: Page<T>) -> Page<T> {
        match &self.replay {
            Some(replay) if replay.is_on(&page) => replay.remove_from(page),
            _ => page,
        }
    }
}

impl Replay {
    fn of(delivered: Delivered) -> Option<Self> {
        (!delivered.is_empty()).then_some(Self(delivered))
    }

    fn is_on<T: PageItem>(&self, page: &Page<T>) -> bool {
        let items = page.data.iter().filter_map(fingerprint_of_item);
        let rejected = page.rejected.iter().map(fingerprint_of_rejected);
        items.chain(rejected).any(|item| self.0.contains(item))
    }

    fn remove_from<T: PageItem>(&self, mut page: Page<T>) -> Page<T> {
        let mut whole = Page::testing(mem::take(&mut page.data));
        whole.rejected = mem::take(&mut page.rejected);
        for entry in whole.into_entries() {
            if fingerprint(&entry).is_some_and(|item| self.0.contains(item)) {
                continue;
            }
            match entry {
                Ok(item) => page.data.push(item),
                Err(rejected) => {
                    let index = page.len();
                    page.rejected.push(at_index(rejected, index));
                }
            }
        }
        page
    }
}

/// Returns what an entry is recognised by; nothing for an item of a type that has no id.
pub(in crate::listing) fn fingerprint<T: PageItem>(entry: &Entry<T>) -> Option<Fingerprint> {
    match entry {
        Ok(item) => fingerprint_of_item(item),
        Err(rejected) => Some(fingerprint_of_rejected(rejected)),
    }
}

fn fingerprint_of_item<T: PageItem>(item: &T) -> Option<Fingerprint> {
    item.task_run_id().map(|id| Fingerprint::of_id(&id))
}

fn fingerprint_of_rejected(rejected: &RejectedItem) -> Fingerprint {
    match &rejected.id {
        Some(id) => Fingerprint::of_id(id),
        None => Fingerprint::of_text(rejected.text.as_str()),
    }
}

fn at_index(mut rejected: RejectedItem, index: usize) -> RejectedItem {
    rejected.index = index;
    rejected
}
