//! The sweep: a listing in several parts at once.
//!
//! [`scheduler`] is the state machine, without a future; [`sweep_items`] drives it. Each part is an ordinary
//! listing, [`Engine`](crate::listing::engine::Engine), over narrowed filters, so that paging is written
//! once.

mod checkpoint;
pub(crate) mod plan;
mod scheduler;
mod span;
pub(crate) mod sweep_items;
mod wakes;

use std::fmt;
use std::time::Duration;

use deck_types::CreatedItem;
use deck_types::Listed;
use deck_types::Listing;
use deck_types::PagePosition;
use deck_types::PageRequest;
use deck_types::PageSize;
use deck_types::QueryError;
use deck_types::SweepCheckpoint;
use deck_types::SweepCheckpointError;
use deck_types::TimeBounded;
use deck_types::TimeRange;
use thiserror::Error as ThisError;

use self::plan::SweepPlan;
use self::scheduler::Scheduler;
use self::span::Span;
use self::sweep_items::Begun;
use self::sweep_items::Narrow;
use self::sweep_items::Settings;
use self::sweep_items::SweepItems;
use crate::Error;
use crate::ListCall;

/// A sweep that is being put together: a listing of a time range in several parts at once. Made by
/// [`ListCall::sweep`].
///
/// A listing waits for one page after the other, because a cursor is known only when the page before has
/// come. What can be asked for independently is time: a sweep narrows the listing to parts of its range, and
/// lists them at once. `docs/sweep.md` tells when that pays, and what it costs in requests.
///
/// # What it guarantees
///
/// The range is half-open: an item created exactly at its start belongs to it, one created at its end does
/// not. An item that is in the range and present for the whole sweep is delivered exactly once, whatever the
/// order in which the server lists, whether or not its bounds include their instant, and to the second or
/// closer. A server that ignores the bounds is found out, and read as one ordinary listing
/// ([`SweepItems::mode`]).
///
/// An open start reaches as far back as there is anything. An open end is the server's own time at the first
/// response, less the time for which items may not be visible yet ([`with_settle`](Self::with_settle)).
///
/// Items come in no particular order, unless [`in_order`](Self::in_order) says so.
///
/// # Examples
///
/// ```
/// use deck_client::types::{ListTaskRuns, Timestamp};
/// use deck_client::{Client, Error};
///
/// async fn count(client: Client, since: Timestamp) -> Result<usize, Error> {
///     let mut runs = client.list(ListTaskRuns::new()).sweep(since..).items();
///     let mut count = 0;
///     while let Some(run) = runs.next().await {
///         run?;
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
#[must_use = "a sweep does nothing until its items are asked for"]
pub struct Sweep<L: Listing, T = <L as Listing>::Item> {
    call: ListCall<L, T>,
    range: TimeRange,
    settings: Settings,
}

impl<L: TimeBounded, T: CreatedItem> Sweep<L, T> {
    /// How far an open end stays behind the server's time, unless it is told otherwise.
    pub const DEFAULT_SETTLE: Duration = Duration::from_secs(120);

    /// How many parts have a request on its way or a page in hand at a time, unless it is told otherwise.
    pub const DEFAULT_MAX_IN_FLIGHT: usize = 32;

    pub(crate) fn new(call: ListCall<L, T>, range: TimeRange) -> Self {
        let settings = Settings {
            listing: call.settings.clone(),
            operation: L::NAME,
            settle: Self::DEFAULT_SETTLE,
            max_in_flight: Self::DEFAULT_MAX_IN_FLIGHT,
            share: 1.0,
            is_in_order: false,
        };
        Self {
            call,
            range,
            settings,
        }
    }

    /// Sets how far an open end stays behind the server's time. Default: two minutes.
    ///
    /// In many APIs an item can be listed only some time after it was created. What is created within this
    /// time before the sweep is left to the next one, whose range begins where this one
    /// [ended](SweepItems::range). Zero sweeps up to the present, and may miss what is not visible yet.
    pub fn with_settle(mut self, settle: Duration) -> Self {
        self.settings.settle = settle;
        self
    }

