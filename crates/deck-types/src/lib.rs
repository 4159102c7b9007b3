//! The words of the Deck API (`api.deck.co`, version 2).

#![forbid(unsafe_code)]

mod id;
mod word;

mod timestamp;

mod json;
mod lenient;

mod problem;
mod task_run;

mod cursor;
mod page;
mod with_raw;

mod error_response;
mod excerpt;
mod include;
mod test_status;

pub use cursor::Cursor;
pub use cursor::EmptyCursor;
pub use error_response::ErrorResponse;
pub use excerpt::EXCERPT_BYTES;
pub use id::AgentId;
pub use id::CredentialId;
pub use id::RequestId;
pub use id::SessionId;
pub use id::SourceId;
pub use id::StorageId;
pub use id::TaskId;
pub use id::TaskRunId;
pub use id::WorkflowId;
pub use include::Include;
pub use json::Json;
pub use json::json_error::JsonError;
pub use page::Page;
pub use page::page_error::PageError;
pub use page::page_item::PageItem;
pub use page::rejected_item::RejectedItem;
pub use problem::Problem;
pub use problem::problem_code::ProblemCode;
pub use problem::problem_type::ProblemType;
pub use task_run::TaskRun;
pub use task_run::interaction::Interaction;
pub use task_run::interaction::InteractionField;
pub use task_run::interaction::InteractionType;
pub use task_run::outcome::Outcome;
pub use task_run::status::CancellingSpelling;
pub use task_run::status::TaskRunStatus;
pub use task_run::storage_item::StorageItem;
pub use test_status::TEST_PATH;
pub use test_status::TestStatus;
pub use timestamp::Timestamp;
pub use timestamp::timestamp_error::TimestampError;
pub use with_raw::WithRaw;
pub use word::OtherWord;
