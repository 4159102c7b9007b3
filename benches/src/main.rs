//! What the Deck SDK costs, beside its floor and its peers: run by `cargo xtask bench`.

mod chart;
mod contestants;
mod history;
mod measure;
mod report;
mod server;
mod steps;
mod usage;

use std::error::Error;
use std::time::Duration;

use clap::Parser;
use clap::Subcommand;

use contestants::Contestant;
use history::History;
use report::Report;

#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measures everything, and writes the page and its charts.
    Report(Report),
    /// Runs one contestant and prints what it took; for the report.
    Contestant {
        /// The program to run.
        contestant: Contestant,
        /// Where the server is.
        base_url: String,
    },
    /// Serves a history on loopback; for the report.
    Server {
        /// How many runs there are.
        #[arg(long)]
        runs: usize,
        /// The bytes of each run's payload, about.
        #[arg(long)]
        payload: usize,
        /// How long each response takes, in milliseconds.
        #[arg(long, default_value_t = 0)]
        delay: u64,
    },
}

fn main() -> Result<(), Box<dyn Error>> {
    match Arguments::parse().command {
        Command::Report(report) => report.run(),
        Command::Contestant {
            contestant,
            base_url,
        } => {
            let sum = runtime()?.block_on(contestant.run(&base_url))?;
            let usage = usage::of_this_process();
            println!("{} {} {}", sum.runs, usage.cpu.as_nanos(), usage.peak_kib);
            Ok(())
        }
        Command::Server {
            runs,
            payload,
            delay,
        } => {
            let history = History::new(runs, payload);
            runtime()?.block_on(server::serve(history, Duration::from_millis(delay)))
        }
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, std::io::Error> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}
