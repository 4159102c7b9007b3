//! A listing that is being put together: what to list, from where, and how.

use std::fmt;
use std::marker::PhantomData;

use deck_types::Continuation;
use deck_types::CreatedItem;
use deck_types::Cursor;
use deck_types::ItemId;
use deck_types::Listed;
use deck_types::Listing;
use deck_types::PageItem;
use deck_types::PagePosition;
use deck_types::PageRequest;
use deck_types::PageSize;
use deck_types::ResumeToken;
use deck_types::TimeBounded;
use deck_types::TimeRange;

use super::fetch::Fetch;
use super::page_call::PageCall;
use super::progress::Progress;
use super::settings::Settings;
use super::unsendable::Unsendable;
use crate::Client;
use crate::Items;
use crate::LoopGuard;
use crate::Pages;
use crate::Sweep;

/// A listing that is being put together. Made by [`Client::list`].
///
/// What is listed is said by the listing itself, such as [`ListTaskRuns`](deck_types::ListTaskRuns). Here a
/// bare name says where to start; names that start with `with_` say how the listing behaves. Nothing is sent
/// before [`page`](Self::page) is awaited or a stream is asked for its first element.
///
/// # Examples
///
/// The failed runs of November, one by one:
///
/// ```
/// use deck_client::Client;
/// use deck_client::types::{ListTaskRuns, TaskRunStatus};
///
/// async fn print_failed(client: Client) -> Result<(), Box<dyn std::error::Error>> {
///     let listing = ListTaskRuns::new()
///         .status([TaskRunStatus::Failed])
///         .created_after("2026-11-01T00:00:00Z".parse()?);
///     let mut failed = client.list(listing).items();
///     while let Some(run) = failed.next().await {
///         let run = run?;
///         println!("{} {:?}", run.id, run.errors);
///     }
///     Ok(())
/// }
/// ```
#[must_use = "a listing does nothing until a page or an item of it is asked for"]
pub struct ListCall<L: Listing, T = <L as Listing>::Item> {
    pub(crate) client: Client,
    pub(crate) request: PageRequest<L>,
    pub(crate) settings: Settings,
    item: PhantomData<fn() -> T>,
}

impl<L: Listing> ListCall<L> {
    pub(crate) fn new(client: Client, listing: L) -> Self {
        Self {
            client,
            request: PageRequest::new(listing),
            settings: Settings::new(Continuation::of::<L>()),
            item: PhantomData,
        }
    }
}

/// Where the listing starts.
impl<L: Listing, T: PageItem> ListCall<L, T> {
    /// Starts at a cursor that an earlier page gave. Replaces any other position.
    pub fn cursor(self, cursor: Cursor) -> Self {
        self.position(PagePosition::Cursor(cursor))
    }

    /// Starts right after the item with this id and goes forward. Replaces any other position.
    ///
    /// Only for listings that have [positions by id](Listing::HAS_ID_POSITIONS).
    pub fn after(self, id: impl Into<ItemId>) -> Self {
        self.position(PagePosition::After(id.into()))
    }

    /// Starts right before the item with this id and goes backward, away from it. Replaces any other
    /// position.
    ///
    /// Only for listings that have [positions by id](Listing::HAS_ID_POSITIONS).
    pub fn before(self, id: impl Into<ItemId>) -> Self {
        self.position(PagePosition::Before(id.into()))
    }

    /// Starts at this position. Replaces any other.
    pub fn position(mut self, position: PagePosition) -> Self {
        self.request.position = position;
        self
    }
}

/// How the listing behaves.
impl<L: Listing, T: PageItem> ListCall<L, T> {
    /// Ends the listing after this many items, those that cannot be decoded included.
    ///
    /// Default: no end but the server's. A resume token remembers how many are left.
    pub fn with_max_items(mut self, count: u64) -> Self {
        self.settings.max_items = Some(count);
        self
    }

    /// Chooses how a forward listing goes on after a page. Default: [`Continuation::of`] the listing.
    pub fn with_continuation(mut self, continuation: Continuation) -> Self {
        self.settings.continuation = continuation;
        self
    }

    /// Chooses what to do with a server that sends the listing in circles. Default: [`LoopGuard::Error`].
    pub fn with_loop_guard(mut self, guard: LoopGuard) -> Self {
        self.settings.loop_guard = guard;
        self
    }

    /// Gives up after more than this many empty pages in a row that announce more. Default: 100.
    pub fn with_max_empty_pages(mut self, count: u32) -> Self {
        self.settings.max_empty_pages = count;
        self
    }

    /// Ends a stream with the given number of transient errors in a row, each of which it has reported.
    /// Default: 10; 0 counts as 1.
    ///
    /// An item that cannot be decoded is none of them.
    pub fn with_max_errors(mut self, count: u32) -> Self {
        self.settings.max_errors = count;
        self
    }

    /// Refuses a page with more items than this while it is read. Default: 1,000, ten times what the API
    /// sends at most.
    ///
    /// See [`Page::from_json_within`](deck_types::Page::from_json_within) for what a higher limit costs.
    pub fn with_max_page_items(mut self, count: usize) -> Self {
        self.settings.max_page_items = count;
        self
    }

