//! The stream of items.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::vec;

use deck_types::IntoEntries;
use deck_types::PageItem;
use deck_types::ResumeToken;
use deck_types::TaskRun;
use futures_core::Stream;

use super::fetch::Fetch;
use super::fetch::Fetched;
use super::fetch::PageSource;
use super::fetch_ahead::FetchAhead;
use super::identity::Identity;
use super::progress::Progress;
use super::refusal::step_back;
use crate::Error;

/// The items of a listing, one by one, from page to page.
///
/// A page is asked for when the one before is used up and another item is wanted, not sooner, unless
/// [`prefetch`](Self::prefetch) is chosen.
///
/// Backward listings deliver away from their anchor: each page is turned round.
///
/// # Errors
///
/// There are three kinds, and in each case nothing is skipped and nothing is delivered twice:
///
/// - an item that cannot be decoded ([`Error::rejected_item`]): the next call gives the item behind it;
/// - a transient error: the next call asks for the same page again. The tenth in a row
///   ([`with_max_errors`](crate::ListCall::with_max_errors)) ends the stream;
/// - a permanent error, such as a refused key, an invalid request or a broken rule of paging: it is reported
///   once, and the stream ends.
///
/// So a loop that logs errors and goes on comes to an end. After the end the [resume
/// token](Self::resume_token) stands where the listing stopped, if it could be sent at all.
///
/// # Cancellation
///
/// The future of [`next`](Items::next) can be dropped at any time: the request stays with the stream,
/// and the next call waits on for it. Dropping the stream drops the request.
///
/// # Examples
///
/// ```
/// use deck_client::types::ListTaskRuns;
/// use deck_client::{Client, Error};
///
/// async fn print_ids(client: Client) -> Result<(), Error> {
///     let mut runs = client.list(ListTaskRuns::new()).with_max_items(1000).items();
///     while let Some(run) = runs.next().await {
///         println!("{}", run?.id);
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug)]
#[must_use = "a listing does nothing until its items are asked for"]
pub struct Items<T = TaskRun> {
    progress: Progress,
    fetch: FetchAhead<T>,
    in_hand: Option<InHand<T>>,
    prefetches: bool,
}

/// The page whose entries are being delivered.
#[derive(Debug)]
struct InHand<T> {
    /// What is still to be delivered, in the order of delivery.
    entries: IntoEntries<T>,
    /// One for each of the entries.
    identities: vec::IntoIter<Identity>,
    source: PageSource,
    /// The number of entries left at which the request for the next page is polled again.
    poll_ahead_at: usize,
}

impl<T: PageItem> Items<T> {
    pub(super) fn new(progress: Progress, fetch: Fetch<T>) -> Self {
        Self {
            progress,
            fetch: FetchAhead::new(fetch),
            in_hand: None,
            prefetches: false,
        }
    }

    /// Requests each page as soon as its position is known, while the items of the page before are delivered.
    ///
    /// A program that takes as long for a page as the server takes half the time in total. Items and resume
    /// tokens are the same as without; memory is that of one more page. No task is spawned: the request is
    /// sent, and its response awaited, within [`next`](Self::next), and dropping the stream drops it. An
    /// error of it is reported in its place, behind the items of the page before.
    ///
    /// A listing that is left in the middle has sent one request more than it needed, and every request
    /// counts against the limit of the whole organization.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_client::types::ListTaskRuns;
    /// use deck_client::{Client, Error};
    ///
    /// async fn archive(client: Client) -> Result<(), Error> {
    ///     let mut runs = client.list(ListTaskRuns::new()).items().prefetch();
    ///     while let Some(run) = runs.next().await {
    ///         println!("{}", run?.id); // or something that takes its time
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn prefetch(mut self) -> Self {
        self.prefetches = true;
        self
    }

    /// Returns the next item, or nothing when the listing has ended.
    ///
    /// # Errors
    ///
    /// See [the type](Items#errors): the listing can go on after an error.
    ///
    /// # Cancellation
    ///
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// Returns the token that goes on right after the item delivered last, in any process.
    ///
    /// Before the first item it stands for the whole listing, after the last for nothing more. Give
    /// it to [`ListCall::resume`](crate::ListCall::resume).
    ///
    /// # Errors
    ///
    /// Fails only
    ///
    /// - when parameters and position need more room than a token has ([`ResumeToken::MAX_LENGTH`]);
    /// - within a page, behind more than 300 items, whose fingerprints a token has no room for (Deck sends at
    ///   most 100);
    /// - when the listing cannot be sent at all, because its filters are not valid, or because it was
    ///   [resumed](crate::ListCall::resume) with other filters than its token's: with the reason that the
    ///   stream gives, or would give.
    pub fn resume_token(&self) -> Result<ResumeToken, Error> {
        super::resume_token(&self.progress, self.fetch.listed())
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            let item = self.next_in_hand();
            if item.is_some() {
                self.poll_ahead(context);
                return Poll::Ready(item);
            }
            let moved = match self.leave_page() {
                Err(error) => Err(error),
                Ok(()) => {
                    let Some(wanted) = self.progress.wanted() else {
                        return Poll::Ready(None);
                    };
                    match ready!(self.fetch.poll(context, wanted)) {
                        Ok(fetched) => self.take_page(fetched),
                        Err(error) => step_back(&mut self.progress, error),
                    }
                }
            };
            if let Err(error) = moved {
                self.progress.fail(error.ends_listing());
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    fn next_in_hand(&mut self) -> Option<Result<T, Error>> {
        let in_hand = self
            .in_hand
            .as_mut()
            .filter(|_| !self.progress.is_used_up())?;
        self.progress.deliver(in_hand.identities.next()?);
        match in_hand.entries.next()? {
            Ok(item) => Some(Ok(item)),
            Err(rejected) => Some(Err(in_hand.source.rejected(rejected))),
        }
    }

    fn poll_ahead(&mut self, context: &mut Context<'_>) {
        let Some(in_hand) = self.in_hand.as_mut().filter(|_| self.prefetches) else {
            return;
        };
        // Each poll costs about as much as an item.
        let left = in_hand.identities.len();
        if left > in_hand.poll_ahead_at {
            return;
        }
        in_hand.poll_ahead_at = left / 2;
        if let Some(position) = self.progress.wanted_next(left) {
            self.fetch.prefetch(context, position);
        }
    }

    fn leave_page(&mut self) -> Result<(), Error> {
        if self.progress.is_used_up() {
            return Ok(());
        }
        let Some(InHand { source, .. }) = self.in_hand.take() else {
            return Ok(());
        };
        self.progress
            .leave_page()
            .map_err(|rule| source.broken(rule))
    }

    fn take_page(&mut self, fetched: Fetched<T>) -> Result<(), Error> {
        let Fetched {
            mut page, source, ..
        } = fetched;
        match self.progress.accept(&mut page) {
            Ok(Some(mut identities)) => {
                // The server keeps its order within a page in both directions; delivery runs away from the
                // anchor.
                if self.progress.is_backward() {
                    identities.reverse();
                    page.reverse();
                }
                self.in_hand = Some(InHand {
                    poll_ahead_at: identities.len(),
                    entries: page.into_entries(),
                    identities: identities.into_iter(),
                    source,
                });
                Ok(())
            }
            Ok(None) => Ok(()),
            Err(rule) => Err(source.broken(rule)),
        }
    }
}

/// Items are moved out of the stream, never pinned in it.
impl<T> Unpin for Items<T> {}

impl<T: PageItem> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}
