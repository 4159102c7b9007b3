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
use crate::command_line::preview::Preview;
use crate::error::Failure;
use crate::error::situation::Situation;
use crate::output::screen;

mod address;
mod arguments;
mod authorities;
mod command_line;
mod commands;
mod context;
mod daily_sandbox;
mod diagnostics;
mod environment;
mod error;
mod file_size_limit;
mod interrupt;
mod key;
mod loopback;
mod output;
mod profile;
mod progress_line;
mod rate_limit;
mod replaced_file;
mod request_log;
mod shell;
mod terminal;
mod termination;
mod waits;

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    let preview = Preview::of(&words);
    diagnostics::speak_as(preview.output);
    let mut arguments = match command_line::read(words, preview.color) {
        Ok(arguments) => arguments,
        Err(error) => return command_line::refusal::report(&error),
    };
    screen::choose_color(arguments.global.color);
    match settle(&mut arguments).and_then(|()| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            diagnostics::report(&failure, &Situation::of(&arguments));
            failure.exit_code()
        }
    }
}

/// Takes the settings of the profile, for commands that have use for one.
fn settle(arguments: &mut Arguments) -> Result<(), Failure> {
    if arguments.command.is_client() {
        arguments
            .global
            .settle(arguments.command.is_listing())
            .map_err(Failure::Profile)?;
        diagnostics::speak_as(arguments.global.output);
    }
    Ok(())
}

/// Runs the command on this thread; another one watches for Ctrl-C and serves the sandbox.
fn run(arguments: &Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(Failure::Runtime)?;
    let result = runtime.block_on(async {
        if diagnostics::are_for_programs() && !arguments.command.is_server() {
            let situation = Situation::of(arguments);
            interrupt::report_unwatched(move || {
                let interrupted = Failure::interrupted_after("the command did not come to its end");
                diagnostics::report(&interrupted, &situation);
            });
        }
        commands::run(arguments).await
    });
    // A look-up of a host name that still hangs must not hold up the end of the program.
    runtime.shutdown_background();
    result
}
