//! Drives [`Watching`]: sends what it asks for, and hands on what it tells.

use std::io;
use std::time::Duration;
use std::time::Instant;

use deck_client::ApiResponse;
use deck_client::Client;
use deck_client::Error;
use deck_transport::Clock;
use deck_types::GetTaskRun;
use deck_types::ListTaskRuns;
use deck_types::Page;
use deck_types::PageSize;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::Timestamp;
use deck_types::WithRaw;

use crate::error::Failure;

use super::known::KnownRuns;
use super::pace::Pace;
use super::pace::Share;
use super::round::Ask;
use super::server_time::server_time;
use super::teller::Teller;
use super::trouble::is_about_filter;
use super::trouble::is_transient;
use super::trouble::pause;
use super::watching::WatchSettings;
use super::watching::Watching;

/// The shortest time from the beginning of one round to that of the next.
const SHORTEST_ROUND: Duration = Duration::from_secs(1);

/// How many pages of runs that go on are read in one round.
const MOST_PAGES: usize = KnownRuns::MOST_FOLLOWED / 100 + 20;

/// How many pages of new runs are read in one round; there is no room for what is on more.
const MOST_NEW_PAGES: usize = KnownRuns::MOST_KNOWN / 100 + 20;

/// The statuses of runs that go on, in the words of the reference page.
const GOING_ON: [&str; 5] = [
    "queued",
    "running",
    "cancelling",
    "interaction_required",
    "review_required",
];

/// What is followed, and how.
#[derive(Clone, Debug)]
pub(super) struct FollowSettings {
    /// The filters that go to the API: those by which a run never changes.
    pub(super) listing: ListTaskRuns,
    pub(super) watch: WatchSettings,
    pub(super) share: Share,
    /// Whether to end when no run goes on.
    pub(super) until_idle: bool,
}

/// Follows runs.
pub(super) struct Follower<'a, C, T> {
    client: &'a Client,
    clock: C,
    settings: FollowSettings,
    teller: T,
    pace: Pace,
    watching: Watching,
    began: Instant,
    /// The server's time when watching began, in nanoseconds since 1970.
    server_began: i128,
    /// Whether the API lists runs by the statuses of those that go on; if not, each is looked at by itself.
    lists_going_on: bool,
}

impl<'a, C: Clock, T: Teller> Follower<'a, C, T> {
    /// Begins to follow, with one request that asks for the server's time.
    ///
    /// # Errors
    ///
    /// Fails whatever that request fails with: an address or a key that never worked is probably wrong.
    pub(super) async fn start(
        client: &'a Client,
        clock: C,
        settings: FollowSettings,
        teller: T,
    ) -> Result<Self, Failure> {
        let server_began = server_time(client, &settings.listing).await?;
        let server_began = server_began.unwrap_or_else(|| nanoseconds(&clock));
        let began = clock.now();
        let mut pace = Pace::new(settings.share, began);
        pace.sent(1, began);
        Ok(Self {
            watching: Watching::new(settings.watch.clone(), server_began),
            client,
            clock,
            settings,
            teller,
            pace,
            began,
            server_began,
            lists_going_on: true,
        })
    }

    /// Follows until no run goes on, if that is asked for, or without an end.
    ///
    /// # Errors
    ///
    /// Fails with the first permanent error.
    ///
    /// # Cancellation
    ///
    /// What was told until then was handed on.
    pub(super) async fn run(&mut self) -> Result<(), Failure> {
        loop {
            let round_began = self.clock.now();
            self.round().await?;
            if self.settings.until_idle && self.watching.is_idle() {
                return Ok(());
            }
            let elapsed = self.clock.now().saturating_duration_since(round_began);
            self.clock
                .sleep(SHORTEST_ROUND.saturating_sub(elapsed))
                .await;
            self.watching.begin_round(self.now());
        }
    }

    /// Asks for all of a round, again and again where that fails.
    async fn round(&mut self) -> Result<(), Failure> {
        let mut failures = 0;
        while let Some(ask) = self.watching.next() {
            match self.look(&ask).await? {
                Ok(()) => {
                    failures = 0;
                    self.watching.finished(self.now());
                    self.tell_marks(None);
                }
                Err(error) if is_transient(&error) => {
                    self.watching.failed();
                    self.tell_marks(Some(&error));
                    self.clock.sleep(pause(failures, &error)).await;
                    failures += 1;
                }
                Err(error) if matches!(ask, Ask::GoingOn { .. }) && is_about_filter(&error) => {
                    self.lists_going_on = false;
                    self.teller.warn(&error);
                    self.watching.finished(self.now());
                }
                Err(error) => return Err(error.into()),
            }
            self.teller.flush()?;
        }
        Ok(())
    }

