//! The program from outside: command lines in, output, diagnostics and exit codes out.

#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set up is a failed test"
)]

mod scene;
mod scripted_server;

mod auth;
mod authorities;
mod bounds;
mod broken_off;
mod color;
mod completions;
mod drift;
mod errors;
mod filters;
mod formats;
mod get;
mod help;
#[cfg(unix)]
mod interrupted;
mod layout;
mod limits;
mod man;
mod period;
#[cfg(unix)]
mod profiles;
mod program_errors;
mod rate_limit;
mod sandbox;
mod schema;
mod secrets;
mod stats;
mod table;
mod test;
mod usage;
mod verbose;
#[cfg(unix)]
mod waits;
#[cfg(unix)]
mod watch;
