//! An ordinary listing that somebody else drives: one part of a sweep.
//!
//! What [`Items`](crate::Items) does for one consumer, it does for a driver of many: it says when a page has
//! come, and gives its entries when they are wanted. It may go on to further pages before.

use std::collections::VecDeque;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::SystemTime;

use deck_types::CreatedItem;
use deck_types::Fingerprint;
use deck_types::Listed;
use deck_types::PagePosition;
use deck_types::PathError;
use deck_types::RejectedItem;
use deck_types::ResumeToken;

use super::fetch::Fetch;
use super::fetch::Fetched;
use super::fetch::PageSource;
use super::fetch::Turns;
use super::identity::Identity;
use super::progress::Progress;
use super::refusal::step_back;
use super::settings::Settings;
use super::unsendable::Unsendable;
use crate::Client;
use crate::Error;
use crate::PaginationError;

/// A listing whose pages are asked for and used up apart from each other.
#[derive(Debug)]
pub(crate) struct Engine<T> {
    /// Of the page that is asked for, or was asked for last.
    progress: Progress,
    fetch: Fetch<T>,
    /// The oldest first.
    in_hand: VecDeque<InHand<T>>,
}

/// A page that has come and is not used up.
#[derive(Debug)]
struct InHand<T> {
    entries: VecDeque<Entry<T>>,
    source: PageSource,
    /// How far the listing has come on this page, where it has gone on to others.
    behind: Option<Progress>,
}

/// An entry of a page, before anybody decides whether it is delivered.
#[derive(Debug)]
pub(crate) struct Entry<T> {
    identity: Identity,
    /// When it was created, in nanoseconds since the start of 1970.
    pub(crate) created: Option<i128>,
    item: Result<T, RejectedItem>,
}

/// What a page that has come tells.
#[derive(Debug)]
pub(crate) struct Arrival {
    pub(crate) instants: Vec<i128>,
    pub(crate) has_undated: bool,
    pub(crate) has_more: bool,
    pub(crate) server_time: Option<SystemTime>,
}

impl<T: CreatedItem> Engine<T> {
    /// Begins at the start of what is listed, or where `token` was made.
    pub(crate) fn new(
        client: Client,
        operation: &'static str,
        listed: Result<Listed, PathError>,
        token: Option<&ResumeToken>,
        settings: &Settings,
        turns: Turns,
    ) -> Self {
        let progress = match token {
            Some(token) => Progress::resumed(token, settings),
            None => Progress::new(PagePosition::Start, settings),
        };
        let listed = listed.map_err(Unsendable::Path);
        let fetch = Fetch::new(client, operation, listed, settings.max_page_items);
        Self {
            progress,
            fetch: fetch.with_turns(turns),
            in_hand: VecDeque::new(),
        }
    }

    /// Returns whether there is no further page.
    pub(crate) fn has_ended(&self) -> bool {
        self.progress.wanted().is_none()
    }

    /// Returns whether an error has ended the listing where it stands.
    pub(crate) fn is_stopped(&self) -> bool {
        self.progress.is_stopped()
    }

    /// Returns whether a request is on its way that waits for its turn.
    pub(crate) fn is_waiting(&self) -> bool {
        self.fetch.is_waiting()
    }

