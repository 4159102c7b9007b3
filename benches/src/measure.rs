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

use clap::ValueEnum;

use crate::contestants::Contestant;

/// What is listed, and how slowly.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// How many runs there are.
    pub runs: usize,
    /// The bytes of each run's payload, about.
    pub payload: usize,
    /// How long each response takes.
    pub latency: Duration,
}

/// What a program takes: medians over the rounds.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// From its start to its end.
    pub time: Duration,
    /// CPU time, user and system.
    pub cpu: Duration,
    /// The largest resident memory.
    pub peak_kib: u64,
}

impl Scene {
    /// Runs each contestant as often as there are rounds, in turns, and returns the medians in their order.
    pub fn measure(
        self,
        contestants: &[Contestant],
        rounds: usize,
    ) -> Result<Vec<Taken>, Box<dyn Error>> {
        let server = Server::start(self)?;
        let mut taken = vec![Vec::new(); contestants.len()];
        for _ in 0..rounds {
            for (contestant, taken) in contestants.iter().zip(&mut taken) {
                taken.push(self.measure_once(*contestant, &server.base_url)?);
            }
        }
        Ok(taken.iter().map(|taken| medians(taken)).collect())
    }

    fn measure_once(self, contestant: Contestant, base_url: &str) -> Result<Taken, Box<dyn Error>> {
        let name = contestant
            .to_possible_value()
            .ok_or("a contestant has no name")?;
        let start = Instant::now();
        let output = Command::new(env::current_exe()?)
            .args(["contestant", name.get_name(), base_url])
            .stderr(Stdio::inherit())
            .output()?;
        let time = start.elapsed();
        let text = String::from_utf8(output.stdout)?;
        let numbers: Vec<u64> = text
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        let [runs, cpu, peak_kib] = numbers[..] else {
            return Err(format!("{contestant:?} printed {text:?}").into());
        };
        if runs != self.runs as u64 {
            return Err(format!("{contestant:?} listed {runs} runs of {}", self.runs).into());
        }
        Ok(Taken {
            time,
            cpu: Duration::from_nanos(cpu),
            peak_kib,
        })
    }
}

/// A server in a process of its own, which ends with this value.
struct Server {
    process: Child,
    base_url: String,
}

impl Server {
    fn start(scene: Scene) -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(env::current_exe()?)
            .arg("server")
            .args(["--runs", &scene.runs.to_string()])
            .args(["--payload", &scene.payload.to_string()])
            .args(["--delay", &scene.latency.as_millis().to_string()])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = process.stdout.take().ok_or("the server has no output")?;
        BufReader::new(output).read_line(&mut line)?;
        Ok(Self {
            process,
            base_url: line.trim().to_owned(),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn medians(taken: &[Taken]) -> Taken {
    Taken {
        time: median(taken.iter().map(|taken| taken.time)),
        cpu: median(taken.iter().map(|taken| taken.cpu)),
        peak_kib: median(taken.iter().map(|taken| taken.peak_kib)),
    }
}

/// Returns the middle one of some figures.
pub fn median<T: Ord + Default>(figures: impl IntoIterator<Item = T>) -> T {
    let mut figures: Vec<_> = figures.into_iter().collect();
    figures.sort_unstable();
    let middle = figures.len() / 2;
    figures.into_iter().nth(middle).unwrap_or_default()
}
