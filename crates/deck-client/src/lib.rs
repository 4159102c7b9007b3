//! Client of the Deck API (api.deck.co, v2), which runs AI agents on websites: lists task runs page
//! by page or item by item, and calls operations, over any transport.
//!
//! ```no_run
//! use deck_client::types::{GetTaskRun, ListTaskRuns, TaskRunStatus};
//! use deck_client::{ApiKey, Client};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(ApiKey::from_env()?)?;
//!
//! let failed = ListTaskRuns::new()
//!     .status([TaskRunStatus::Failed])
//!     .created_after("2026-11-01T00:00:00Z".parse()?);
//! let mut runs = client.list(failed).items();
//! while let Some(run) = runs.next().await {
//!     let run = run?;
//!     println!("{} {:?}", run.id, run.errors);
//! }
//!
//! let run = client.call(GetTaskRun::new("trun_1")).await?;
//! println!("{:?}", run.status);
//! # Ok(())
//! # }
//! ```
//!
//! # The parts
//!
//! - [`Client`], made of an [`ApiKey`]; [`ClientBuilder`] for what differs from the defaults.
//! - [`Client::call`] gives a [`Call`] of any [`Operation`](types::Operation), those of your own included;
//!   awaited, it gives what the operation returns, and [`Call::response`] gives an [`ApiResponse`].
//!   [`Client::request`] does the same for an endpoint that no operation describes.
//! - [`Client::list`] gives a [`ListCall`] of any [`Listing`](types::Listing), those of your own included,
//!   which gives one page, the stream of [`Pages`] or the stream of [`Items`], or a [`Sweep`] of a time range
//!   in several parts at once.
//! - [`Client::wait`] and [`Call::wait`] wait for a run to end, and reply to what it asks on the way;
//!   [`Client::wait_all`] waits for many.
//! - [`IdempotencyKey`]: what makes a write safe to send again.
//! - [`RetryPolicy`], [`RetryBudget`], [`RateLimiter`]: how a call takes failures, and how fast calls go.
//! - [`Observer`], with [`Counters`]: what goes on, for those who count.
//! - [`DriftWatch`], with its [`DriftReport`]: where the API differs from what this version knows.
//! - [`Error`]: one type, with predicates to decide by and facts to report, an [`Attempt`] for each try among
//!   them.
//!
//! What goes over the wire ([`TaskRun`](types::TaskRun), [`Page`](types::Page),
//! [`GetTaskRun`](types::GetTaskRun) …) is in `deck-types`; what carries it
//! ([`Transport`](transport::Transport), [`Clock`](transport::Clock)) in `deck-transport`. Both are
//! re-exported as `types` and `transport`, beside `http` and `bytes`, so that one dependency is
//! enough.
//!
//! # What a listing guarantees
//!
//! 1. Forward, an item that is present for the whole listing is delivered exactly once.
//! 2. A server that sends a listing in circles is a typed error: at once where it repeats a continuation (the
//!    last [`LoopGuard::BOUND`] are remembered) or the page before, and after at most three times the pages
//!    before the cycle and its length where the pages repeat with ever new cursors (until then, items that
//!    were delivered more than 200 items ago come again); [`LoopGuard`] changes that.
//! 3. An empty page with a continuation does not end the listing (bounded); `has_more` without a
//!    continuation is a typed error.
//! 4. A transient error does not end the stream: the next call asks for the same page again. A permanent
//!    error is reported once and ends it, and a resume token stands where it stopped. Nothing is skipped,
//!    nothing is delivered twice.
//! 5. Backward delivery runs away from the anchor, item by item; [`Pages`] keeps the server's order.
//! 6. Filters are frozen for the whole listing.
//! 7. Resuming from any item's token in another process continues with the next item.
//! 8. A page is asked for when it is needed; dropping the stream drops the request.
//! 9. A listing holds one page and a bounded memory of what was before it, however long it is.
//!
//! # Features
//!
//! | feature | what it adds | default |
//! | --- | --- | --- |
//! | `hyper` | [`Client::new`] over hyper, rustls with ring, and bundled roots; tokio's clock; fresh idempotency keys | yes |
//! | `tracing` | spans around calls and requests, named after the OpenTelemetry conventions | no |
//!
//! Without `hyper`, give the builder a transport and a clock, and a source of keys where there are writes.
//!
//! # Not here
//!
//! No redirects; no models and no encoding (`deck-types`), no sockets and no reading of clocks
//! (`deck-transport`).

#![forbid(unsafe_code)]

mod api_key;
mod api_response;
mod attempt_number;
mod base_url;
mod call;
mod client;
mod drift;
mod error;
mod idempotency_key;
mod key_scrubber;
mod listing;
mod observer;
mod rate_limit;
mod request_path;
mod retry;
mod sweep;
mod timeout;
mod untyped_request;
mod wait;

pub use bytes;
pub use deck_transport as transport;
pub use deck_types as types;
pub use http;

pub use self::api_key::ApiKey;
pub use self::api_key::ApiKeyError;
pub use self::api_response::ApiResponse;
pub use self::attempt_number::AttemptNumber;
pub use self::call::Call;
pub use self::client::Client;
pub use self::client::builder::ClientBuilder;
pub use self::client::key_source::KeySourceError;
pub use self::drift::drift_entry::DriftEntry;
pub use self::drift::drift_report::DriftReport;
pub use self::drift::drift_watch::DriftWatch;
pub use self::error::Error;
pub use self::error::attempt::Attempt;
pub use self::error::attempt::AttemptOutcome;
pub use self::error::pagination_error::PaginationError;
pub use self::idempotency_key::IdempotencyKey;
pub use self::idempotency_key::IdempotencyKeyError;
pub use self::listing::items::Items;
pub use self::listing::list_call::ListCall;
pub use self::listing::loop_guard::LoopGuard;
pub use self::listing::page_call::PageCall;
pub use self::listing::pages::Pages;
pub use self::observer::Observer;
pub use self::observer::client_event::ClientEvent;
pub use self::observer::counters::Counters;
pub use self::observer::counters::Counts;
pub use self::rate_limit::limiter::RateLimiter;
pub use self::request_path::RequestPathError;
pub use self::retry::budget::RetryBudget;
pub use self::retry::decision::GiveUpReason;
pub use self::retry::decision::RetryDecision;
pub use self::retry::decision::RetryReason;
pub use self::retry::jitter::Jitter;
pub use self::retry::jitter::SeededJitter;
pub use self::retry::policy::RetryPolicy;
pub use self::sweep::Sweep;
pub use self::sweep::plan::PlanCertainty;
pub use self::sweep::plan::SweepPlan;
pub use self::sweep::sweep_items::SweepItems;
pub use self::untyped_request::UntypedRequest;
pub use self::wait::interaction_handler::Prompt;
pub use self::wait::interaction_handler::Reply;
pub use self::wait::signal::WaitSignal;
pub use self::wait::wait_all::WaitAll;
pub use self::wait::wait_call::Wait;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
