//! The workshop of the Deck SDK: `cargo xtask` and the checks it runs.

#![forbid(unsafe_code)]

mod bench;
mod budget;
mod ci;
mod finding;
mod foreign;
mod interop;
mod layers;
mod roundtrip;
mod tidy;
mod webhooks;
mod workspace;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use clap::Subcommand;

/// The checks of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measures what the client costs and writes `docs/benchmarks.md`.
    Bench(bench::Bench),
    /// Compares packages and sizes with what is allowed, and with the committed figures.
    Budget(budget::Budget),
    /// Runs the steps of continuous integration, all or one of them.
    Ci(ci::Ci),
    /// Has programs of others judge the description of the API, the client and the sandbox.
    Foreign(foreign::Foreign),
    /// Lists through nginx, haproxy and squid, as far as they are installed, and compares with the sandbox.
    Interop(interop::Interop),
    /// Checks which crate depends on which, and what reaches the public API.
    Layers(layers::Layers),
    /// Encodes and decodes random queries, tokens and models, and compares.
    Roundtrip(roundtrip::Roundtrip),
    /// Checks the rules of style that the compiler does not know.
    Tidy(tidy::Tidy),
    /// Compares signatures with the reference library of Standard Webhooks in Python, if it is installed.
    Webhooks(webhooks::Webhooks),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn Error>> {
    match command {
        Command::Bench(bench) => bench.run(),
        Command::Budget(budget) => budget.run(),
        Command::Ci(ci) => ci.run(),
        Command::Foreign(foreign) => foreign.run(),
        Command::Interop(interop) => interop.run(),
        Command::Layers(layers) => layers.run(),
        Command::Roundtrip(roundtrip) => roundtrip.run(),
        Command::Tidy(tidy) => tidy.run(),
        Command::Webhooks(webhooks) => webhooks.run(),
    }
}
