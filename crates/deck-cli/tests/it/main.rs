//! The program from outside: command lines in, output, diagnostics and exit codes out.

#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set up is a failed test"
)]

mod export_scene;
mod foreign_program;
mod living;
mod sandbox_server;
mod scene;
mod scripted_server;
#[cfg(unix)]
mod terminal;

mod api;
#[cfg(unix)]
mod asked;
mod auth;
mod authorities;
mod bounds;
mod broken_off;
mod cancel;
mod color;
mod completions;
mod daylight_saving;
mod drift;
mod dry_run;
mod errors;
mod export;
mod export_crashes;
mod export_since_last;
#[cfg(unix)]
mod export_stops;
mod filters;
mod formats;
mod get;
mod golden;
mod help;
#[cfg(unix)]
mod interrupted;
mod layout;
mod limits;
mod man;
#[cfg(unix)]
mod on_terminal;
#[cfg(unix)]
mod pager;
mod period;
#[cfg(unix)]
mod profiles;
mod program_errors;
mod rate_limit;
mod resources;
mod respond;
mod run;
mod sandbox;
mod sandbox_control;
#[cfg(unix)]
mod sandbox_data;
mod sandbox_log;
mod schema;
mod secrets;
mod stats;
mod table;
mod test;
#[cfg(unix)]
mod tutorial;
mod usage;
mod verbose;
mod wait;
#[cfg(unix)]
mod waits;
#[cfg(unix)]
mod watch;
#[cfg(unix)]
mod webhooks;
