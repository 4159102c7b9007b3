//! The home of [`Pages`], the stream of whole pages.

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
use super::progress::Progress;
use super::refusal::survive;
use crate::ApiResponse;
use crate::Error;

/// The pages of a listing, each as the server sent it but for the runs that were delivered before.
///
/// Within a page the server's order stands, in backward listings too. Items that could not be decoded
/// are in [`Page::rejected`]; they are no errors here. A run that stands on a page twice, or was on an earlier page,
/// is taken out. A page on which nothing is left, or never was, is passed over.
///
/// A cap ([`with_max_items`](crate::TaskRunListing::with_max_items)) ends the listing after the page
/// that reaches it; the page is not cut.
///
/// # Errors
///
/// An error does not end the stream: the next call asks for the same page again, and what was
/// delivered is not delivered twice. See [`Items`](crate::Items#errors).
///
/// # Cancellation
///
/// As with [`Items`](crate::Items#cancellation), dropping the future of [`next`](Pages::next) loses
/// nothing, and dropping the stream drops the request.
///
/// # Examples
///
/// ```
/// # use deck_client::{ApiKey, Client, Error};
/// # async fn example(client: Client) -> Result<(), Error> {
/// let mut pages = client.task_runs().list().pages();
/// while let Some(page) = pages.next().await {
///     let page = page?;
///     println!("{} runs, request id {:?}", page.body.data.len(), page.request_id);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a listing does nothing until its pages are asked for"]
pub struct Pages<T = TaskRun> {
    progress: Progress,
    fetch: Fetch<T>,
    /// Where the page came from that was delivered last and is not left yet.
    delivered: Option<PageSource>,
}

impl<T: PageItem + 'static> Pages<T> {
    pub(super) fn new(progress: Progress, fetch: Fetch<T>) -> Self {
        Self {
            progress,
            fetch,
            delivered: None,
        }
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
    /// Fails only when parameters and position need more room than a token has
    /// ([`ResumeToken::MAX_LENGTH`]).
    pub fn resume_token(&self) -> Result<ResumeToken, Error> {
        self.progress.resume_token().map_err(Error::invalid_request)
    }

    fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<ApiResponse<Page<T>>, Error>>> {
        loop {
            if let Err(error) = self.leave_page() {
                return Poll::Ready(Some(Err(error)));
            }
            let Some(wanted) = self.progress.wanted() else {
                return Poll::Ready(None);
            };
            let taken = match ready!(self.fetch.poll(context, wanted)) {
                Ok(fetched) => self.take_page(fetched),
                Err(error) => survive(&mut self.progress, error).map(|()| None),
            };
            match taken {
                Ok(Some(page)) => return Poll::Ready(Some(Ok(page))),
                Ok(None) => {}
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
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

    fn take_page(
        &mut self,
        Fetched { page, source }: Fetched<T>,
    ) -> Result<Option<ApiResponse<Page<T>>>, Error> {
        let page = match self.progress.accept(page) {
            Ok(page) => page,
            Err(rule) => return Err(source.broken(rule)),
        };
        let page = page.filter(|page| !page.is_empty());
        let page = page.map(|page| source.response(page));
        self.delivered = Some(source);
        if page.is_some() {
            self.progress.deliver_page();
        }
        Ok(page)
    }
}

impl<T: PageItem + 'static> Stream for Pages<T> {
    type Item = Result<ApiResponse<Page<T>>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}