    /// Delivers by creation time, in the direction in which the server lists: the newest first, most likely.
    ///
    /// That costs more requests, since parts must be smaller, and is less fast: at most 32 pages are held
    /// back. A server that does not list by creation makes it impossible: then it is a
    /// [`PaginationError::OutOfOrder`](crate::PaginationError::OutOfOrder), and the checkpoint stands.
    pub fn in_order(mut self) -> Self {
        self.settings.is_in_order = true;
        self
    }

    /// Sets how many parts may have a request on its way or a page in hand at a time. Default: 32; 0 counts
    /// as 1.
    pub fn with_max_in_flight(mut self, count: usize) -> Self {
        self.settings.max_in_flight = count.max(1);
        self
    }

    /// Sets which share of the client's rate limit the sweep may take, such as 0.5. Default: all of it.
    ///
    /// Even then a sweep has no more than a few requests waiting for their turn, so that the other calls of
    /// the client are not starved. A share of 1 and more is all of it; of any other at least one request is
    /// let through in each window.
    pub fn with_share(mut self, share: f64) -> Self {
        self.settings.share = share;
        self
    }

    /// Returns the stream of items.
    ///
    /// Unless the listing has a page size, it asks for pages of 100, the most the API gives.
    pub fn items(self) -> SweepItems<T> {
        let parts = Span::of(&self.range)
            .map_err(Error::invalid_request)
            .and_then(|span| self.parts(&self.call.request.listing, span));
        let settings = self.settings;
        let begun = parts.map(|parts| {
            let scheduler =
                Scheduler::new(parts.span, settings.max_in_flight, settings.is_in_order);
            Begun {
                narrow: parts.narrow,
                base: parts.base,
                page_size: parts.page_size,
                scheduler,
                tokens: Vec::new(),
            }
        });
        SweepItems::new(self.call.client, begun, settings)
    }

    /// Returns the stream of the items that come after the one at which `checkpoint` was made.
    ///
    /// What is listed and the range come from the checkpoint; how the sweep behaves, and the page size of
    /// parts that have not begun, come from here.
    ///
    /// # Errors
    ///
    /// Where the checkpoint was made by another listing, or the listing or the range differ from the
    /// checkpoint's, the stream yields an error ([`Error::is_invalid_request`]) and sends nothing. The range
    /// may be `..`.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_client::Client;
    /// use deck_client::types::{ListTaskRuns, Timestamp};
    ///
    /// async fn in_two_parts(client: Client, since: Timestamp) -> Result<(), Box<dyn std::error::Error>> {
    ///     let mut runs = client.list(ListTaskRuns::new()).sweep(since..).items();
    ///     runs.next().await;
    ///     let text = runs.checkpoint()?.to_string();
    ///
    ///     // Later, in another process:
    ///     let mut rest = client.list(ListTaskRuns::new()).sweep(..).resume(&text.parse()?);
    ///     rest.next().await;
    ///     Ok(())
    /// }
    /// ```
    pub fn resume(self, checkpoint: &SweepCheckpoint) -> SweepItems<T> {
        let mut settings = self.settings.clone();
        settings.listing.max_items = checkpoint.state().remaining.or(settings.listing.max_items);
        let begun = self.resumed(checkpoint);
        SweepItems::new(self.call.client, begun, settings)
    }

    /// Asks for one page, and tells from it about how many items, requests and seconds the sweep will take.
    ///
    /// The page is of the newest items, most likely, and all else is taken to be as dense: an estimate, and
    /// no more. With an open start it is a guess about nothing, and only what is known for certain is told.
    ///
    /// # Errors
    ///
    /// As those of [`PageCall`](crate::PageCall#errors).
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_client::types::{ListTaskRuns, Timestamp};
    /// use deck_client::{Client, Error};
    ///
    /// async fn tell(client: Client, since: Timestamp, until: Timestamp) -> Result<(), Error> {
    ///     let plan = client.list(ListTaskRuns::new()).sweep(since..until).plan().await?;
    ///     println!("about {} runs, {} requests, {:?}", plan.items, plan.requests, plan.duration);
    ///     Ok(())
    /// }
    /// ```
    pub async fn plan(self) -> Result<SweepPlan, Error> {
        let span = Span::of(&self.range).map_err(Error::invalid_request)?;
        let parts = self.parts(&self.call.request.listing, span)?;
        plan::plan::<T>(self.call.client, parts, &self.settings).await
    }

