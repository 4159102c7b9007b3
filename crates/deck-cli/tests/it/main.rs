//! The program from outside: command lines in, output, diagnostics and exit codes out.

#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set up is a failed test"
)]

mod living;
mod scene;
mod scripted_server;

mod api;
#[cfg(unix)]
mod asked;
mod authorities;
mod bounds;
mod broken_off;
mod cancel;
mod drift;
mod dry_run;
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
mod resources;
mod respond;
mod run;
mod sandbox;
mod secrets;
mod stats;
mod table;
mod test;
mod usage;
mod wait;
#[cfg(unix)]
mod watch;
