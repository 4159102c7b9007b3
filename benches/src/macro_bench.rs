//! Whole programs, each in a process of its own, in interleaved rounds.

use std::env;
use std::error::Error;
use std::io::BufRead;
use std::io::BufReader;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use clap::Args;
use clap::ValueEnum;

use crate::contestants::Contestant;

/// Lists a whole history with each contestant in turn, and prints what it took.
#[derive(Args, Debug)]
pub struct Macro {
    /// How many runs the history has.
    #[arg(long, default_value_t = 10_000)]
    runs: usize,
    /// The bytes of each run's payload, about.
    #[arg(long, default_value_t = 512)]
    payload: usize,
    /// How long each response takes, in milliseconds.
    #[arg(long, default_value_t = 0)]
    delay: u64,
    /// How often each contestant runs.
    #[arg(long, default_value_t = 11)]
    rounds: usize,
    /// The contestants; all by default.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Contestant>,
}

/// What one program took.
#[derive(Clone, Copy, Debug)]
struct Taken {
    time: Duration,
    cpu: Duration,
    peak_kib: u64,
}

impl Macro {
    /// Measures and prints.
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        let server = Server::start(self)?;
        let contestants = match self.only.as_slice() {
            [] => Contestant::value_variants(),
            only => only,
        };
        let mut taken = vec![Vec::new(); contestants.len()];
        for _ in 0..self.rounds {
            for (contestant, taken) in contestants.iter().zip(&mut taken) {
                taken.push(self.measure(*contestant, &server.base_url)?);
            }
        }
        let floor = taken.first().map_or(Duration::ZERO, |floor| median(floor, |taken| taken.cpu));
        println!("{} runs, {} bytes, {} ms", self.runs, self.payload, self.delay);
        for (contestant, taken) in contestants.iter().zip(&taken) {
            let cpu = median(taken, |taken| taken.cpu);
            let least = taken.iter().map(|taken| taken.cpu).min().unwrap_or_default();
            println!(
                "{:<14} {:>8.1} ms  cpu {:>8.1} ms (least {:>8.1})  {:>5.2} x  {:>6.1} MiB",
                format!("{contestant:?}"),
                millis(median(taken, |taken| taken.time)),
                millis(cpu),
                millis(least),
                cpu.as_secs_f64() / floor.as_secs_f64(),
                median(taken, |taken| taken.peak_kib) as f64 / 1024.0,
            );
        }
        Ok(())
    }

    fn measure(&self, contestant: Contestant, base_url: &str) -> Result<Taken, Box<dyn Error>> {
        let name = contestant.to_possible_value().ok_or("a contestant has no name")?;
        let start = Instant::now();
        let output = Command::new(env::current_exe()?)
            .args(["contestant", name.get_name(), base_url])
            .stderr(Stdio::inherit())
            .output()?;
        let time = start.elapsed();
        let text = String::from_utf8(output.stdout)?;
        let numbers: Vec<u64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [runs, cpu, peak_kib] = numbers[..] else {
            return Err(format!("{contestant:?} printed {text:?}").into());
        };
        if runs != self.runs as u64 {
            return Err(format!("{contestant:?} listed {runs} runs of {}", self.runs).into());
        }
        Ok(Taken { time, cpu: Duration::from_nanos(cpu), peak_kib })
    }
}

/// A server in a process of its own, which ends with this value.
struct Server {
    process: Child,
    base_url: String,
}

impl Server {
    fn start(bench: &Macro) -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(env::current_exe()?)
            .arg("server")
            .args(["--runs", &bench.runs.to_string()])
            .args(["--payload", &bench.payload.to_string()])
            .args(["--delay", &bench.delay.to_string()])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = process.stdout.take().ok_or("the server has no output")?;
        BufReader::new(output).read_line(&mut line)?;
        Ok(Self { process, base_url: line.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn median<T: Ord + Copy>(taken: &[Taken], figure: impl Fn(&Taken) -> T) -> T
where
    T: Default,
{
    let mut figures: Vec<_> = taken.iter().map(figure).collect();
    figures.sort_unstable();
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
