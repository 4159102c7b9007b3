//! Scenarios across the crates, one module each.

#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a scene that cannot be set up fails its test"
)]

mod support;

mod subject;

mod another_endpoint;

mod examples;

mod living;

mod receiver;

mod conformance;

mod guarantees;

mod pagination;

mod properties;

mod battery;

mod chaos;

mod security;

mod model_check;

mod seeded_check;

mod schedules;

mod run_task;

mod wait;

mod messages;