    /// Deserializes items as `U`: [`Json`](deck_types::Json) for the exact text,
    /// [`WithRaw`](deck_types::WithRaw) for both, or a type of one's own.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_client::types::{Json, ListTaskRuns};
    /// use deck_client::{Client, Error};
    ///
    /// async fn archive(client: Client) -> Result<(), Error> {
    ///     let mut runs = client.list(ListTaskRuns::new()).with_item_type::<Json>().items();
    ///     while let Some(run) = runs.next().await {
    ///         println!("{}", run?.as_str());
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn with_item_type<U: PageItem>(self) -> ListCall<L, U> {
        ListCall {
            client: self.client,
            request: self.request,
            settings: self.settings,
            item: PhantomData,
        }
    }
}

/// Pages and items.
impl<L: Listing, T: PageItem> ListCall<L, T> {
    /// Asks for one page: await it.
    ///
    /// To go on by hand, pass the page to [`PageRequest::following`]. A cap set with
    /// [`with_max_items`](Self::with_max_items) has no part in this.
    pub fn page(self) -> PageCall<T> {
        let position = self.request.position.clone();
        PageCall::new(self.fetch(), position)
    }

    /// Returns the stream of pages.
    pub fn pages(self) -> Pages<T> {
        let progress = Progress::new(self.request.position.clone(), &self.settings);
        Pages::new(progress, self.fetch())
    }

    /// Returns the stream of items.
    ///
    /// Unless the listing has a page size, it asks for pages of 100, the most the API gives, or fewer where a
    /// cap needs fewer.
    pub fn items(mut self) -> Items<T> {
        let wanted = self.settings.max_items.map_or(PageSize::MAX, page_size_for);
        let page_size = self.request.listing.page_size().unwrap_or(PageSize::MAX);
        self.request
            .listing
            .set_page_size(Some(page_size.min(wanted)));
        let progress = Progress::new(self.request.position.clone(), &self.settings);
        Items::new(progress, self.fetch())
    }

    /// Returns the stream of the items that come after the one at which `token` was made.
    ///
    /// What is listed comes from the token; how the listing behaves comes from here, except that the token
    /// remembers how many items are left of a cap.
    ///
    /// # Errors
    ///
    /// Where the token was made by another listing, or the listing has filters that differ from the token's,
    /// the stream yields an error ([`Error::is_invalid_request`](crate::Error::is_invalid_request)) and sends
    /// nothing, since what is listed is frozen. Such a stream has no resume token of its own; keep the one
    /// that it was given.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_client::Client;
    /// use deck_client::types::ListTaskRuns;
    ///
    /// async fn in_two_parts(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    ///     let mut runs = client.list(ListTaskRuns::new()).items();
    ///     runs.next().await;
    ///     let text = runs.resume_token()?.to_string();
    ///
    ///     // Later, in another process:
    ///     let mut rest = client.list(ListTaskRuns::new()).resume(&text.parse()?);
    ///     rest.next().await;
    ///     Ok(())
    /// }
    /// ```
    pub fn resume(self, token: &ResumeToken) -> Items<T> {
        let progress = Progress::resumed(token, &self.settings);
        let listed = token
            .request(&self.request.listing)
            .map_err(Unsendable::Token)
            .map(|_| token.listed().clone());
        Items::new(progress, self.fetch_of(listed))
    }

    /// Lists a range of time in several parts at once, which takes a fraction of the time.
    ///
    /// See [`Sweep`] for what that promises and costs. The listing is to have no bounds of time and no
    /// position of its own.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_client::Client;
    /// use deck_client::types::{ListTaskRuns, TaskRunStatus};
    ///
    /// async fn print_failed(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    ///     let november = "2026-11-01T00:00:00Z".parse()?.."2026-12-01T00:00:00Z".parse()?;
    ///     let failed = ListTaskRuns::new().status([TaskRunStatus::Failed]);
    ///     let mut runs = client.list(failed).sweep(november).items();
    ///     while let Some(run) = runs.next().await {
    ///         println!("{}", run?.id);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn sweep(self, range: impl Into<TimeRange>) -> Sweep<L, T>
    where
        L: TimeBounded,
        T: CreatedItem,
    {
        Sweep::new(self, range.into())
    }

    fn fetch(self) -> Fetch<T> {
        let checked = self.request.check().map_err(Unsendable::Query);
        let listed =
            checked.and_then(|()| Listed::new(&self.request.listing).map_err(Unsendable::Path));
        self.fetch_of(listed)
    }

    fn fetch_of(self, listed: Result<Listed, Unsendable>) -> Fetch<T> {
        let max_page_items = self.settings.max_page_items;
        Fetch::new(self.client, L::NAME, listed, max_page_items)
    }
}

impl<L: Listing, T> fmt::Debug for ListCall<L, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ListCall")
            .field("listing", &L::NAME)
            .field("query", &self.request.to_query())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// Returns the smallest page that holds `count` items, or the largest there is.
fn page_size_for(count: u64) -> PageSize {
    PageSize::clamp(u32::try_from(count).unwrap_or(u32::MAX))
}
