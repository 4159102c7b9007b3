//! The words of the Deck API (`api.deck.co`, version 2): models, ids, query encoding, cursors and resume
//! tokens, without any I/O.
//!
#![doc = include_str!("operations.md")]
//!
//! # What this crate is
//!
//! Deck runs AI agents on websites; each execution is a *task run*. This crate turns the bytes of Deck's
//! responses into values and the parameters of a listing into a query. It is for those who have a transport
//! already (or, like a webhook receiver, a store or a pipeline, need none); `deck-client` is built on it.
//!
//! # Examples
//!
//! A pipeline files the runs that failed, by the code of their first problem, and keeps what it could not
//! read:
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use deck_types::Page;
//! use deck_types::TaskRunStatus;
//! use deck_types::WithRaw;
//!
//! let body = br#"{
//!     "data": [
//!         {"id": "trun_1", "status": "completed", "output": {"total": 10.10}},
//!         {"id": "trun_2", "status": "failed", "mood": "sad",
//!             "errors": [{"type": "auth", "code": "auth_invalid"}]},
//!         {"id": "trun_3", "status": ["failed"]}
//!     ],
//!     "has_more": false
//! }"#;
//!
//! let mut failed = BTreeMap::new();
//! let mut unreadable = Vec::new();
//! for entry in Page::<WithRaw<deck_types::TaskRun>>::from_json(body)?.into_entries() {
//!     match entry.map(WithRaw::into_parts) {
//!         Ok((run, text)) if run.status == Some(TaskRunStatus::Failed) => {
//!             let code = run.errors.first().and_then(|problem| problem.code.clone());
//!             failed.insert(code, text);
//!         }
//!         Ok(_) => {}
//!         Err(rejected) => unreadable.push(rejected),
//!     }
//! }
//!
//! // The archive has the text as Deck sent it, with the field that no version of this crate knows.
//! assert!(failed[&Some("auth_invalid".into())].as_str().contains(r#""mood": "sad""#));
//! assert_eq!(
//!     unreadable[0].to_string(),
//!     "item data[2] of the page (trun_3) could not be read: \
//!      expected a string, found an array at $.status",
//! );
//! # Ok::<(), deck_types::BodyError>(())
//! ```
//!
//! # Map
//!
//! - **A run**: [`TaskRun`] with its [`TaskRunStatus`] and [`Outcome`], its files ([`TaskRunFile`]), what
//!   went wrong ([`Problem`] with [`ProblemType`] and [`ProblemCode`]) and what it waits for
//!   ([`Interaction`]).
//! - **What is run**: [`Task`] with its [`TaskStatus`], below an [`Agent`], on a [`Source`], with a
//!   [`Credential`], in a [`Session`]. A file of a run is a [`StorageItem`] of its own.
//! - **What happened**: [`Event`] with its [`EventType`] and its [`Subject`], and the [`EventDestination`]
//!   that it is delivered to.
//! - **Its parts**: one newtype for each kind of id, such as [`TaskRunId`]; [`Timestamp`], which keeps its
//!   text; [`Json`], an exact payload; [`Secret`] and [`SecretJson`], which are not for logs.
//! - **A page**: [`Page`] of any [`PageItem`] ([`TaskRun`], [`Json`], [`WithRaw`], or a type of your own) and
//!   its [`RejectedItem`]s.
//! - **An error**: [`ErrorResponse`], whatever shape the body has.
//! - **What is new in the API**: [`SchemaDrift`], what was read and is not known.
//! - **Escapes**: [`percent`], the one codec of queries and paths.
//! - **A listing**: [`ListTaskRuns`] or any other [`Listing`] says what is listed, and is its query to serde;
//!   a [`PageRequest`] joins it with a [`PagePosition`], and [`PageRequest::following`] gives the next one. A
//!   [`QueryReader`] reads what a browser sends. [`ResumeToken`] carries a listing to another process.
//! - **Parts of a listing**: [`TimeBounded`] listings of [`CreatedItem`]s can be read in several parts of a
//!   [`TimeRange`] at once; a [`SweepCheckpoint`] carries that to another process.
//! - **Any other request**: an [`Operation`]; [`Change`] is what a PATCH does with a member.
//!
//! # What survives
//!
//! Reading takes what Deck may send and still be understood: absent and null fields, words that are new,
//! numbers as strings of digits, both spellings of *cancelling*. The open enums write back the word that they
//! read, and every model the fields that it does not know ([`UnknownFields`]), so that what is read, changed
//! and written loses nothing. Only the `id` of a run is indispensable, and a run without one costs that run,
//! not its page.
//!
//! Models and payloads can stand anywhere in types of your own that serde reads: in enums with any kind of
//! tag or none, and flattened. [`Json`] tells when a payload is written anew there, and [`UnknownFields`]
//! where unknown fields go in a flattened model.
//!
//! # Features
//!
//! - `jiff-1`: conversions between [`Timestamp`] and the `Timestamp` of jiff 1.x.
//!
//! # Not here
//!
//! No network, no files, no clock, no async runtime, no retries, no API keys. Values do not check what only
//! Deck can know, such as whether an id exists. Time zones and calendars are left to a date library.

