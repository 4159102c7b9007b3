//! The page that is wanted, and the one that will be.

use std::task::Context;
use std::task::Poll;

use deck_types::Listed;
use deck_types::PageItem;
use deck_types::PagePosition;

use super::fetch::Fetch;
use super::fetch::Fetched;
use crate::Error;

/// A [`Fetch`] that keeps a page which was received before it is wanted.
#[derive(Debug)]
pub(super) struct FetchAhead<T> {
    fetch: Fetch<T>,
    received: Option<(PagePosition, Result<Fetched<T>, Error>)>,
}

impl<T: PageItem> FetchAhead<T> {
    pub(super) fn new(fetch: Fetch<T>) -> Self {
        Self {
            fetch,
            received: None,
        }
    }

    /// Returns what is listed.
    ///
    /// # Errors
    ///
    /// Fails where the listing cannot be sent.
    pub(super) fn listed(&self) -> Result<&Listed, Error> {
        self.fetch.listed()
    }

    /// Polls for the page at `wanted`; what was requested for another position is dropped.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        wanted: &PagePosition,
    ) -> Poll<Result<Fetched<T>, Error>> {
        match self.received.take() {
            Some((position, result)) if position == *wanted => Poll::Ready(result),
            _ => self.fetch.poll(context, wanted),
        }
    }

    /// Requests the page at `position`, or goes on with it, and keeps it for [`poll`](Self::poll).
    pub(super) fn prefetch(&mut self, context: &mut Context<'_>, position: &PagePosition) {
        if self.received.is_none()
            && let Poll::Ready(result) = self.fetch.poll(context, position)
        {
            self.received = Some((position.clone(), result));
        }
    }
}
