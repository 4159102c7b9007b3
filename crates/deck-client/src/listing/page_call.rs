//! One page of a listing, to be awaited.

use std::future::Future;
use std::future::IntoFuture;
use std::future::poll_fn;
use std::pin::Pin;

use deck_types::Page;
use deck_types::PageItem;
use deck_types::PagePosition;

use super::fetch::Fetch;
use super::fetch::Fetched;
use crate::ApiResponse;
use crate::Error;

/// A request for one page: await it for the page, or its [`response`](Self::response) for what came with it
/// too.
///
/// # Errors
///
/// Fails when the parameters contradict each other, no response comes, the API refuses, or the response is no
/// page. Items that cannot be decoded are no errors here but in [`Page::rejected`].
///
/// # Cancellation
///
/// Dropping the future drops the request; asking again is safe.
///
/// # Examples
///
/// ```
/// use deck_client::types::ListTaskRuns;
/// use deck_client::{Client, Error};
///
/// async fn first_page(client: Client) -> Result<(), Error> {
///     let page = client.list(ListTaskRuns::new()).page().await?;
///     println!("{} runs, request id {:?}", page.data.len(), page.request_id);
///     Ok(())
/// }
/// ```
#[derive(Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct PageCall<T> {
    fetch: Fetch<T>,
    position: PagePosition,
}

impl<T: PageItem> PageCall<T> {
    pub(super) fn new(fetch: Fetch<T>, position: PagePosition) -> Self {
        Self { fetch, position }
    }

    /// Asks for the page, with what came with it.
    ///
    /// # Errors
    ///
    /// See [the type](PageCall#errors).
    ///
    /// # Cancellation
    ///
    /// Dropping the future drops the request; asking again is safe.
    pub async fn response(mut self) -> Result<ApiResponse<Page<T>>, Error> {
        let Fetched { page, source, .. } =
            poll_fn(|context| self.fetch.poll(context, &self.position)).await?;
        Ok(source.response(page))
    }
}

impl<T: PageItem> IntoFuture for PageCall<T> {
    type Output = Result<Page<T>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { Ok(self.response().await?.into_body()) })
    }
}
