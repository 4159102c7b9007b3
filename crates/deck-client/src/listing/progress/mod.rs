//! How far a listing has come, item by item.
//!
//! Like the [`Pager`] that it holds, it is a pure state machine: the streams feed it pages and tell
//! it what they delivered.

mod replay;
#[cfg(test)]
mod tests;

use deck_types::Delivered;
use deck_types::Fingerprint;
use deck_types::Listed;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::PagePosition;
use deck_types::RecoveryPoints;
use deck_types::ResumeToken;
use deck_types::ResumeTokenError;

use self::replay::Replay;
use crate::PaginationError;
use crate::listing::fingerprint_set::FingerprintSet;
use crate::listing::fingerprint_set::Seeded;
use crate::listing::identity::Identity;
use crate::listing::pager::Following;
use crate::listing::pager::Pager;
use crate::listing::recent::Recent;
use crate::listing::recovery::Recovery;
use crate::listing::settings::Settings;

#[derive(Clone, Debug)]
pub(in crate::listing) struct Progress {
    pager: Pager,
    /// How the page in hand goes on; absent before it came and after it was left.
    following: Option<Following>,
    /// What was delivered of the page in hand, in order.
    delivered: Vec<Fingerprint>,
    recent: Recent,
    replay: Replay,
    recovery: Option<Recovery>,
    /// Where the caller began; not known of a resumed listing that came far.
    origin: Option<PagePosition>,
    remaining: Option<u64>,
    /// How many errors there were in a row.
    errors: u32,
    max_errors: u32,
    /// Whether an error has ended the listing where it stands.
    is_stopped: bool,
}

/// What is to be done about a position that the server refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::listing) enum StepBack {
    /// Another position is wanted now.
    AskAgain,
    /// It is a position of the caller's own: the refusal is the result.
    NotOurs,
    /// The listing cannot be continued.
    Lost(PaginationError),
}

impl Progress {
    pub(in crate::listing) fn new(start: PagePosition, settings: &Settings) -> Self {
        Self {
            origin: Some(start.clone()),
            pager: Pager::new(start, settings),
            following: None,
            delivered: Vec::new(),
            recent: Recent::default(),
            replay: Replay::default(),
            recovery: None,
            remaining: settings.max_items,
            errors: 0,
            max_errors: settings.max_errors,
            is_stopped: false,
        }
    }

    /// Takes up where `token` was made.
    pub(in crate::listing) fn resumed(token: &ResumeToken, settings: &Settings) -> Self {
        let is_at_start = *token.position() == PagePosition::Start;
        let origin = match token.recovery_points().origin() {
            None if is_at_start => Some(PagePosition::Start),
            origin => origin.cloned(),
        };
        Self {
            recent: Recent::of_token(token, origin.is_some()),
            replay: Replay::of(token.delivered().clone()),
            remaining: token.remaining().or(settings.max_items),
            origin,
            ..Self::new(token.position().clone(), settings)
        }
    }

    /// Returns the position of the page to ask for, or nothing when the listing has ended.
    pub(in crate::listing) fn wanted(&self) -> Option<&PagePosition> {
        let is_over = self.pager.has_ended() || self.is_used_up() || self.is_stopped;
        (!is_over).then(|| self.pager.at())
    }

    /// Returns the position of the page that will be wanted after the one in hand, of which so many elements
    /// are still to be delivered; nothing where that is the last one.
    pub(in crate::listing) fn wanted_next(&self, in_hand: usize) -> Option<&PagePosition> {
        let is_enough =
            |remaining: u64| usize::try_from(remaining).is_ok_and(|left| left <= in_hand);
        if self.is_stopped || self.remaining.is_some_and(is_enough) {
            return None;
        }
        self.following.as_ref()?.position()
    }

    /// Counts an error that is about to be reported; a permanent one, and one too many in a row, ends the
    /// listing where it stands.
    pub(in crate::listing) fn fail(&mut self, is_permanent: bool) {
        self.errors = self.errors.saturating_add(1);
        self.is_stopped = is_permanent || self.errors >= self.max_errors;
    }

    /// Returns whether an error has ended the listing where it stands.
    pub(in crate::listing) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Returns whether as many items were delivered as the caller wants.
    pub(in crate::listing) fn is_used_up(&self) -> bool {
        self.remaining == Some(0)
    }

    pub(in crate::listing) fn is_backward(&self) -> bool {
        self.pager.at().is_backward()
    }

    /// Takes a page in, and leaves on it what is to be delivered. Returns the identities of that, in the
    /// server's order; nothing when the listing ends without the page.
    ///
    /// # Errors
    ///
    /// Fails when the page must not be delivered.
    pub(in crate::listing) fn accept<T: PageItem>(
        &mut self,
        page: &mut Page<T>,
    ) -> Result<Option<Vec<Identity>>, PaginationError> {
        self.errors = 0;
        let next = self.pager.following(page);
        let next_is_by_id = matches!(&next, Ok(Some(next)) if next.is_by_id());
        let with_ids = next_is_by_id || self.pager.at().is_by_id();
        let mut identities = Identity::of_page(page, with_ids);
        let leads_back = page.is_last() != Some(true) && self.ends_in_the_past(&identities);
        let Some(following) = self.pager.check(page, next, &identities, leads_back)? else {
            return Ok(None);
        };
        self.following = Some(following);
        self.delivered.clear();
        let is_new = self.which_are_new(&identities);
        if is_new.contains(&false) {
            page.retain(|place| is_new.get(place).is_none_or(|is_new| *is_new));
            let mut is_new = is_new.into_iter();
            identities.retain(|_| is_new.next().unwrap_or(true));
        }
        Ok(Some(identities))
    }

