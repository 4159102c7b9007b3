//! One page on its way, kept by the stream that waits for it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::SystemTime;

use deck_types::Listed;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::PagePosition;
use deck_types::RejectedItem;

use super::unsendable::Unsendable;
use crate::ApiResponse;
use crate::Attempt;
use crate::Client;
use crate::Error;
use crate::PaginationError;
use crate::RateLimiter;
use crate::client::outgoing::CallOptions;
use crate::client::outgoing::Outgoing;
use crate::error::ResponseFacts;
use crate::rate_limit::turn_flag::TurnFlag;

/// A page with what its response told.
#[derive(Debug)]
pub(super) struct Fetched<T> {
    pub(super) page: Page<T>,
    pub(super) source: PageSource,
    /// What the server's clock showed, if it told.
    pub(super) server_time: Option<SystemTime>,
}

/// Where a page came from: kept for the errors that concern it after it was decoded.
#[derive(Debug)]
pub(super) struct PageSource {
    operation: &'static str,
    facts: ResponseFacts,
    attempts: Vec<Attempt>,
}

/// Sends one page request at a time. Dropping it drops the request.
pub(super) struct Fetch<T> {
    client: Client,
    operation: &'static str,
    /// What is listed; or why it cannot be.
    listed: Result<Arc<Listed>, Unsendable>,
    max_items: usize,
    turns: Option<Turns>,
    in_flight: Option<(Arc<PagePosition>, PageFuture<T>)>,
}

/// What the requests of a sweep pass beside the client's rate limiter, and what shows that they have.
#[derive(Clone, Debug)]
pub(crate) struct Turns {
    /// Holds the sweep to its share of the limit.
    pub(crate) share: RateLimiter,
    pub(crate) flag: TurnFlag,
}

type PageFuture<T> = Pin<Box<dyn Future<Output = Result<Fetched<T>, Error>> + Send>>;

impl<T: PageItem> Fetch<T> {
    pub(super) fn new(
        client: Client,
        operation: &'static str,
        listed: Result<Listed, Unsendable>,
        max_items: usize,
    ) -> Self {
        Self {
            client,
            operation,
            listed: listed.map(Arc::new),
            max_items,
            turns: None,
            in_flight: None,
        }
    }

    /// Lets every request pass these turns too.
    pub(super) fn with_turns(mut self, turns: Turns) -> Self {
        self.turns = Some(turns);
        self
    }

    /// Returns whether a request is on its way that has not its turn yet.
    pub(super) fn is_waiting(&self) -> bool {
        let turns = self.turns.as_ref().filter(|_| self.in_flight.is_some());
        turns.is_some_and(|turns| !turns.flag.is_up())
    }

    /// Returns what is listed.
    ///
    /// # Errors
    ///
    /// Fails where the listing cannot be sent, and says why.
    pub(super) fn listed(&self) -> Result<&Listed, Error> {
        self.listed
            .as_deref()
            .map_err(|reason| reason.error().with_operation(self.operation))
    }

    /// Polls the request for the page at `wanted`, or sends it; one for another page is dropped.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        wanted: &PagePosition,
    ) -> Poll<Result<Fetched<T>, Error>> {
        let listed = match &self.listed {
            Ok(listed) => listed,
            Err(reason) => {
                return Poll::Ready(Err(reason.error().with_operation(self.operation)));
            }
        };
        let request = || -> (Arc<PagePosition>, PageFuture<T>) {
            let client = self.client.clone();
            let (listed, position) = (listed.clone(), Arc::new(wanted.clone()));
            let of_page = position.clone();
            let (operation, max_items) = (self.operation, self.max_items);
            let turns = self.turns.clone();
            let page = async move {
                let options = take_turn(&client, turns).await;
                fetch(&client, operation, &listed, &position, max_items, options).await
            };
            (of_page, Box::pin(page))
        };
        let of_wanted = self
            .in_flight
            .take_if(|(position, _)| **position == *wanted);
        let (_, page) = self.in_flight.insert(of_wanted.unwrap_or_else(request));
        let result = ready!(page.as_mut().poll(context));
        self.in_flight = None;
        Poll::Ready(result)
    }
}

/// Waits for the sweep's own turn, if the request is one of a sweep.
async fn take_turn(client: &Client, turns: Option<Turns>) -> CallOptions {
    let mut options = CallOptions::default();
    if let Some(Turns { share, flag }) = turns {
        flag.set(false);
        share.turn(client.clock()).await;
        options.turn_flag = Some(flag);
    }
    options
}

/// Asks for the page at `position`: the one place that joins what is listed with where a page begins.
async fn fetch<T: PageItem>(
    client: &Client,
    operation: &'static str,
    listed: &Listed,
    position: &PagePosition,
    max_items: usize,
    options: CallOptions,
) -> Result<Fetched<T>, Error> {
    let outgoing = Outgoing::page(operation, listed.path(), listed.to_query(position));
    let mut response = client.send(outgoing, options).await?;
    let server_time = response.server_time;
    match response.read_page(max_items) {
        Ok(page) => {
            let source = PageSource {
                operation,
                facts: response.page_facts(&page),
                attempts: response.attempts,
            };
            Ok(Fetched {
                page,
                source,
                server_time,
            })
        }
        Err(reason) => {
            let too_many = reason.item_limit();
            let error = response.unreadable_page(reason);
            Err(match too_many {
                Some(limit) => error.into_paging(PaginationError::TooManyItems { limit }),
                None => error,
            })
        }
    }
}

impl<T> fmt::Debug for Fetch<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Fetch")
            .field("operation", &self.operation)
            .field("listed", &self.listed)
            .field(
                "in_flight",
                &self.in_flight.as_ref().map(|(position, _)| position),
            )
            .finish_non_exhaustive()
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
            .with_operation(self.operation)
            .with_attempts(self.attempts.clone())
    }
}
