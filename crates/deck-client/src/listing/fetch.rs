//! The home of [`Fetch`]: one page on its way, kept by the stream that waits for it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;

use deck_types::ListTaskRuns;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::RejectedItem;
use thiserror::Error as ThisError;

use crate::ApiResponse;
use crate::Attempt;
use crate::Client;
use crate::Error;
use crate::PaginationError;
use crate::client::outgoing::CallOptions;
use crate::client::outgoing::Outgoing;
use crate::error::ResponseFacts;

/// A page with what its answer told.
#[derive(Debug)]
pub(super) struct Fetched<T> {
    pub(super) page: Page<T>,
    pub(super) source: PageSource,
}

/// Where a page came from: kept for the errors that concern it after it was decoded.
#[derive(Debug)]
pub(super) struct PageSource {
    facts: ResponseFacts,
    attempts: Vec<Attempt>,
}

/// Sends one page request at a time. Dropping it drops the request.
pub(super) struct Fetch<T> {
    client: Client,
    refuses: bool,
    in_flight: Option<PageFuture<T>>,
}

type PageFuture<T> = Pin<Box<dyn Future<Output = Result<Fetched<T>, Error>> + Send>>;

impl<T: PageItem + 'static> Fetch<T> {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            refuses: false,
            in_flight: None,
        }
    }

    /// Creates one that sends nothing, because the filters of a listing must not change.
    pub(super) fn refusing(client: Client) -> Self {
        Self {
            client,
            refuses: true,
            in_flight: None,
        }
    }

    /// Polls the request that is on its way, or sends one for `wanted`.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        wanted: &ListTaskRuns,
    ) -> Poll<Result<Fetched<T>, Error>> {
        if self.refuses {
            let error = Error::invalid_request(OtherFilters).with_operation(OPERATION);
            return Poll::Ready(Err(error));
        }
        let future = self
            .in_flight
            .get_or_insert_with(|| Box::pin(fetch(self.client.clone(), wanted.clone())));
        let result = ready!(future.as_mut().poll(context));
        self.in_flight = None;
        Poll::Ready(result)
    }
}

impl<T> fmt::Debug for Fetch<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Fetch")
            .field("client", &self.client)
            .field("in_flight", &self.in_flight.is_some())
            .finish()
    }
}

impl PageSource {
    /// Returns the page with what it took to get it.
    pub(super) fn response<T>(&self, page: Page<T>) -> ApiResponse<Page<T>> {
        ApiResponse {
            body: page,
            status: self.facts.status,
            request_id: self.facts.request_id.clone(),
            attempts: self.attempts.clone(),
        }
    }

    /// Returns the error of an item of the page that could not be decoded.
    pub(super) fn rejected(&self, item: RejectedItem) -> Error {
        self.blame(|facts| Error::rejected(item, facts))
    }

    /// Returns the error of a rule of paging that the page breaks.
    pub(super) fn broken(&self, rule: PaginationError) -> Error {
        self.blame(|facts| Error::paging(rule, facts))
    }

    fn blame(&self, failure: impl FnOnce(ResponseFacts) -> Error) -> Error {
        failure(self.facts.clone())
            .with_operation(OPERATION)
            .with_attempts(self.attempts.clone())
    }
}

#[derive(Debug, ThisError)]
#[error(
    "the listing has filters that differ from the resume token's; set none, the token has them"
)]
struct OtherFilters;

/// The name of the operation in errors.
pub(super) const OPERATION: &str = "GET /task-runs";

/// Asks for the page that `list` names.
pub(super) async fn fetch<T: PageItem>(
    client: Client,
    list: ListTaskRuns,
) -> Result<Fetched<T>, Error> {
    list.check()
        .map_err(|error| Error::invalid_request(error).with_operation(OPERATION))?;
    let outgoing = Outgoing::page(OPERATION, ListTaskRuns::PATH, list.to_query());
    let response = client.send(outgoing, CallOptions::default()).await?;
    match response.read_page() {
        Ok(page) => {
            let source = PageSource {
                facts: response.facts(),
                attempts: response.attempts,
            };
            Ok(Fetched { page, source })
        }
        Err(reason) => Err(response.unreadable_page(reason)),
    }
}