#![forbid(unsafe_code)]

mod id;
mod text_newtype;
mod word;
mod wrong_type;

mod timestamp;

mod json;
mod json_line;
mod lenient;

mod problem;

mod agent;
mod change;
mod credential;
mod deleted;
mod drift;
mod event;
mod event_destination;
mod secret;
mod session;
mod session_token;
mod source;
mod storage;
mod task;
mod task_run;

mod cursor;
mod page;
mod with_raw;

mod listing;
mod loose_value;
mod model;
mod named_fields;
mod pass_on;
pub mod percent;
mod quoted;

mod resume_token;

mod sweep_checkpoint;
mod time_range;

mod error_response;
mod excerpt;
mod object_kind;
mod one_line;
mod operation;
mod short_text;
mod test_status;
mod unknown_fields;

pub use agent::Agent;
pub use agent::agent_task::AgentTask;
pub use agent::create_agent::CreateAgent;
pub use agent::delete_agent::DeleteAgent;
pub use agent::get_agent::GetAgent;
pub use agent::list_agents::ListAgents;
pub use change::Change;
pub use credential::Credential;
pub use credential::auth_method::AuthMethod;
pub use credential::create_credential::CreateCredential;
pub use credential::delete_credential::DeleteCredential;
pub use credential::get_credential::GetCredential;
pub use credential::list_credentials::ListCredentials;
pub use credential::status::CredentialStatus;
pub use credential::update_credential::UpdateCredential;
pub use cursor::Cursor;
pub use cursor::EmptyCursor;
pub use deleted::Deleted;
pub use drift::SchemaDrift;
pub use drift::drift_kind::DriftKind;
pub use drift::finding::DriftFinding;
pub use drift::json_type::JsonType;
pub use error_response::ErrorResponse;
pub use event::Event;
pub use event::event_type::EventType;
pub use event::get_event::GetEvent;
pub use event::list_events::ListEvents;
pub use event::subject::Subject;
pub use event_destination::EventDestination;
pub use event_destination::create_event_destination::CreateEventDestination;
pub use event_destination::delete_event_destination::DeleteEventDestination;
pub use event_destination::delivery_status::DeliveryStatus;
pub use event_destination::destination_config::DestinationConfig;
pub use event_destination::destination_type::EventDestinationType;
pub use event_destination::event_delivery::EventDelivery;
pub use event_destination::get_event_destination::GetEventDestination;
pub use event_destination::list_event_deliveries::ListEventDeliveries;
pub use event_destination::list_event_destinations::ListEventDestinations;
pub use event_destination::status::EventDestinationStatus;
pub use event_destination::update_event_destination::UpdateEventDestination;
pub use event_destination::webhook_config::WebhookConfig;
pub use excerpt::EXCERPT_BYTES;
pub use id::AgentId;
pub use id::CredentialId;
pub use id::EventDeliveryId;
pub use id::EventDestinationId;
pub use id::EventId;
pub use id::ItemId;
pub use id::RequestId;
pub use id::SessionId;
pub use id::SessionTokenId;
pub use id::SourceId;
pub use id::StorageId;
pub use id::TaskId;
pub use id::TaskRunId;
pub use id::WorkflowId;
pub use json::Json;
pub use json::json_error::JsonError;
pub use json_line::to_json_line;
pub use listing::Listing;
pub use listing::continuation::Continuation;
pub use listing::continuation::ContinuationError;
pub use listing::filter::Filter;
pub use listing::filter::FilterField;
pub use listing::filter::FilterValue;
pub use listing::filter_value_error::FilterValueError;
pub use listing::listed::Listed;
pub use listing::page_position::PagePosition;
pub use listing::page_request::PageRequest;
pub use listing::page_size::PageSize;
pub use listing::page_size::PageSizeError;
pub use listing::query_error::QueryError;
pub use listing::query_reader::QueryReader;
#[doc(hidden)]
pub use listing::query_serde::listing_from_text;
#[doc(hidden)]
pub use listing::query_serde::listing_to_text;
pub use listing::time_bounded::TimeBounded;
pub use object_kind::ObjectKind;
pub use one_line::OneLine;
pub use operation::Operation;
pub use operation::body::BodyError;
pub use operation::body::read_body;
pub use operation::extra_member_error::ExtraMemberError;
pub use operation::method::Method;
pub use operation::path::PathError;
pub use operation::path::path;
pub use operation::query::query;
pub use page::Page;
pub use page::created_item::CreatedItem;
pub use page::entries::IntoEntries;
pub use page::page_item::PageItem;
pub use page::rejected_item::RejectedItem;
pub use problem::Problem;
pub use problem::problem_code::ProblemCode;
pub use problem::problem_type::ProblemType;
pub use resume_token::ResumeToken;
pub use resume_token::delivered::Delivered;
pub use resume_token::fingerprint::Fingerprint;
pub use resume_token::recovery_points::RecoveryPoints;
pub use resume_token::resume_token_error::ResumeTokenError;
pub use secret::Secret;
pub use secret::SecretJson;
/// For the macros of this crate, whose users need not depend on it.
#[doc(hidden)]
pub use serde;
pub use session::Session;
pub use session::end_session::EndSession;
pub use session::get_session::GetSession;
pub use session::session_task_run::SessionTaskRun;
pub use session::status::SessionStatus;
pub use session_token::SessionToken;
pub use session_token::create_session_token::CreateSessionToken;
pub use source::Source;
pub use source::create_source::CreateSource;
pub use source::delete_source::DeleteSource;
pub use source::get_source::GetSource;
pub use source::list_sources::ListSources;
pub use source::source_type::SourceType;
pub use source::website::Website;
pub use storage::StorageItem;
pub use storage::extraction_result::ExtractionResult;
pub use storage::get_storage_item::GetStorageItem;
pub use sweep_checkpoint::SweepCheckpoint;
pub use sweep_checkpoint::SweepMode;
pub use sweep_checkpoint::SweepPart;
pub use sweep_checkpoint::SweepReach;
pub use sweep_checkpoint::SweepState;
pub use sweep_checkpoint::sweep_checkpoint_error::SweepCheckpointError;
pub use task::Task;
pub use task::create_task::CreateTask;
pub use task::get_task::GetTask;
pub use task::list_tasks::ListTasks;
pub use task::reset_task::ResetTask;
pub use task::run_task::RunTask;
pub use task::status::TaskStatus;
pub use task_run::TaskRun;
pub use task_run::cancel_task_run::CancelTaskRun;
pub use task_run::get_task_run::GetTaskRun;
pub use task_run::include::Include;
pub use task_run::interaction::Interaction;
pub use task_run::interaction::InteractionField;
pub use task_run::interaction::InteractionType;
pub use task_run::list_task_run_storage::ListTaskRunStorage;
pub use task_run::list_task_runs::ListTaskRuns;
pub use task_run::outcome::Outcome;
pub use task_run::status::CancellingSpelling;
pub use task_run::status::TaskRunStatus;
pub use task_run::submit_interaction::SubmitInteraction;
pub use task_run::task_run_file::TaskRunFile;
pub use test_status::GetTestStatus;
pub use test_status::TestStatus;
pub use time_range::TimeRange;
pub use timestamp::Timestamp;
pub use timestamp::timestamp_error::TimestampError;
pub use unknown_fields::UnknownFields;
pub use with_raw::WithRaw;
pub use word::OtherWord;

/// The examples of the README, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct ReadmeExamples;
