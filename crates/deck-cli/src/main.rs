//! The `deck` program: task runs of the Deck API in a terminal.
//!
//! `main` parses the command line, runs the command, reports a failure and chooses the exit code;
//! everything else has a module of its own.
//!
//! # Not here
//!
//! What the API means, how requests are sent, how a listing goes on from page to page: the
//! libraries below know. This program turns flags into parameters and responses into text.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::error::Failure;
use crate::error::situation::Situation;

mod arguments;
mod authorities;
mod command_line;
mod commands;
mod context;
mod daily_sandbox;
mod diagnostics;
mod environment;
mod error;
mod interrupt;
mod loopback;
mod output;
mod replaced_file;
mod shell;
mod termination;

fn main() -> ExitCode {
    let arguments = command_line::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            diagnostics::report(&failure, &Situation::of(&arguments));
            failure.exit_code()
        }
    }
}

/// Runs the command on this thread; another one watches for Ctrl-C and serves the sandbox.
fn run(arguments: &Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(Failure::Runtime)?;
    let result = runtime.block_on(commands::run(arguments));
    // A look-up of a host name that still hangs must not hold up the end of the program.
    runtime.shutdown_background();
    result
}
