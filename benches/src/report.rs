//! The whole of the measurements, as a page and its charts.

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use clap::Args;

use crate::chart::Chart;
use crate::chart::Line;
use crate::contestants::Contestant;
use crate::measure::Scene;
use crate::measure::Taken;
use crate::steps;

/// Measures everything, and writes the page and its charts.
#[derive(Args, Debug)]
pub struct Report {
    /// The folder `docs` of the repository.
    docs: PathBuf,
    /// Few rounds, to try the command.
    #[arg(long)]
    quick: bool,
}

const PAYLOADS: [usize; 3] = [512, 4 * 1024, 40 * 1024];
const SLOW: Duration = Duration::from_millis(300);

/// The contestants of the charts.
const RACERS: [Contestant; 4] = [
    Contestant::Reqwest,
    Contestant::Items,
    Contestant::Prefetch,
    Contestant::Sweep,
];

impl Report {
    /// Measures and writes.
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        let mut page = String::from(HEAD);
        let _ = writeln!(page, "Machine: {}.\n", machine());
        self.programs(&mut page)?;
        self.many_runs(&mut page)?;
        page.push_str(STEPS);
        decode_table(&mut page)?;
        for (name, time) in steps::listing()? {
            let _ = writeln!(page, "- {name}: {} ns", time.as_nanos());
        }
        page.push_str(LATENCY);
        let charts = self.docs.join("benchmarks");
        fs::create_dir_all(&charts)?;
        fs::write(charts.join("runs.svg"), self.time_against_runs()?.to_svg())?;
        fs::write(
            charts.join("latency.svg"),
            self.time_against_latency(&mut page)?.to_svg(),
        )?;
        fs::write(self.docs.join("benchmarks.md"), page)?;
        Ok(())
    }

    fn rounds(&self) -> usize {
        if self.quick { 1 } else { 7 }
    }

    fn programs(&self, page: &mut String) -> Result<(), Box<dyn Error>> {
        use Contestant::*;
        let contestants = [
            Floor,
            OwnedFloor,
            Items,
            Prefetch,
            Json,
            Pages,
            Reqwest,
            ReqwestValue,
        ];
        let mut columns = Vec::new();
        for payload in PAYLOADS {
            let scene = Scene {
                runs: 10_000,
                payload,
                latency: Duration::ZERO,
            };
            columns.push(scene.measure(&contestants, self.rounds())?);
        }
        page.push_str(PROGRAMS);
        for (row, contestant) in contestants.iter().enumerate() {
            let _ = write!(page, "| {}", contestant.title());
            for column in &columns {
                let (taken, floor) = (column[row], column[0]);
                let _ = write!(
                    page,
                    " | {:.1} ms, {:.2} × | {:.1}",
                    millis(taken.cpu),
                    taken.cpu.as_secs_f64() / floor.cpu.as_secs_f64(),
                    mebibytes(taken)
                );
            }
            page.push_str(" |\n");
        }
        Ok(())
    }

    fn many_runs(&self, page: &mut String) -> Result<(), Box<dyn Error>> {
        let runs = if self.quick { 20_000 } else { 1_000_000 };
        let scene = Scene {
            runs,
            payload: PAYLOADS[0],
            latency: Duration::ZERO,
        };
        let rounds = if self.quick { 1 } else { 3 };
        let taken = scene.measure(&[Contestant::Floor, Contestant::Items], rounds)?;
        let _ = writeln!(
            page,
            "\nA listing of {runs} runs with 0.5 KiB each takes {:.2} s of CPU time at the floor and\n\
             {:.2} s as items ({:.2} ×), with at most {:.1} MiB of memory.\n",
            taken[0].cpu.as_secs_f64(),
            taken[1].cpu.as_secs_f64(),
            taken[1].cpu.as_secs_f64() / taken[0].cpu.as_secs_f64(),
            mebibytes(taken[1])
        );
        Ok(())
    }

    fn time_against_runs(&self) -> Result<Chart, Box<dyn Error>> {
        let counts: &[usize] = if self.quick {
            &[500, 1_000]
        } else {
            &[1_000, 2_500, 5_000, 10_000]
        };
        let mut columns = Vec::new();
        for &runs in counts {
            let scene = Scene {
                runs,
                payload: PAYLOADS[0],
                latency: SLOW,
            };
            columns.push((runs as f64, scene.measure(&RACERS, 1)?));
        }
        Ok(chart(
            "Time to list so many runs, at 300 ms a request",
            "runs",
            &columns,
            |_| SLOW.as_secs_f64(),
        ))
    }

    fn time_against_latency(&self, page: &mut String) -> Result<Chart, Box<dyn Error>> {
        let latencies: &[u64] = if self.quick {
            &[0, 50]
        } else {
            &[0, 50, 100, 200, 300]
        };
        let mut columns = Vec::new();
        for &latency in latencies {
            let latency = Duration::from_millis(latency);
            let scene = Scene {
                runs: 5_000,
                payload: PAYLOADS[0],
                latency,
            };
            columns.push((millis(latency), scene.measure(&RACERS, 1)?));
        }
        page.push_str("| 5,000 runs |");
        columns.iter().for_each(|(latency, _)| {
            let _ = write!(page, " {latency:.0} ms |");
        });
        page.push_str("\n| --- |");
        columns.iter().for_each(|_| page.push_str(" --- |"));
        for (row, contestant) in RACERS.iter().enumerate() {
            let _ = write!(page, "\n| {} |", contestant.title());
            for (_, taken) in &columns {
                let _ = write!(page, " {:.2} s |", taken[row].time.as_secs_f64());
            }
        }
        page.push('\n');
        Ok(chart(
            "Time to list 5,000 runs, by latency",
            "milliseconds a request",
            &columns,
            |latency| latency / 1000.0,
        ))
    }
}

