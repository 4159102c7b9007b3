//! The stream of pages.

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
use super::fetch_ahead::FetchAhead;
use super::identity::Identity;
use super::progress::Progress;
use super::refusal::step_back;
use crate::ApiResponse;
use crate::Error;

/// The pages of a listing, each as the server sent it but for the runs that were delivered before.
///
/// Within a page the server's order stands, in backward listings too. Items that could not be decoded are in
/// [`Page::rejected`]; they are no errors here. A run that stands on a page twice, or was on an earlier page,
/// is taken out. A page on which nothing is left, or never was, is passed over.
///
/// A cap ([`with_max_items`](crate::ListCall::with_max_items)) ends the listing after the page
/// that reaches it; the page is not cut.
///
/// # Errors
///
/// As those of [`Items`](crate::Items#errors): a transient one does not end the stream, a permanent one does.
///
/// # Cancellation
///
/// As with [`Items`](crate::Items#cancellation), dropping the future of [`next`](Pages::next) loses
/// nothing, and dropping the stream drops the request.
///
/// # Examples
///
/// ```
/// use deck_client::types::ListTaskRuns;
/// use deck_client::{Client, Error};
///
/// async fn print_pages(client: Client) -> Result<(), Error> {
///     let mut pages = client.list(ListTaskRuns::new()).pages();
///     while let Some(response) = pages.next().await {
///         let response = response?;
///         println!("{} runs after {} attempts", response.body.len(), response.attempts.len());
///     }
///     Ok(())
/// }
/// ```
#[derive(Debug)]
#[must_use = "a listing does nothing until its pages are asked for"]
pub struct Pages<T = TaskRun> {
    progress: Progress,
    fetch: FetchAhead<T>,
    /// Where the page came from that was delivered last and is not left yet.
    delivered: Option<PageSource>,
    prefetches: bool,
}

impl<T: PageItem> Pages<T> {
    pub(super) fn new(progress: Progress, fetch: Fetch<T>) -> Self {
        Self {
            progress,
            fetch: FetchAhead::new(fetch),
            delivered: None,
            prefetches: false,
        }
    }

    /// Requests each page as soon as its position is known: when the page before is delivered.
    ///
    /// As [`Items::prefetch`](crate::Items::prefetch): the same pages and resume tokens, memory of one page
    /// more, no task. The request is sent, and its response awaited, within [`next`](Self::next).
    pub fn prefetch(mut self) -> Self {
        self.prefetches = true;
        self
    }

    /// Returns the next page, or nothing when the listing has ended.
    ///
    /// # Errors
    ///
    /// See [the type](Pages#errors): the listing can go on after an error.
    ///
    /// # Cancellation
    ///
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<ApiResponse<Page<T>>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// Returns the token that goes on right after the page delivered last, in any process.
    ///
    /// # Errors
    ///
    /// Fails only
    ///
    /// - when parameters and position need more room than a token has ([`ResumeToken::MAX_LENGTH`]);
    /// - behind a page of more than 300 items, whose fingerprints a token has no room for (Deck sends at
    ///   most 100);
    /// - when the listing cannot be sent at all, because its filters are not valid, or because it was
    ///   [resumed](crate::ListCall::resume) with other filters than its token's: with the reason that the
    ///   stream gives, or would give.
    pub fn resume_token(&self) -> Result<ResumeToken, Error> {
        super::resume_token(&self.progress, self.fetch.listed())
    }

    fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<ApiResponse<Page<T>>, Error>>> {
        loop {
            let moved = match self.leave_page() {
                Err(error) => Err(error),
                Ok(()) => {
                    let Some(wanted) = self.progress.wanted() else {
                        return Poll::Ready(None);
                    };
                    match ready!(self.fetch.poll(context, wanted)) {
                        Ok(fetched) => self.take_page(fetched),
                        Err(error) => step_back(&mut self.progress, error).map(|()| None),
                    }
                }
            };
            match moved {
                Ok(Some(page)) => {
                    self.poll_ahead(context);
                    return Poll::Ready(Some(Ok(page)));
                }
                Ok(None) => {}
                Err(error) => {
                    self.progress.fail(error.ends_listing());
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }

    fn poll_ahead(&mut self, context: &mut Context<'_>) {
        if self.prefetches
            && let Some(position) = self.progress.wanted_next(0)
        {
            self.fetch.prefetch(context, position);
        }
    }

    fn leave_page(&mut self) -> Result<(), Error> {
        let Some(source) = self.delivered.take() else {
            return Ok(());
        };
        self.progress
            .leave_page()
            .map_err(|rule| source.broken(rule))
    }

    fn take_page(&mut self, fetched: Fetched<T>) -> Result<Option<ApiResponse<Page<T>>>, Error> {
        let Fetched {
            mut page, source, ..
        } = fetched;
        let identities = match self.progress.accept(&mut page) {
            Ok(identities) => identities.unwrap_or_default(),
            Err(rule) => return Err(source.broken(rule)),
        };
        let response = (!identities.is_empty()).then(|| source.response(page));
        self.deliver(identities);
        self.delivered = Some(source);
        Ok(response)
    }

    fn deliver(&mut self, mut identities: Vec<Identity>) {
        if self.progress.is_backward() {
            identities.reverse();
        }
        for identity in identities {
            self.progress.deliver(identity);
        }
    }
}

/// Pages are moved out of the stream, never pinned in it.
impl<T> Unpin for Pages<T> {}

impl<T: PageItem> Stream for Pages<T> {
    type Item = Result<ApiResponse<Page<T>>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}
