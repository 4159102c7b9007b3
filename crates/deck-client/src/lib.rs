//! Client of the Deck API (api.deck.co, v2), which runs AI agents on websites: lists task runs page
//! by page or item by item, and reads single runs, over any transport.
//!
//! ```no_run
//! use deck_client::{ApiKey, Client};
//! use deck_types::TaskRunStatus;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(ApiKey::from_env()?)?;
//!
//! let mut failed = client
//!     .task_runs()
//!     .list()
//!     .status([TaskRunStatus::Failed])
//!     .created_after("2026-11-01T00:00:00Z".parse()?)
//!     .items();
//!
//! while let Some(run) = failed.next().await {
//!     let run = run?;
//!     println!("{} {:?}", run.id, run.errors);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # The parts
//!
//! - [`Client`], made of an [`ApiKey`]; [`ClientBuilder`] for what differs from the defaults.
//! - [`TaskRuns`]: [`list`](TaskRuns::list) gives a [`TaskRunListing`], which gives one page, the
//!   stream of [`Pages`] or the stream of [`Items`]; [`get`](TaskRuns::get) reads one run.
//! - [`RetryPolicy`], [`RetryBudget`], [`RateLimiter`]: how a call takes failures, and how fast calls go.
//! - [`Observer`], with [`Counters`]: what goes on, for those who count.
//! - [`Error`]: one type, with predicates to decide by and facts to report, an [`Attempt`] for each try among them.
//!
//! What goes over the wire ([`TaskRun`](deck_types::TaskRun), [`Page`](deck_types::Page),
//! [`ListTaskRuns`](deck_types::ListTaskRuns) …) is in `deck-types`; what carries it
//! ([`Transport`](deck_transport::Transport), [`Clock`](deck_transport::Clock)) in `deck-transport`.
//!
//! # What a listing guarantees
//!
//! 1. Forward, an item that is present for the whole listing is delivered exactly once.
//! 2. A repeated continuation, in a cycle of any length up to [`LoopGuard::BOUND`], or a page equal
//!    to the one before, is a typed error; [`LoopGuard`] changes that.
//! 3. An empty page with a continuation does not end the listing (bounded); `has_more` without a
//!    continuation is a typed error.
//! 4. An error does not end the stream: the next call asks for the same page again. Nothing is
//!    skipped, nothing is delivered twice.
//! 5. Backward delivery runs away from the anchor, item by item; [`Pages`] keeps the server's order.
//! 6. Filters are frozen for the whole listing.
//! 7. Resuming from any item's token in another process continues with the next item.
//! 8. A page is asked for when it is needed; dropping the stream drops the request.
//! 9. Memory is bounded by the page in hand, however long the listing.
//!
//! # Features
//!
//! | feature | what it adds | default |
//! | --- | --- | --- |
//! | `hyper` | [`Client::new`] over hyper, rustls with ring, and bundled roots; tokio's clock | yes |
//! | `tracing` | spans around calls and requests, named after the OpenTelemetry conventions | no |
//!
//! Without it, give the builder a transport and a clock.
//!
//! # Not here
//!
//! No redirects; no models and no encoding (`deck-types`), no sockets
//! and no reading of clocks (`deck-transport`). Operations that change something on the server are
//! not covered yet.

#![forbid(unsafe_code)]

mod api_key;
mod api_response;
mod base_url;
mod client;
mod error;
mod listing;
mod observer;
mod race;
mod rate_limit;
mod retry;
mod task_runs;

pub use bytes;
pub use deck_transport as transport;
pub use deck_types as types;
pub use http;

pub use self::api_key::ApiKey;
pub use self::api_key::ApiKeyError;
pub use self::api_response::ApiResponse;
pub use self::client::Client;
pub use self::client::builder::ClientBuilder;
pub use self::error::Error;
pub use self::error::attempt::Attempt;
pub use self::error::attempt::AttemptOutcome;
pub use self::error::pagination_error::PaginationError;
pub use self::listing::items::Items;
pub use self::listing::list_call::ListCall;
pub use self::listing::loop_guard::LoopGuard;
pub use self::listing::page_call::PageCall;
pub use self::listing::pages::Pages;
pub use self::observer::Observer;
pub use self::observer::counters::Counters;
pub use self::observer::counters::Counts;
pub use self::observer::event::Event;
pub use self::rate_limit::limiter::RateLimiter;
pub use self::retry::budget::RetryBudget;
pub use self::retry::decision::GiveUpReason;
pub use self::retry::decision::RetryDecision;
pub use self::retry::decision::RetryReason;
pub use self::retry::jitter::Jitter;
pub use self::retry::jitter::SeededJitter;
pub use self::retry::policy::RetryPolicy;
pub use self::task_runs::TaskRuns;
pub use self::task_runs::get::GetTaskRunRequest;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
