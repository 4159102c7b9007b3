//! A local, stateful Deck for tests, demonstrations and development without an account.
//!
//! [`Sandbox`] has every operation of `deck-types` and responds as the reference pages tell it, over a state
//! that changes as time passes, and may change while it is being listed:
//!
//! | requests | what they do here |
//! | --- | --- |
//! | `/agents`, `/sources`, `/credentials` | create, read, list, delete; change a credential |
//! | `/tasks` | create, read, list, reset, run |
//! | `/task-runs` | read, list, answer an interaction, cancel, list the files of a run |
//! | `/sessions/{session_id}` | read, end |
//! | `/storage/{storage_id}` | read what is known of a file |
//! | `/events` | read, list |
//! | `/event-destinations` | create, read, list, change, delete; list the deliveries to one |
//! | `/token`, `/test` | create a session token; the status `ready` and the environment `sandbox` |
//! | the path of a [`Collection`] | list and read objects of an endpoint that it does not know |
//!
//! It has two forms, which share one function:
//!
//! - as a [`Transport`](deck_transport::Transport) in process, with no socket and no waiting: give a clone of
//!   the [`Sandbox`] to a client;
//! - as [`SandboxServer`], an HTTP server on a loopback port.
//!
//! Runs are started, drawn from a seed number ([`Sandbox::seeded`]), read from NDJSON ([`NdjsonImport`]) or
//! inserted, and can be updated and deleted at any time.
//!
//! # Time
//!
//! A run that is started is queued, works, may ask something, and ends, as the [`Script`] of its task says;
//! the script of a task without one is drawn from the seed and the number of the run.
//!
//! ```text
//! run a task ─▶ queued ─▶ running ─▶ completed | failed
//!                           │  ▲ └─▶ review_required ─▶ completed (Sandbox::approve)
//!                           ▼  │ input
//!                     interaction_required ─ too late ─▶ failed (interaction_timeout)
//! cancel: queued ─▶ canceled; others ─▶ cancelling ─▶ canceled; a run that has ended stays as it is
//! timeout of the task ─▶ failed (task, timeout); end of its session ─▶ canceled
//! ```
//!
//! Time passes by the clock of [`SandboxBuilder::clock`], at the [speed](SandboxBuilder::speed) that is set,
//! and by [`Sandbox::advance`]. Without a clock, only the latter moves it, in process; a server without one
//! goes by the clock of the system. Everything happens at the time it is due, in the order in which it is
//! due, and whoever looks sees all that was due by then. So it makes no difference whether an hour passes at
//! once or in seconds: the same seed, settings, requests and times give the same bytes. Runs that were
//! seeded, imported or inserted stay as they are until a request or a test changes them.
//!
//! Every change of a run, a session and another object is an event, in `GET /events` and [`Sandbox::events`];
//! it tells of a run in brief, without input, output, errors and interaction, and is kept for 30 days, among
//! the latest 100 000.
//!
//! # Deliveries
//!
//! An event goes to every active webhook that wants it: signed by `deck-webhooks`, again after 1, 5 and 25 s
//! while the response is not 2xx within 5 s, and then the destination becomes inactive. In process, a test
//! delivers what is due with [`Sandbox::deliver`], through any transport, such as a closure, or with
//! [`Sandbox::take_delivery`] by other means. A server delivers by itself, over plain http and to loopback
//! addresses; everything else fails as if nobody were there, and not a byte leaves the machine.
//!
//! `webhook-id` is the id of the delivery, which stays the same in each attempt and is not that of the event;
//! the timestamp is that of the attempt, by the clock if there is one. For 24 hours after its secret was
//! changed, a webhook gets two signatures. What is due while a destination is inactive is not delivered
//! later. [`DeliveryFault`] says what can go wrong on purpose. Destinations of other types get nothing.
//!
//! # Faults on demand
//!
//! A [`FaultPlan`] says which requests have a fault, and a [`Fault`] says which: an error response with or
//! without the envelope of the API, `Retry-After` in all forms, a delay, a broken connection or body, a page
//! with a repeated or missing cursor, items that are not runs. The [`RateLimit`] of the API is on by default.
//! Delays and the rate limit follow [`SandboxBuilder::clock`], and nothing else. The header `Date` tells the
//! time of the runs, as that of the API does, also where that time is ahead of the clock: a client that asks
//! for what was created until now gets all of it. The dates of `Retry-After` are counted from `Date`.
//!
//! A request is first counted by the rate limit, then has a position in the plan, then waits for its delay,
//! and then gets its response from the state of that moment. What a request changes is changed when it
//! arrives, before the delay; a fault may strike before that or after it. [`Sandbox::respond`] skips all of
//! that.
//!
//! # Idempotency keys
//!
//! With `POST`, `PATCH` and `DELETE`, as documented: a header `Idempotency-Key` of more than 256 characters
//! is refused with status 400 `idempotency_key_error`; a successful response is kept for 24 hours of the
//! sandbox's time, for at most 10 000 keys; a repeat with the same parameters gets it, byte for byte, and
//! nothing is carried out; a request with other parameters is refused with status 409 `idempotency_error`. A
//! failure is not kept. The parameters are the method, the path with its query, and the bytes of the body.
//! [`ConcurrentRepeats`] says what holds while the first request is still running, and [`IdempotencyEdition`]
//! has the rule of the oldest documentation, which keeps failures too.
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
//! - **Unknown words** in filters such as `status` are refused with status 400, like every other
//!   bad value: a misspelt filter that selects nothing looks like a listing without runs. The words are
//!   documented; the refusal is inferred. [`SandboxBuilder::unknown_words`] accepts them, for words that are
//!   newer than this version.
//! - **Unknown parameters** are refused with status 400. The live server is likely to ignore them; but a
//!   misspelt filter that is ignored returns every run, and a test should notice that. One position at a time
//!   is accepted, and an inverted time window is not. A [`Collection`] takes every key for a filter.
//! - **Malformed escapes** in a key, a value or an id are refused with status 400.
//! - **Bodies** are JSON objects of at most 4 MiB under `Content-Type: application/json`, which the
//!   documentation requires. Unknown members are refused with status 400, like unknown parameters, unless
//!   [`SandboxBuilder::unknown_members`] ignores them; so are required members that are missing, and unknown
//!   words. Whether an input fits the schema of its task is not looked at.
//! - **Ids in bodies**: `agent_id`, `source_id` and `credential_id` may name what is not there. A code
//!   `source_not_found` with status 404 is documented, and for tasks one is told of by others; which requests
//!   get them is not. A `session_id` that nothing is known of makes a session.
//! - **Interactions**: the input must have every field of the interaction and no other. Input that no run
//!   waits for is refused with status 400. A wrong answer lets the run go on for a second; then it asks the
//!   same again. A prompt waits for five minutes.
//! - **Timeouts** of tasks count from the start of the work, through prompts, and not through reviews.
//! - **Sessions**: a run gets one when its work begins, unless it names one, which is made if there is none.
//!   A session is idle when none of its runs is under way. Its end cancels those that are running, waiting
//!   for an answer, stopping or queued in it, at once; a session that has ended stays as it is when it is
//!   ended again, and a run that names it is refused with status 400. The session of a seeded run is made of
//!   the runs that name it.
//! - **Cancellation** takes two seconds, during which the run is *cancelling*. A run that was asked to stop
//!   does not complete any more.
//! - **Deletion** leaves what belongs to the object. A deleted credential has the status `deleted` and can
//!   still be read, as documented; its response is that of other deletions.
//! - **Credentials** are `unverified` for ever. Of the secrets, the name of the user is kept.
//! - **Event destinations** are active at once, and without `events` they have all. Every `http` or `https`
//!   URL is accepted, also one that nothing can be delivered to, as a program in production would give it:
//!   what Deck looks at before it accepts one is not documented.
//! - **Times** of new objects are those of the clock, at least a millisecond apart, so that listings have
//!   them in the order of their creation also when no time passes; events are a microsecond apart.
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
//! No website is visited: what a run brings is what its script says, or drawn. There is nothing behind the
//! files of a run. Nothing is stored on disk, unless a program does so with [`Sandbox::save`]. The server
//! listens on loopback, and delivers there only.

