//! What the Deck SDK costs, beside its floor and its peers: run by `cargo xtask bench`.

mod contestants;
mod history;
mod macro_bench;
mod micro_bench;
mod server;
mod usage;

use std::error::Error;
use std::time::Duration;

use clap::Parser;
use clap::Subcommand;

use contestants::Contestant;
use history::History;

#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists a whole history with each contestant in turn, and prints what it took.
    Macro(macro_bench::Macro),
    /// Measures single steps.
    Micro(micro_bench::Micro),
    /// Runs one contestant and prints what it took; for the other commands.
    Contestant {
        /// The program to run.
        contestant: Contestant,
        /// Where the server is.
        base_url: String,
    },
    /// Serves a history on loopback; for the other commands.
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
    let command = Arguments::parse().command;
    match command {
        Command::Macro(bench) => return bench.run(),
        Command::Micro(bench) => return bench.run(),
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Contestant { contestant, base_url } => {
                let sum = contestant.run(&base_url).await?;
                let usage = usage::of_this_process();
                println!("{} {} {}", sum.runs, usage.cpu.as_nanos(), usage.peak_kib);
                Ok(())
            }
            Command::Server { runs, payload, delay } => {
                server::serve(History::new(runs, payload), Duration::from_millis(delay)).await
            }
            Command::Macro(_) | Command::Micro(_) => Ok(()),
        }
    })
}
