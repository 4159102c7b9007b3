//! A local, stateful Deck for tests, demonstrations and development without an account.
//!
//! [`Sandbox`] holds tasks and task runs and responds as the reference pages tell it, over a state that may
//! change while it is being listed:
//!
//! | request | response |
//! | --- | --- |
//! | `GET /task-runs`, `GET /task-runs/{run_id}` | a page of runs, a run |
//! | `GET /task-runs/{run_id}/storage` | a page of the files of the run |
//! | `POST /task-runs/{run_id}/interaction` | the run, which goes on |
//! | `POST /task-runs/{run_id}/cancel` | the run: canceled if it was queued, else *cancelling* |
//! | `GET /tasks`, `GET /tasks/{task_id}` | a page of tasks, a task |
//! | `POST /tasks/{task_id}/run` | status 201 and the new run, which is queued |
//! | `GET /test` | the status `ready` and the environment `sandbox` |
//! | `GET` of a [`Collection`], and of an object of it | a page of objects, an object |
//!
//! It has two forms, which share one function:
//!
//! - as a [`Transport`](deck_transport::Transport) in process, with no socket and no waiting: give a clone of
//!   the [`Sandbox`] to a client;
//! - as [`SandboxServer`], an HTTP server on a loopback port.
//!
//! Runs are drawn from a seed number ([`Sandbox::seeded`]), read from NDJSON ([`NdjsonImport`]) or inserted,
//! and can be updated and deleted at any time.
//!
//! # Faults on demand
//!
//! A [`FaultPlan`] says which requests have a fault, and a [`Fault`] says which: an error response with or
//! without the envelope of the API, `Retry-After` in all forms, a delay, a broken connection or body, a page
//! with a repeated or missing cursor, items that are not runs. The [`RateLimit`] of the API is on by default.
//! Delays and the rate limit follow [`SandboxBuilder::clock`].
//!
//! A request is first counted by the rate limit, then has a position in the plan, then waits for its delay,
//! and then gets its response from the state of that moment. What a request changes is changed when it
//! arrives, before the delay; a fault may strike before that or after it. [`Sandbox::respond`] skips all of
//! that.
//!
//! # Idempotency keys
//!
//! With `POST`, `PATCH` and `DELETE`, as documented: a header `Idempotency-Key` of more than 256 characters
//! is refused with status 400 `idempotency_key_error`; a successful response is kept for 24 hours by the
//! clock, for at most 10 000 keys; a repeat with the same parameters gets it, byte for byte, and nothing is
//! carried out; a request with other parameters is refused with status 409 `idempotency_error`. A failure is
//! not kept. The parameters are the method, the path with its query, and the bytes of the body.
//! [`ConcurrentRepeats`] says what holds while the first request is still running.
//!
//! # Where the documentation is silent
//!
//! The sandbox has to decide, and decides like this:
//!
//! - **Order**: newest first, by `created_at` and then by id; [`SandboxBuilder::order`] turns it round.
//! - **Paging**: `cursor` as well as `starting_after` and `ending_before`; [`SandboxBuilder::paging`] takes
//!   one of the two away. Listings without positions by id, such as that of tasks, always go on by cursor. A
//!   page that was reached with `ending_before` is the one next to its anchor, in the order of the listing;
//!   its `has_more` tells whether there are more items before it, and its `next_cursor` is null, because
//!   cursors lead forward.
//! - **Cursors** name a place and not an item, so they outlive the item they were made at. One that is
//!   damaged, made up, of another listing, or of one with other filters is refused with status 400. Deleted
//!   items still work as `starting_after` and `ending_before`, unless [`SandboxBuilder::deleted_anchor`] says
//!   otherwise; ids that never existed are refused.
//! - **Filters**: all parameters must match, and one value of an array parameter is enough. `cancelling` and
//!   `canceling` select the same runs. `created_after` and `created_before` exclude their own instant.
//! - **Unknown words** in the filters `status` and `outcome` are refused with status 400, like every other
//!   bad value: a misspelt filter that selects nothing looks like a listing without runs. The words are
//!   documented; the refusal is inferred. [`SandboxBuilder::unknown_words`] accepts them, for words that are
//!   newer than this version.
//! - **Unknown parameters** are refused with status 400. The live server is likely to ignore them; but a
//!   misspelt filter that is ignored returns every run, and a test should notice that. One position at a time
//!   is accepted, and an inverted time window is not. A [`Collection`] takes every key for a filter.
//! - **Malformed escapes** in a key, a value or an id are refused with status 400.
//! - **Bodies** are JSON objects of at most 4 MiB under `Content-Type: application/json`, which the
//!   documentation requires. Unknown members are refused with status 400, like unknown parameters. Whether an
//!   input fits the schema of its task is not looked at, nor whether there are such credentials, sources and
//!   sessions.
//! - **Interactions**: the input must have every field of the interaction and no other. Input that no run
//!   waits for is refused with status 400.
//! - **Times** of new runs are those of the clock, at least a millisecond apart, so that listings have them
//!   in the order of their creation also when no time passes.
//! - **Fields**: a run has every key of the reference page, with null for what it has not, `input` and
//!   `storage` included; `include` is accepted and changes nothing. An imported run is given back byte for
//!   byte instead, as an item of a page and alone, where it has no `request_id` of the response either. A
//!   change of it replaces the values of the members concerned.
//! - **Errors** come in the envelope of the API with every status. The key is looked at first, then the path,
//!   then the method. A path outside of the base URL, which ends with `/v2`, is status 404 like every other
//!   path that there is nothing at.
//!
//! # Not here
//!
//! Agents, sources, sessions and credentials are ids without objects. No task is carried out: a run stays as
//! it is until a request or a test changes it. Nothing is stored on disk. The server listens on loopback.

#![forbid(unsafe_code)]

mod sandbox;

mod sandbox_run;

mod json_members;

mod builder;

mod rules;

mod state;

mod ids;

mod engine;

mod life;

mod resource;

mod sort_key;

mod shelf;

mod collection;

mod arrival;

mod response;

mod cursor;

mod faults;

mod idempotency;

mod rate_limit;

mod text;

mod gate;

mod traffic;

mod prepared_response;

mod seed;

mod ndjson;

#[cfg(feature = "server")]
mod server;

pub use crate::builder::SandboxBuilder;
pub use crate::collection::Collection;
pub use crate::collection::collection_error::CollectionError;
pub use crate::engine::prompt::Prompt;
pub use crate::engine::script::Script;
pub use crate::faults::error_body::ErrorBody;
pub use crate::faults::fault::Fault;
pub use crate::faults::plan::FaultPlan;
pub use crate::faults::retry_after::RetryAfter;
pub use crate::faults::spelling::Spelling;
pub use crate::idempotency::concurrent_repeats::ConcurrentRepeats;
pub use crate::ndjson::NdjsonImport;
pub use crate::ndjson::ndjson_error::NdjsonError;
pub use crate::ndjson::rejected_line::RejectedLine;
pub use crate::rate_limit::RateLimit;
pub use crate::rules::DeletedAnchor;
pub use crate::rules::IdempotencyEdition;
pub use crate::rules::Order;
pub use crate::rules::Paging;
pub use crate::rules::SANDBOX_API_KEY;
pub use crate::rules::UnknownMembers;
pub use crate::rules::UnknownWords;
pub use crate::sandbox::SANDBOX_BASE_URL;
pub use crate::sandbox::Sandbox;
pub use crate::sandbox_run::SandboxRun;
#[cfg(feature = "server")]
pub use crate::server::SandboxServer;
pub use crate::text::text_error::TextError;
pub use crate::traffic::Traffic;

/// The README's example, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