    async fn look(&mut self, ask: &Ask) -> io::Result<Result<(), Error>> {
        match ask {
            Ask::New { since } => self.list(ListTaskRuns::new(), Some(*since)).await,
            Ask::GoingOn { .. } if !self.lists_going_on => Ok(Ok(())),
            Ask::GoingOn { since } => {
                let going_on = ListTaskRuns::new().status(GOING_ON);
                self.list(going_on, *since).await
            }
            Ask::Run(id) => self.look_at(id).await,
        }
    }

    async fn list(
        &mut self,
        what: ListTaskRuns,
        since: Option<i128>,
    ) -> io::Result<Result<(), Error>> {
        let mut listing = self.settings.listing.clone();
        let is_of_new = what.status.is_empty();
        listing.status = what.status;
        listing.page_size = Some(PageSize::MAX);
        listing.created_after =
            since.and_then(|since| Timestamp::from_unix_nanoseconds(since).ok());
        let call = self
            .client
            .list(listing)
            .with_item_type::<WithRaw<TaskRun>>();
        let mut pages = call.pages();
        let mut count = 0;
        loop {
            self.turn().await;
            match pages.next().await {
                None => return Ok(Ok(())),
                Some(Err(error)) => {
                    self.pace.sent(error.attempts().len(), self.clock.now());
                    return Ok(Err(error));
                }
                Some(Ok(page)) => self.take_page(page)?,
            }
            count += 1;
            let is_enough = match is_of_new {
                true => count >= MOST_NEW_PAGES,
                false => count >= MOST_PAGES || self.watching.has_seen_all(),
            };
            if is_enough {
                return Ok(Ok(()));
            }
        }
    }

    fn take_page(&mut self, response: ApiResponse<Page<WithRaw<TaskRun>>>) -> io::Result<()> {
        self.pace.sent(response.attempts.len(), self.clock.now());
        let page = response.into_body();
        for item in &page.rejected {
            self.teller.warn(item);
        }
        for run in &page.data {
            self.take(run)?;
        }
        self.tell_marks(None);
        self.teller.flush()
    }

    async fn look_at(&mut self, id: &TaskRunId) -> io::Result<Result<(), Error>> {
        self.turn().await;
        let call = self.client.call(GetTaskRun::new(id.clone()));
        match call.with_output_type::<WithRaw<TaskRun>>().response().await {
            Ok(response) => {
                self.pace.sent(response.attempts.len(), self.clock.now());
                // A response about another run would leave this one unseen.
                if response.body.value().id == *id {
                    self.take(&response.body)?;
                }
                Ok(Ok(()))
            }
            Err(error) => {
                self.pace.sent(error.attempts().len(), self.clock.now());
                if error.is_not_found() && error.is_refused_by_api() {
                    if let Some(change) = self.watching.gone(id) {
                        self.teller.change(&change, None)?;
                    }
                    return Ok(Ok(()));
                }
                Ok(Err(error))
            }
        }
    }

    fn take(&mut self, run: &WithRaw<TaskRun>) -> io::Result<()> {
        match self.watching.observe(run.value(), self.now()) {
            Some(change) => self.teller.change(&change, Some(run)),
            None => Ok(()),
        }
    }

    fn tell_marks(&mut self, error: Option<&Error>) {
        for mark in self.watching.take_marks() {
            self.teller.mark(&mark, error);
        }
    }

    /// Waits until a request may be sent.
    async fn turn(&self) {
        let wait = self.pace.wait(self.clock.now());
        if !wait.is_zero() {
            self.clock.sleep(wait).await;
        }
    }

    /// Returns the server's time, in nanoseconds since 1970.
    fn now(&self) -> i128 {
        let elapsed = self.clock.now().saturating_duration_since(self.began);
        self.server_began + i128::try_from(elapsed.as_nanos()).unwrap_or(i128::MAX)
    }
}

fn nanoseconds(clock: &impl Clock) -> i128 {
    let now = Timestamp::try_from(clock.system_time()).ok();
    now.and_then(|now| now.unix_nanoseconds().ok()).unwrap_or(0)
}
