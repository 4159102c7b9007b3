//! The stream of a sweep's items: drives the scheduler and the listings of its parts.

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
use std::time::SystemTime;

use deck_transport::Clock;
use deck_types::CreatedItem;
use deck_types::Listed;
use deck_types::PageSize;
use deck_types::ResumeToken;
use deck_types::SweepCheckpoint;
use deck_types::SweepMode;
use deck_types::TaskRun;
use deck_types::TimeRange;
use deck_types::Timestamp;
use futures_core::Stream;
use thiserror::Error as ThisError;

use super::checkpoint;
use super::scheduler::PageFacts;
use super::scheduler::Scheduler;
use super::scheduler::Turn;
use super::scheduler::part::PartId;
use super::scheduler::reading::Direction;
use super::span::Span;
use super::wakes::LaneWake;
use super::wakes::Wakes;
use crate::Client;
use crate::Error;
use crate::PaginationError;
use crate::RateLimiter;
use crate::listing::engine::Arrival;
use crate::listing::engine::Engine;
use crate::listing::fetch::Turns;
use crate::listing::settings::Settings as ListingSettings;
use crate::rate_limit::turn_flag::TurnFlag;

/// Narrows what is listed to a span, for pages of a size.
pub(super) type Narrow = Box<dyn Fn(Span, Option<PageSize>) -> Result<Listed, Error> + Send + Sync>;

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

    /// Lets the parts whose pages are used up go on, and takes in what has come.
    fn turn_over(&mut self) -> Option<Error> {
        self.has_news = false;
        self.wakes.take();
        self.settle_used_up();
        let lanes: Vec<PartId> = self.lanes.keys().copied().collect();
        // After an error the others are still woken, and polled the next time.
        let polled = lanes.into_iter().try_for_each(|id| {
            let is_woken = |lane: &&Lane<T>| lane.is_asking && lane.wake.take();
            match self.lanes.get(&id).filter(is_woken) {
                Some(_) => self.poll_lane(id),
                None => Ok(()),
            }
        });
        polled.and_then(|()| self.ask()).err()
    }

    fn settle_used_up(&mut self) {
        let Ok(begun) = &mut self.begun else { return };
        let scheduler = &mut begun.scheduler;
        self.lanes.retain(|id, lane| {
            let is_used_up = !lane.is_asking && lane.engine.pages_in_hand() == 0;
            !is_used_up || scheduler.used_up(*id, lane.engine.has_ended()) == Turn::GoOn
        });
    }

    /// Sends requests, as long as few of them wait for their turn.
    fn ask(&mut self) -> Result<(), Error> {
        while self.waiting() < Self::MOST_WAITING {
            let Ok(begun) = &mut self.begun else { break };
            let Some(id) = begun.scheduler.ask() else {
                break;
            };
            self.open_lane(id);
            // The first poll sends the request, or lines it up.
            self.poll_lane(id)?;
        }
        Ok(())
    }

    fn waiting(&self) -> usize {
        let asking = self.lanes.values().filter(|lane| lane.is_asking);
        asking.filter(|lane| lane.engine.is_waiting()).count()
    }

    /// Has a part ask, which begins where it is new.
    fn open_lane(&mut self, id: PartId) {
        let Ok(begun) = &mut self.begun else { return };
        let lane = self.lanes.entry(id).or_insert_with(|| {
            let query = begun.scheduler.parts.get(&id).map(|part| part.query);
            let place = begun.tokens.iter().position(|(part, _)| *part == id);
            let token = place.map(|place| begun.tokens.swap_remove(place).1);
            let page_size = token
                .as_ref()
                .map_or(Some(begun.page_size), |token| token.listed().page_size());
            let listed = (begun.narrow)(query.unwrap_or_default(), page_size);
            let turns = Turns {
                share: self.share.clone(),
                flag: TurnFlag::default(),
            };
            let (client, settings) = (self.client.clone(), &self.settings);
            let engine = Engine::new(
                client,
                settings.operation,
                listed,
                token.as_ref(),
                &settings.listing,
                turns,
            );
            let wake = LaneWake::new(&self.wakes);
            Lane {
                engine,
                is_asking: false,
                waker: Waker::from(wake.clone()),
                wake,
            }
        });
        lane.is_asking = true;
    }

    fn poll_lane(&mut self, id: PartId) -> Result<(), Error> {
        let Some(lane) = self.lanes.get_mut(&id) else {
            return Ok(());
        };
        lane.wake.take();
        match lane.engine.poll(&mut Context::from_waker(&lane.waker)) {
            Poll::Pending => Ok(()),
            Poll::Ready(Ok(arrival)) => {
                lane.is_asking = false;
                let held = lane.engine.pages_in_hand();
                self.take_arrival(id, arrival, held);
                Ok(())
            }
            Poll::Ready(Err(error)) => {
                lane.is_asking = false;
                self.has_news = true;
                self.take_error(id, error)
            }
        }
    }

    fn take_arrival(&mut self, id: PartId, arrival: Arrival, held: usize) {
        let Ok(begun) = &mut self.begun else { return };
        let scheduler = &mut begun.scheduler;
        if scheduler.range.until.is_none() {
            let now = arrival.server_time;
            let now = now.unwrap_or_else(|| self.client.clock().system_time());
            scheduler.close(settled(now, self.settings.settle));
            self.lanes.retain(|id, _| scheduler.parts.contains_key(id));
        }
        let facts = PageFacts {
            instants: arrival.instants,
            has_undated: arrival.has_undated,
            has_more: arrival.has_more,
            held,
        };
        let is_of_no_use = scheduler.page(id, &facts);
        if held > 0 && scheduler.parts.contains_key(&id) {
            self.arrived.push_back(id);
        }
        if is_of_no_use {
            self.put_together(id, SweepMode::BoundsIgnored);
        }
    }

    /// An error that tells of the server's ways changes how the sweep is read; any other is reported.
    fn take_error(&mut self, id: PartId, error: Error) -> Result<(), Error> {
        let Ok(begun) = &mut self.begun else {
            return Err(error);
        };
        begun.scheduler.failed(id);
        let is_refused = error.pagination() == Some(&PaginationError::ContinuationRefused);
        if is_refused && self.put_together(id, SweepMode::CursorRefused) {
            return Ok(());
        }
        let lane = self.lanes.get(&id);
        self.is_stopped |=
            error.ends_listing() || lane.is_some_and(|lane| lane.engine.is_stopped());
        Err(self.of_part(id, error))
    }

    fn put_together(&mut self, cause: PartId, mode: SweepMode) -> bool {
        let Ok(begun) = &mut self.begun else {
            return false;
        };
        let Some(gone) = begun.scheduler.put_together(cause, mode) else {
            return false;
        };
        for id in gone {
            self.lanes.remove(&id);
        }
        let lanes = &self.lanes;
        begun
            .tokens
            .retain(|(id, _)| begun.scheduler.parts.contains_key(id));
        self.arrived.retain(|id| lanes.contains_key(id));
        self.has_news = true;
        true
    }

    /// Looks for the next item in the pages in hand.
    fn look(&mut self) -> Look<T> {
        let Ok(begun) = &mut self.begun else {
            return Look::Nothing;
        };
        let front = if self.settings.is_in_order {
            begun.scheduler.front()
        } else {
            self.arrived.front().copied()
        };
        let Some((id, lane)) = front.and_then(|id| Some((id, self.lanes.get_mut(&id)?))) else {
            return Look::Nothing;
        };
        while let Some(entry) = lane.engine.peek() {
            let (created, fingerprint) = (entry.created, entry.fingerprint());
            let broken = match begun.scheduler.is_new(id, created, fingerprint) {
                None => Some(PaginationError::TooManyUndated {
                    limit: Scheduler::MAX_UNDATED,
                }),
                Some(true) if self.settings.is_in_order => {
                    let direction = begun.scheduler.direction();
                    is_out_of_order(self.latest, created, direction)
                        .then_some(PaginationError::OutOfOrder)
                }
                Some(_) => None,
            };
            if let Some(error) = broken.and_then(|rule| lane.engine.broken(rule)) {
                self.is_stopped = true;
                return Look::Item(Err(self.of_part(id, error)));
            }
            let is_new = begun.scheduler.admit(id, created, fingerprint);
            let entry = lane.engine.next_entry();
            if let Some(entry) = entry.filter(|_| is_new) {
                self.latest = created.or(self.latest);
                self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(1));
                let item = lane.engine.open(entry);
                return Look::Item(item.map_err(|error| self.of_part(id, error)));
            }
        }
        if lane.engine.pages_in_hand() == 0 {
            return Look::Nothing;
        }
        self.leave_page(id)
    }

    fn leave_page(&mut self, id: PartId) -> Look<T> {
        let left = self.lanes.get_mut(&id).map(|lane| lane.engine.leave_page());
        self.arrived.pop_front();
        if let Some(Err(error)) = left {
            self.is_stopped = true;
            return Look::Item(Err(self.of_part(id, error)));
        }
        if let Ok(begun) = &mut self.begun {
            begun.scheduler.leave_page(id);
        }
        Look::Moved
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

/// Returns the instant up to which all is visible at `now`.
fn settled(now: SystemTime, settle: Duration) -> i128 {
    let now = now.checked_sub(settle).unwrap_or(now);
    let instant = Timestamp::try_from(now).and_then(|now| now.unix_nanoseconds());
    // A server that lives beyond the year 9999 leaves the end open for all that can be written.
    instant.unwrap_or(i128::MAX)
}

fn is_out_of_order(latest: Option<i128>, created: Option<i128>, direction: Direction) -> bool {
    let both = latest.zip(created);
    both.is_some_and(|(latest, created)| match direction {
        Direction::OldestFirst => created < latest,
        Direction::NewestFirst | Direction::Unknown | Direction::Other => created > latest,
    })
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
