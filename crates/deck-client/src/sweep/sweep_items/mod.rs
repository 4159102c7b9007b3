//! The stream of a sweep's items: drives the scheduler and the listings of its parts.

mod delivery;
mod lanes;

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;

use deck_types::CreatedItem;
use deck_types::Listed;
use deck_types::PageSize;
use deck_types::PathError;
use deck_types::ResumeToken;
use deck_types::SweepCheckpoint;
use deck_types::SweepMode;
use deck_types::TaskRun;
use deck_types::TimeRange;
use futures_core::Stream;
use thiserror::Error as ThisError;

use crate::Client;
use crate::Error;
use crate::RateLimiter;
use crate::listing::engine::Engine;
use crate::listing::settings::Settings as ListingSettings;
use crate::sweep::checkpoint;
use crate::sweep::scheduler::Scheduler;
use crate::sweep::scheduler::part::PartId;
use crate::sweep::span::Span;
use crate::sweep::wakes::LaneWake;
use crate::sweep::wakes::Wakes;

/// Narrows what is listed to a span, for pages of a size.
pub(super) type Narrow =
    Box<dyn Fn(Span, Option<PageSize>) -> Result<Listed, PathError> + Send + Sync>;

/// How a sweep behaves.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) listing: ListingSettings,
    pub(super) operation: &'static str,
    pub(super) settle: Duration,
    pub(super) max_in_flight: usize,
    pub(super) share: f64,
    pub(super) is_in_order: bool,
}

/// What a sweep begins with.
pub(super) struct Begun {
    pub(super) narrow: Narrow,
    /// What is listed, without bounds of time.
    pub(super) base: Listed,
    pub(super) page_size: PageSize,
    pub(super) scheduler: Scheduler,
    pub(super) tokens: Vec<(PartId, ResumeToken)>,
}

/// The items of a sweep, from many parts at once. Made by [`Sweep::items`](crate::Sweep::items).
///
/// Each item comes once, in no particular order unless [`in_order`](crate::Sweep::in_order) was set. A page
/// of each part is asked for when the one before is used up, so a slow consumer stops the requests, and the
/// memory taken is at most one page for each part that may be in flight.
///
/// # Errors
///
/// An error of one part does not touch the others. [`Error::range`] tells which part met it.
///
/// - an item that cannot be decoded ([`Error::rejected_item`]): the next call gives another item;
/// - a transient error: that part asks for the same page again. The tenth in a row of one part
///   ([`with_max_errors`](crate::ListCall::with_max_errors)) ends the sweep;
/// - a permanent error ends the sweep. It is reported once, and the [checkpoint](Self::checkpoint) says what
///   is missing.
///
/// # Cancellation
///
/// The future of [`next`](Self::next) can be dropped at any time: the requests stay with the stream, and the
/// next call waits on for them. Dropping the stream drops its requests; no task is spawned.
///
/// # Examples
///
/// ```
/// use deck_client::types::{ListTaskRuns, Timestamp};
/// use deck_client::{Client, Error};
///
/// async fn print_ids(client: Client, since: Timestamp, until: Timestamp) -> Result<(), Error> {
///     let mut runs = client.list(ListTaskRuns::new()).sweep(since..until).items();
///     while let Some(run) = runs.next().await {
///         println!("{}", run?.id);
///     }
///     Ok(())
/// }
/// ```
#[must_use = "a sweep does nothing until its items are asked for"]
pub struct SweepItems<T = TaskRun> {
    client: Client,
    settings: Settings,
    share: RateLimiter,
    /// What is swept; or why it cannot be, until that was told.
    begun: Result<Begun, Option<Error>>,
    lanes: BTreeMap<PartId, Lane<T>>,
    /// Parts with a page in hand, in the order in which the pages came.
    arrived: VecDeque<PartId>,
    wakes: Arc<Wakes>,
    remaining: Option<u64>,
    /// When the item was created that was delivered last.
    latest: Option<i128>,
    has_news: bool,
    is_stopped: bool,
}

/// A part that has begun.
struct Lane<T> {
    engine: Engine<T>,
    is_asking: bool,
    wake: Arc<LaneWake>,
    waker: Waker,
}

/// What a look at the pages in hand gives.
enum Look<T> {
    Item(Result<T, Error>),
    /// A page was used up.
    Moved,
    Nothing,
}

impl<T: CreatedItem> SweepItems<T> {
    /// So many requests may wait for their turn from the rate limiter.
    const MOST_WAITING: usize = 4;