fn chart(
    title: &str,
    across: &str,
    columns: &[(f64, Vec<Taken>)],
    bound: impl Fn(f64) -> f64,
) -> Chart {
    let line = |row: usize| Line {
        name: RACERS[row].title().replace('`', ""),
        points: columns
            .iter()
            .map(|(at, taken)| (*at, taken[row].time.as_secs_f64()))
            .collect(),
        is_bound: false,
    };
    let mut lines: Vec<_> = (0..RACERS.len()).map(line).collect();
    lines.push(Line {
        name: "least under the limit".to_owned(),
        points: columns.iter().map(|(at, _)| (*at, bound(*at))).collect(),
        is_bound: true,
    });
    Chart {
        title: title.to_owned(),
        across: across.to_owned(),
        up: "seconds".to_owned(),
        lines,
    }
}

fn decode_table(page: &mut String) -> Result<(), Box<dyn Error>> {
    let columns = PAYLOADS.map(steps::decode);
    let [first, second, third] = columns;
    let (first, second, third) = (first?, second?, third?);
    for (((name, small), (_, middle)), (_, large)) in first.iter().zip(&second).zip(&third) {
        let _ = writeln!(
            page,
            "| {name} | {} µs | {} µs | {} µs |",
            small.as_micros(),
            middle.as_micros(),
            large.as_micros()
        );
    }
    page.push('\n');
    Ok(())
}

/// Returns the processor, the number of cores and the compiler.
fn machine() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown processor", |model| {
        model.trim_start_matches([' ', '\t', ':'])
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc = rustc.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    format!("{model}, {cores} cores; {}", rustc.unwrap_or_default())
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn mebibytes(taken: Taken) -> f64 {
    taken.peak_kib as f64 / 1024.0
}

const HEAD: &str = "\
# Benchmarks

What the client costs, beside the least that any program can cost and beside what is written by hand where
there is no SDK. `cargo xtask bench` measures all of it in about eight minutes and writes this page; nothing
else should run on the machine meanwhile. The programs are in `benches`, a workspace of its own.

*Floor* is bare hyper on one connection, and one pass of serde into structs that borrow from the body, with
payloads as `&RawValue`. Nobody can keep its runs beyond the page. *Owned floor* is the same into structs that
own their fields. The server is another process on loopback.

";

const PROGRAMS: &str = "\
## Whole programs

10,000 runs in pages of 100, payloads of about 0.5, 4 and 40 KiB. CPU time of the process, its start included,
and the ratio to the floor; peak resident memory in MiB. Medians of 7 interleaved rounds.

| program | 0.5 KiB | MiB | 4 KiB | MiB | 40 KiB | MiB |
| --- | --- | --- | --- | --- | --- | --- |
";

const STEPS: &str = "\
## Single steps

Decoding a page of 100 runs, by the size of the payloads; medians of 51 interleaved rounds.

| into | 0.5 KiB | 4 KiB | 40 KiB |
| --- | --- | --- | --- |
";

const LATENCY: &str = "
## Latency

What a listing takes where each response takes its time. One page after the other takes latency × pages, and
requesting one page ahead changes nothing where the program itself is fast. A sweep asks for several parts of
the time range at once, under the API's limit of 200 requests in 10 seconds, which these listings stay below;
so the least is one request's time.

![Time against the number of runs](benchmarks/runs.svg)

![Time against latency](benchmarks/latency.svg)

";