    fn resumed(&self, checkpoint: &SweepCheckpoint) -> Result<Begun, Error> {
        let listing = checkpoint.listing(&self.call.request.listing);
        let listing = listing.map_err(Error::invalid_request)?;
        let range = checkpoint.range();
        let is_other = self.range != TimeRange::default() && self.range.since() != range.since();
        let until = self.range.until();
        if is_other || until.is_some_and(|until| Some(until) != range.until()) {
            let other = SweepCheckpointError::OtherRange;
            return Err(Error::invalid_request(other));
        }
        let span = Span::of(range).map_err(Error::invalid_request)?;
        let parts = self.parts(&listing, span)?;
        let settings = &self.settings;
        let (scheduler, tokens) = checkpoint::read(checkpoint.state(), span, settings)?;
        for (id, token) in &tokens {
            let query = scheduler
                .parts
                .get(id)
                .map(|part| part.query)
                .unwrap_or_default();
            // What a token lists must be the listing, narrowed; a forged one may be anything.
            let narrowed = (parts.narrow)(query, token.listed().page_size());
            if *token.listed() != narrowed.map_err(Error::invalid_request)? {
                return Err(Error::invalid_request(SweepCheckpointError::Damaged));
            }
        }
        Ok(Begun {
            narrow: parts.narrow,
            base: parts.base,
            page_size: parts.page_size,
            scheduler,
            tokens,
        })
    }

    /// Checks what is listed, and prepares narrowing it.
    fn parts(&self, listing: &L, span: Span) -> Result<Parts, Error> {
        if self.call.request.position != PagePosition::Start {
            return Err(Error::invalid_request(NotToSweep::Position));
        }
        if listing.created_after().is_some() || listing.created_before().is_some() {
            return Err(Error::invalid_request(NotToSweep::Bounds));
        }
        let mut listing = listing.clone();
        let page_size = listing.page_size().unwrap_or(PageSize::MAX);
        listing.set_page_size(Some(page_size));
        let checked = PageRequest::new(listing.clone());
        checked.check().map_err(Error::invalid_request)?;
        let inverted =
            matches!((span.since, span.until), (Some(since), Some(until)) if since > until);
        if let (true, Some(since), Some(until)) = (inverted, self.range.since(), self.range.until())
        {
            let (created_after, created_before) = (since.clone(), until.clone());
            return Err(Error::invalid_request(QueryError::InvertedWindow {
                created_after,
                created_before,
            }));
        }
        let base = Listed::new(&listing).map_err(Error::invalid_request)?;
        let narrow = move |span: Span, page_size: Option<PageSize>| {
            let range = span.to_range();
            let mut narrowed = listing.clone();
            narrowed.set_page_size(page_size);
            narrowed.set_created_after(range.since().cloned());
            narrowed.set_created_before(range.until().cloned());
            Listed::new(&narrowed)
        };
        Ok(Parts {
            span,
            base,
            page_size,
            narrow: Box::new(narrow),
        })
    }
}

/// A listing that is checked and ready to be narrowed.
struct Parts {
    span: Span,
    base: Listed,
    page_size: PageSize,
    narrow: Narrow,
}

/// Why a listing is not to be swept.
#[derive(Debug, ThisError)]
enum NotToSweep {
    #[error("a sweep has no position: give it a range, or list without `sweep`")]
    Position,
    #[error(
        "the range of a sweep takes the place of `created_after` and `created_before`: set neither"
    )]
    Bounds,
}

impl<L: Listing, T> fmt::Debug for Sweep<L, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sweep")
            .field("call", &self.call)
            .field("range", &self.range)
            .field("settings", &self.settings)
            .finish()
    }
}