    /// Records that an element of the page in hand has been delivered; backward, the last comes first.
    pub(in crate::listing) fn deliver(&mut self, identity: Identity) {
        if let Some(fingerprint) = identity.fingerprint() {
            self.delivered.push(fingerprint);
        }
        self.recent.record(identity);
        self.recovery = None;
        self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(1));
    }

    /// Leaves the page in hand, all of whose items have been delivered.
    ///
    /// # Errors
    ///
    /// Fails when there is more but no way on. The listing stays at this page, so that a resume token stands
    /// there too.
    pub(in crate::listing) fn leave_page(&mut self) -> Result<(), PaginationError> {
        let Some(following) = self.following.take() else {
            return Ok(());
        };
        let left = self.pager.advance(following);
        if left.is_err() {
            self.replay = Replay::of(self.must_know());
        }
        if left.is_err() || !self.pager.has_ended() {
            self.delivered.clear();
            self.recent.turn_page();
        }
        left
    }

    /// Finds out what to do when the server refuses the position of the page that is wanted.
    ///
    /// A position by id is searched for a bounded number of times; when that fails, the one that was refused
    /// is wanted again.
    pub(in crate::listing) fn step_back(&mut self) -> StepBack {
        let at = self.pager.at().clone();
        let is_own = self.origin.as_ref() == Some(&at);
        let is_by_id = at.is_by_id();
        let has_recovery_point = is_by_id && self.recent.oldest_anchor().is_some();
        let mut recovery = match self.recovery.take() {
            Some(recovery) => recovery,
            None if is_own && !has_recovery_point => return StepBack::NotOurs,
            None if !is_by_id => return StepBack::Lost(PaginationError::ContinuationRefused),
            None => Recovery::from(at),
        };
        let Some(position) = recovery.step(&self.recent, self.origin.as_ref()) else {
            let tried = recovery.tried();
            self.pager.return_to(recovery.refused().clone());
            return StepBack::Lost(PaginationError::AnchorsGone { tried });
        };
        let mut known = self.must_know();
        known.extend(&delivered(self.recent.fingerprints()));
        self.replay = Replay::of(known);
        self.pager.return_to(position);
        self.recovery = Some(recovery);
        StepBack::AskAgain
    }

    /// Returns the token that continues right after the item that was delivered last.
    ///
    /// What would be good to know but is too much for the text is left out.
    ///
    /// # Errors
    ///
    /// Fails when the text has no room for what it must hold.
    pub(in crate::listing) fn resume_token(
        &self,
        listed: &Listed,
    ) -> Result<ResumeToken, ResumeTokenError> {
        if self.recent.on_page() > Delivered::CAPACITY {
            return Err(ResumeTokenError::TooLong);
        }
        let position = self.pager.at();
        let mut known = self.replay.delivered().clone();
        match position {
            PagePosition::Start => {}
            PagePosition::Cursor(_) => known.extend(&delivered(self.recent.of_two_pages())),
            PagePosition::After(_) | PagePosition::Before(_) => {
                known.extend(&delivered(self.recent.fingerprints()));
            }
        }
        known.extend(&delivered(self.delivered.iter().copied()));
        let token =
            |known| ResumeToken::new(listed.clone(), position.clone(), known, self.remaining);
        match token(known).and_then(|token| token.with_recovery_points(self.recovery_points())) {
            Err(ResumeTokenError::TooLong) => token(self.must_know()),
            token => token,
        }
    }

    fn recovery_points(&self) -> RecoveryPoints {
        if !self.pager.at().is_by_id() {
            return RecoveryPoints::default();
        }
        let recovery_points = self.recent.recovery_points();
        match &self.origin {
            Some(origin) if self.recent.is_complete() => {
                recovery_points.with_origin(origin.clone())
            }
            _ => recovery_points,
        }
    }

    /// Returns what would be delivered twice if it were not known when the page is read again.
    fn must_know(&self) -> Delivered {
        let mut known = self.replay.delivered().clone();
        known.extend(&delivered(self.delivered.iter().copied()));
        known
    }

    /// Returns whether the page ends with an item of an earlier page, which is not expected to come again.
    fn ends_in_the_past(&self, identities: &[Identity]) -> bool {
        let far_end = if self.is_backward() {
            identities.first()
        } else {
            identities.last()
        };
        far_end.is_some_and(|identity| {
            let is_known = identity
                .item()
                .is_some_and(|item| self.recent.contains(item) || self.pager.is_in_cycle(item));
            is_known && !self.replay.contains(identity)
        })
    }

    /// Returns of each element whether it is to be delivered: it has not been, and does not stand on the page
    /// before.
    fn which_are_new(&self, identities: &[Identity]) -> Vec<bool> {
        let mut on_page =
            FingerprintSet::with_capacity_and_hasher(identities.len(), Seeded::default());
        let mut is_new = |identity: &Identity| {
            let is_first = |item| on_page.insert(item) && !self.recent.contains(item);
            identity.item().is_none_or(is_first) && !self.replay.contains(identity)
        };
        identities.iter().map(&mut is_new).collect()
    }
}

fn delivered(items: impl Iterator<Item = Fingerprint>) -> Delivered {
    let mut delivered = Delivered::new();
    items.for_each(|item| delivered.record(item));
    delivered
}
