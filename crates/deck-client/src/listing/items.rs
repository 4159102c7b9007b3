//! The home of [`Items`], the stream of single items.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use deck_types::Page;
use deck_types::PageItem;
use deck_types::ResumeToken;
use deck_types::TaskRun;
use futures_core::Stream;

use super::fetch::Fetch;
use super::fetch::Fetched;
use super::fetch::PageSource;
use super::progress::Entry;
use super::progress::Progress;
use super::refusal::survive;
use crate::Error;

/// The items of a listing, one by one, from page to page.
///
/// A page is asked for when the one before is used up and another item is wanted, not sooner.
/// Backward listings deliver away from their anchor: each page is turned round.
///
/// # Errors
///
/// An error does not end the stream. After one, the next call takes up where the listing stands:
///
/// - an item that cannot be decoded is an error of its own ([`Error::rejected_item`]); the next call
///   gives the item behind it;
/// - any other error concerns a whole page, which the next call asks for again. Nothing is skipped
///   and nothing is delivered twice.
///
/// A loop that ignores errors can therefore run for ever; leave it by `?`, or count.
///
/// # Cancellation
///
/// The future of [`next`](Items::next) can be dropped at any time: the request stays with the stream,
/// and the next call waits on for it. Dropping the stream drops the request.
///
/// # Examples
///
/// ```
/// # use deck_client::{ApiKey, Client, Error};
/// # async fn example(client: Client) -> Result<(), Error> {
/// let mut runs = client.task_runs().list().with_max_items(1000).items();
/// while let Some(run) = runs.next().await {
///     println!("{}", run?.id);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a listing does nothing until its items are asked for"]
pub struct Items<T = TaskRun> {
    progress: Progress,
    fetch: Fetch<T>,
    in_hand: Option<InHand<T>>,
}

/// The page whose entries are being delivered.
#[derive(Debug)]
struct InHand<T> {
    entries: VecDeque<Entry<T>>,
    source: PageSource,
}

impl<T: PageItem + 'static> Items<T> {
    pub(super) fn new(progress: Progress, fetch: Fetch<T>) -> Self {
        Self {
            progress,
            fetch,
            in_hand: None,
        }
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
    /// it to [`TaskRunListing::resume`](crate::TaskRunListing::resume).
    ///
    /// # Errors
    ///
    /// Fails only when parameters and position need more room than a token has
    /// ([`ResumeToken::MAX_LENGTH`]).
    pub fn resume_token(&self) -> Result<ResumeToken, Error> {
        self.progress.resume_token().map_err(Error::invalid_request)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.next_in_hand() {
                return Poll::Ready(Some(item));
            }
            if let Err(error) = self.leave_page() {
                return Poll::Ready(Some(Err(error)));
            }
            let Some(wanted) = self.progress.wanted() else {
                return Poll::Ready(None);
            };
            let taken = match ready!(self.fetch.poll(context, wanted)) {
                Ok(fetched) => self.take_page(fetched),
                Err(error) => survive(&mut self.progress, error),
            };
            if let Err(error) = taken {
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    fn next_in_hand(&mut self) -> Option<Result<T, Error>> {
        let in_hand = self
            .in_hand
            .as_mut()
            .filter(|_| !self.progress.is_used_up())?;
        let entry = in_hand.entries.pop_front()?;
        self.progress.deliver();
        Some(entry.map_err(|rejected| in_hand.source.rejected(rejected)))
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

    fn take_page(&mut self, Fetched { page, source }: Fetched<T>) -> Result<(), Error> {
        match self.progress.accept(page) {
            Ok(Some(page)) => {
                let entries = entries_in_order(page, self.progress.is_backward());
                self.in_hand = Some(InHand { entries, source });
                Ok(())
            }
            Ok(None) => Ok(()),
            Err(rule) => Err(source.broken(rule)),
        }
    }
}

/// Items are moved out of the stream, never pinned in it.
impl<T> Unpin for Items<T> {}

impl<T: PageItem + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

/// The server keeps its order within a page in both directions; delivery runs away from the anchor.
fn entries_in_order<T>(page: Page<T>, is_backward: bool) -> VecDeque<Entry<T>> {
    let mut entries: Vec<Entry<T>> = page.into_entries().collect();
    if is_backward {
        entries.reverse();
    }
    entries.into()
}
