//! The program from outside: command lines in, output, diagnostics and exit codes out.

#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set up is a failed test"
)]

mod sandbox_server;
mod scene;
mod scripted_server;

mod authorities;
mod bounds;
mod broken_off;
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
mod period;
mod sandbox;
mod sandbox_control;
#[cfg(unix)]
mod sandbox_data;
mod sandbox_log;
mod secrets;
mod stats;
mod table;
mod test;
mod usage;
#[cfg(unix)]
mod watch;
#[cfg(unix)]
mod webhooks;
