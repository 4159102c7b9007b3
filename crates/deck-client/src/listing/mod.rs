//! The home of [`TaskRunListing`]: what to list, and how.

mod fetch;
mod identity;
pub(crate) mod items;
pub(crate) mod loop_guard;
mod pager;
pub(crate) mod pages;
mod progress;
mod recent;
mod recovery;
mod refusal;
pub(crate) mod settings;
mod visited;

use std::marker::PhantomData;

use deck_types::AgentId;
use deck_types::CredentialId;
use deck_types::Cursor;
use deck_types::ListTaskRuns;
use deck_types::Outcome;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::PagePosition;
use deck_types::PageSize;
use deck_types::ResumeToken;
use deck_types::SourceId;
use deck_types::TaskId;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use deck_types::WorkflowId;

use self::fetch::Fetch;
use self::fetch::Fetched;
use self::progress::Progress;
use self::settings::Settings;
use crate::ApiResponse;
use crate::Client;
use crate::Continuation;
use crate::Error;
use crate::Items;
use crate::LoopGuard;
use crate::Pages;

/// A listing of task runs that is being put together (`GET /task-runs`).
///
/// Setters with a bare name say what is asked of the server; those that start with `with_` say how the
/// listing behaves. Filters are combined with AND, the values of one filter with OR. Nothing is sent
/// before [`page`](Self::page) is awaited or a stream is asked for its first element.
///
/// The order of the runs is not documented; it is newest first by all appearances. Nothing here
/// relies on it.
///
/// # Examples
///
/// The failed runs of November, one by one:
///
/// ```
/// # use deck_client::{Client, Error};
/// use deck_types::TaskRunStatus;
///
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut failed = client
///     .task_runs()
///     .list()
///     .status([TaskRunStatus::Failed])
///     .created_after("2026-11-01T00:00:00Z".parse()?)
///     .items();
/// while let Some(run) = failed.next().await {
///     let run = run?;
///     println!("{} {:?}", run.id, run.errors);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a listing does nothing until a page or an item of it is asked for"]
pub struct TaskRunListing<T = TaskRun> {
    client: Client,
    parameters: ListTaskRuns,
    settings: Settings,
    item: PhantomData<fn() -> T>,
}

impl TaskRunListing {
    pub(crate) fn new(client: Client) -> Self {
        Self {
            client,
            parameters: ListTaskRuns::new(),
            settings: Settings::default(),
            item: PhantomData,
        }
    }
}

/// What is asked of the server.
impl<T: PageItem + 'static> TaskRunListing<T> {
    /// Replaces all parameters at once, for those that were decoded or stored.
    pub fn parameters(mut self, parameters: ListTaskRuns) -> Self {
        self.parameters = parameters;
        self
    }

    /// Lists runs that have one of these statuses. Default: any.
    pub fn status<I>(self, status: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<TaskRunStatus>,
    {
        self.set(|parameters| parameters.status(status))
    }

    /// Lists runs whose result is one of these. Default: any, none included.
    pub fn outcome<I>(self, outcome: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<Outcome>,
    {
        self.set(|parameters| parameters.outcome(outcome))
    }

    /// Lists runs on one of these sources. Default: any.
    pub fn source_id<I>(self, source_id: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<SourceId>,
    {
        self.set(|parameters| parameters.source_id(source_id))
    }

    /// Lists runs of this agent. Default: any.
    pub fn agent_id(self, agent_id: impl Into<AgentId>) -> Self {
        self.set(|parameters| parameters.agent_id(agent_id))
    }

    /// Lists runs that used this credential. Default: any.
    pub fn credential_id(self, credential_id: impl Into<CredentialId>) -> Self {
        self.set(|parameters| parameters.credential_id(credential_id))
    }

    /// Lists runs of this task. Default: any.
    pub fn task_id(self, task_id: impl Into<TaskId>) -> Self {
        self.set(|parameters| parameters.task_id(task_id))
    }

    /// Lists runs of this workflow. Default: any.
    pub fn workflow_id(self, workflow_id: impl Into<WorkflowId>) -> Self {
        self.set(|parameters| parameters.workflow_id(workflow_id))
    }

    /// Lists runs created after this time; whether the instant itself counts is not documented.
    pub fn created_after(self, time: Timestamp) -> Self {
        self.set(|parameters| parameters.created_after(time))
    }

    /// Lists runs created before this time; whether the instant itself counts is not documented.
    pub fn created_before(self, time: Timestamp) -> Self {
        self.set(|parameters| parameters.created_before(time))
    }

    /// Asks for pages of this size.
    ///
    /// Default: [`items`](Self::items) asks for the largest, 100; [`page`](Self::page) and
    /// [`pages`](Self::pages) leave it to the server, whose default is 20.
    pub fn page_size(self, size: PageSize) -> Self {
        self.set(|parameters| parameters.page_size(size))
    }

    /// Starts at a cursor that an earlier page gave. Replaces any other position.
    pub fn cursor(self, cursor: Cursor) -> Self {
        self.set(|parameters| parameters.position(PagePosition::Cursor(cursor)))
    }

    /// Starts right after the run with this id and goes forward. Replaces any other position.
    pub fn after(self, id: impl Into<TaskRunId>) -> Self {
        self.set(|parameters| parameters.position(PagePosition::After(id.into())))
    }

    /// Starts right before the run with this id and goes backward, away from it. Replaces any other
    /// position.
    pub fn before(self, id: impl Into<TaskRunId>) -> Self {
        self.set(|parameters| parameters.position(PagePosition::Before(id.into())))
    }

    fn set(mut self, change: impl FnOnce(ListTaskRuns) -> ListTaskRuns) -> Self {
        self.parameters = change(self.parameters);
        self
    }
}

/// How the listing behaves.
impl<T: PageItem + 'static> TaskRunListing<T> {
    /// Ends the listing after this many items, those that cannot be decoded included.
    ///
    /// Default: no end but the server's. A resume token remembers how many are left.
    pub fn with_max_items(mut self, count: u64) -> Self {
        self.settings.max_items = Some(count);
        self
    }

    /// Chooses how a forward listing goes on after a page. Default: [`Continuation::Cursor`].
    pub fn with_continuation(mut self, continuation: Continuation) -> Self {
        self.settings.continuation = continuation;
        self
    }

    /// Chooses what to do with a server that sends the listing in circles. Default:
    /// [`LoopGuard::Error`].
    pub fn with_loop_guard(mut self, guard: LoopGuard) -> Self {
        self.settings.loop_guard = guard;
        self
    }

    /// Gives up after more than this many empty pages in a row that announce more. Default: 100.
    pub fn with_max_empty_pages(mut self, count: u32) -> Self {
        self.settings.max_empty_pages = count;
        self
    }

    /// Decodes items as `U`: [`Json`](deck_types::Json) for the exact text,
    /// [`WithRaw<TaskRun>`](deck_types::WithRaw) for both, or a type of one's own.
    ///
    /// # Examples
    ///
    /// ```
    /// # use deck_client::{Client, Error};
    /// use deck_types::Json;
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let mut archive = client.task_runs().list().with_item_type::<Json>().items();
    /// while let Some(run) = archive.next().await {
    ///     println!("{}", run?.as_str());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_item_type<U: PageItem + 'static>(self) -> TaskRunListing<U> {
        TaskRunListing {
            client: self.client,
            parameters: self.parameters,
            settings: self.settings,
            item: PhantomData,
        }
    }
}