#![forbid(unsafe_code)]

mod sandbox;

mod sandbox_run;

mod json_members;

mod builder;

mod rules;

mod state;

mod run_shelf;

mod saved_sandbox;

mod ids;

mod engine;

mod changes;

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

mod webhooks;

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
pub use crate::rules::NarrowedCursors;
pub use crate::rules::Order;
pub use crate::rules::Paging;
pub use crate::rules::SANDBOX_API_KEY;
pub use crate::rules::TimeBounds;
pub use crate::rules::UnknownMembers;
pub use crate::rules::UnknownWords;
pub use crate::sandbox::SANDBOX_BASE_URL;
pub use crate::sandbox::Sandbox;
pub use crate::sandbox_run::SandboxRun;
pub use crate::saved_sandbox::SavedSandbox;
pub use crate::saved_sandbox::saved_sandbox_error::SavedSandboxError;
#[cfg(feature = "server")]
pub use crate::server::SandboxServer;
#[cfg(feature = "server")]
pub use crate::server::served_request::ServedRequest;
pub use crate::text::text_error::TextError;
pub use crate::traffic::Traffic;
pub use crate::webhooks::delivery_attempt::DeliveryAttempt;
pub use crate::webhooks::delivery_fault::DeliveryFault;

/// The README's example, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