    /// Asks for the next page, or waits on for it.
    ///
    /// It must not be called when the listing has ended.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Arrival, Error>> {
        let result = loop {
            // A page that leads nowhere is an error when it is used up, and not before.
            if self.go_ahead().is_err() {
                break Ok(Arrival::end());
            }
            let Some(wanted) = self.progress.wanted() else {
                break Ok(Arrival::end());
            };
            match ready!(self.fetch.poll(context, wanted)) {
                Ok(fetched) => break self.take_page(fetched),
                Err(error) => match step_back(&mut self.progress, error) {
                    Ok(()) => {}
                    Err(error) => break Err(error),
                },
            }
        };
        if let Err(error) = &result {
            self.progress.fail(error.ends_listing());
        }
        Poll::Ready(result)
    }

    /// Returns how many pages are in hand.
    pub(crate) fn pages_in_hand(&self) -> usize {
        self.in_hand.len()
    }

    /// Returns the next entry of the oldest page in hand without taking it.
    pub(crate) fn peek(&self) -> Option<&Entry<T>> {
        self.in_hand.front()?.entries.front()
    }

    /// Takes the next entry of the oldest page in hand; it counts as delivered.
    pub(crate) fn next_entry(&mut self) -> Option<Entry<T>> {
        let page = self.in_hand.front_mut()?;
        let entry = page.entries.pop_front()?;
        let progress = page.behind.as_mut().unwrap_or(&mut self.progress);
        progress.deliver(entry.identity.clone());
        Some(entry)
    }

    /// Returns the item of an entry that was taken last, or the error that says it cannot be read.
    pub(crate) fn open(&self, entry: Entry<T>) -> Result<T, Error> {
        entry.item.map_err(|rejected| match self.in_hand.front() {
            Some(page) => page.source.rejected(rejected),
            None => Error::invalid_request(rejected.reason),
        })
    }

    /// Leaves the oldest page in hand, whose entries are used up.
    ///
    /// # Errors
    ///
    /// Fails when there is more but no way on. The listing stays at this page.
    pub(crate) fn leave_page(&mut self) -> Result<(), Error> {
        let Some(page) = self.in_hand.pop_front() else {
            return Ok(());
        };
        if page.behind.is_some() {
            return Ok(());
        }
        let left = self
            .progress
            .leave_page()
            .map_err(|rule| page.source.broken(rule));
        if left.is_err() {
            self.progress.fail(true);
        }
        left
    }

    /// Returns the error of a rule that the page in hand breaks.
    pub(crate) fn broken(&self, rule: PaginationError) -> Option<Error> {
        self.in_hand.front().map(|page| page.source.broken(rule))
    }

    /// Returns the token that goes on right after the entry that was taken last.
    pub(crate) fn resume_token(&self) -> Result<ResumeToken, Error> {
        let behind = self.in_hand.front().and_then(|page| page.behind.as_ref());
        super::resume_token(behind.unwrap_or(&self.progress), self.fetch.listed())
    }

    /// Goes on from the last page in hand, as if it were used up; what was delivered of it is kept with it.
    fn go_ahead(&mut self) -> Result<(), PaginationError> {
        let Some(page) = self.in_hand.back_mut().filter(|page| page.behind.is_none()) else {
            return Ok(());
        };
        let mut ahead = self.progress.clone();
        for entry in &page.entries {
            ahead.deliver(entry.identity.clone());
        }
        ahead.leave_page()?;
        page.behind = Some(std::mem::replace(&mut self.progress, ahead));
        Ok(())
    }

    fn take_page(&mut self, fetched: Fetched<T>) -> Result<Arrival, Error> {
        let Fetched {
            mut page,
            source,
            server_time,
        } = fetched;
        let has_more = page.is_last() != Some(true);
        let identities = match self.progress.accept(&mut page) {
            Ok(identities) => identities.unwrap_or_default(),
            Err(rule) => return Err(source.broken(rule)),
        };
        let entries = identities.into_iter().zip(page.into_entries());
        let entries: VecDeque<_> = entries
            .map(|(identity, item)| Entry::new(identity, item))
            .collect();
        let instants: Vec<_> = entries.iter().filter_map(|entry| entry.created).collect();
        let arrival = Arrival {
            has_undated: instants.len() < entries.len(),
            instants,
            has_more,
            server_time,
        };
        self.in_hand.push_back(InHand {
            entries,
            source,
            behind: None,
        });
        Ok(arrival)
    }
}

impl Arrival {
    /// Returns what tells that no page is to come.
    fn end() -> Self {
        Self {
            instants: Vec::new(),
            has_undated: false,
            has_more: false,
            server_time: None,
        }
    }
}

impl<T: CreatedItem> Entry<T> {
    fn new(identity: Identity, item: Result<T, RejectedItem>) -> Self {
        let created = match &item {
            Ok(item) => item.created_at(),
            Err(rejected) => rejected.text.created_at(),
        };
        Self {
            created: created.and_then(|created| created.unix_nanoseconds().ok()),
            identity,
            item,
        }
    }

    /// Returns what the entry is recognised by, if anything.
    pub(crate) fn fingerprint(&self) -> Option<Fingerprint> {
        self.identity.fingerprint()
    }
}