/// What comes of it.
impl<T: PageItem + 'static> TaskRunListing<T> {
    /// Asks for one page.
    ///
    /// To go on by hand, pass it to [`ListTaskRuns::following`]. A cap set with
    /// [`with_max_items`](Self::with_max_items) has no part in this.
    ///
    /// # Errors
    ///
    /// Fails when the parameters contradict each other, no answer comes, the API refuses, or the
    /// answer is no page. Items that cannot be decoded are no errors here but in [`Page::rejected`].
    ///
    /// # Cancellation
    ///
    /// Dropping the future drops the request; asking again is safe.
    pub async fn page(self) -> Result<ApiResponse<Page<T>>, Error> {
        let Fetched { page, source } = fetch::fetch(self.client, self.parameters).await?;
        Ok(source.response(page))
    }

    /// Returns the stream of pages.
    pub fn pages(self) -> Pages<T> {
        Pages::new(
            Progress::new(self.parameters, &self.settings),
            Fetch::new(self.client),
        )
    }

    /// Returns the stream of items.
    pub fn items(self) -> Items<T> {
        let wanted = self.settings.max_items.map_or(PageSize::MAX, page_size_for);
        let size = self
            .parameters
            .page_size
            .unwrap_or(PageSize::MAX)
            .min(wanted);
        let parameters = self.parameters.page_size(size);
        Items::new(
            Progress::new(parameters, &self.settings),
            Fetch::new(self.client),
        )
    }

    /// Returns the stream of the items that come after the one at which `token` was made.
    ///
    /// What is asked of the server comes from the token; how the listing behaves comes from here,
    /// except that the token remembers how many items are left of a cap.
    ///
    /// # Errors
    ///
    /// If parameters were set here that differ from the token's, the stream yields an error and sends
    /// nothing, since filters are frozen for the whole of a listing.
    ///
    /// # Examples
    ///
    /// ```
    /// # use deck_client::Client;
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut runs = client.task_runs().list().items();
    /// runs.next().await;
    /// let text = runs.resume_token()?.to_string();
    ///
    /// // Later, in another process:
    /// let rest = client.task_runs().list().resume(&text.parse()?);
    /// # let _ = rest;
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume(self, token: &ResumeToken) -> Items<T> {
        let progress = Progress::resumed(token, &self.settings);
        let fetch = if agree(&self.parameters, token.list()) {
            Fetch::new(self.client)
        } else {
            Fetch::refusing(self.client)
        };
        Items::new(progress, fetch)
    }
}

/// The smallest page that holds `count` items, or the largest there is.
fn page_size_for(count: u64) -> PageSize {
    PageSize::clamp(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Returns whether `given` has no filters, or the token's. Position and page size do not matter.
fn agree(given: &ListTaskRuns, token: &ListTaskRuns) -> bool {
    let given = filters_of(given);
    given == ListTaskRuns::new() || given == filters_of(token)
}

fn filters_of(parameters: &ListTaskRuns) -> ListTaskRuns {
    let mut filters = parameters.clone();
    filters.position = PagePosition::Start;
    filters.page_size = None;
    filters
}