    pub(super) fn new(client: Client, begun: Result<Begun, Error>, settings: Settings) -> Self {
        let begun = begun.map_err(|error| Some(error.with_operation(settings.operation)));
        let share = client.rate_limiter().share(settings.share);
        let remaining = settings.listing.max_items;
        let mut sweep = Self {
            client,
            settings,
            share,
            begun,
            lanes: BTreeMap::new(),
            arrived: VecDeque::new(),
            wakes: Arc::new(Wakes::default()),
            remaining,
            latest: None,
            has_news: true,
            is_stopped: false,
        };
        // The cap is the sweep's and not that of each part.
        sweep.settings.listing.max_items = None;
        sweep
    }

    /// Returns the next item, or nothing when the sweep has ended.
    ///
    /// # Errors
    ///
    /// See [the type](SweepItems#errors): the sweep can go on after an error.
    ///
    /// # Cancellation
    ///
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// Returns what goes on exactly here, in any process: give it to [`Sweep::resume`](crate::Sweep::resume).
    ///
    /// # Errors
    ///
    /// Fails where the listing cannot be sent, or when the state needs more room than a checkpoint has
    /// ([`SweepCheckpoint::MAX_LENGTH`]).
    pub fn checkpoint(&self) -> Result<SweepCheckpoint, Error> {
        let begun = self.begun.as_ref().map_err(|_| cannot_be_sent())?;
        let mut tokens: BTreeMap<PartId, ResumeToken> = begun.tokens.iter().cloned().collect();
        for (id, lane) in &self.lanes {
            tokens.insert(*id, lane.engine.resume_token()?);
        }
        checkpoint::write(&begun.scheduler, &begun.base, self.remaining, tokens)
    }

    /// Returns the range that is swept. An open end is known when the first response has come.
    ///
    /// The next sweep of one who reads on and on begins where this range ends.
    #[must_use]
    pub fn range(&self) -> TimeRange {
        let begun = self.begun.as_ref();
        begun.map_or_else(
            |_| TimeRange::default(),
            |begun| begun.scheduler.range.to_range(),
        )
    }

    /// Returns whether the sweep is read in parts, or as one ordinary listing because the server does not
    /// support parts.
    #[must_use]
    pub fn mode(&self) -> SweepMode {
        let begun = self.begun.as_ref();
        begun.map_or(SweepMode::InParts, |begun| begun.scheduler.mode)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        if let Err(error) = &mut self.begun {
            return Poll::Ready(error.take().map(Err));
        }
        let mut was_turned_over = false;
        while !self.is_over() {
            // Lanes are polled when a page is used up or none is in hand, and not for every item.
            if self.has_news {
                self.wakes.register(context.waker());
                was_turned_over = true;
                if let Some(error) = self.turn_over() {
                    return Poll::Ready(Some(Err(error)));
                }
            }
            match self.look() {
                Look::Item(item) => return Poll::Ready(Some(item)),
                Look::Moved => self.has_news = true,
                Look::Nothing if self.has_news || self.is_over() => {}
                Look::Nothing => {
                    self.wakes.register(context.waker());
                    // What wakes a lane from now on, or has since the lanes were polled, wakes this task.
                    if was_turned_over || !self.wakes.are_any() {
                        return Poll::Pending;
                    }
                    self.has_news = true;
                }
            }
        }
        Poll::Ready(None)
    }

    fn is_over(&self) -> bool {
        let begun = self.begun.as_ref();
        let is_done = begun.is_ok_and(|begun| begun.scheduler.is_done());
        is_done || self.is_stopped || self.remaining == Some(0)
    }

    /// Tells the part with its error.
    fn of_part(&self, id: PartId, error: Error) -> Error {
        let begun = self.begun.as_ref().ok();
        let part = begun.and_then(|begun| begun.scheduler.parts.get(&id));
        let Some((first, last)) = part.and_then(|part| part.spans.first().zip(part.spans.last()))
        else {
            return error;
        };
        let span = Span {
            since: first.since,
            until: last.until,
        };
        error.with_range(span.to_range())
    }
}

fn cannot_be_sent() -> Error {
    Error::invalid_request(CannotBeSent)
}

#[derive(Debug, ThisError)]
#[error("the listing cannot be sent; its stream says why")]
struct CannotBeSent;

/// Items are moved out of the stream, never pinned in it.
impl<T> Unpin for SweepItems<T> {}

impl<T: CreatedItem> Stream for SweepItems<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

impl<T> fmt::Debug for SweepItems<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SweepItems")
            .field("settings", &self.settings)
            .field("lanes", &self.lanes.len())
            .finish_non_exhaustive()
    }
}
