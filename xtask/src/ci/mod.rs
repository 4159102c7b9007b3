//! `cargo xtask ci`: the steps of continuous integration, by name and with their time.

mod package;
mod readme;
mod step;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::time::Duration;
use std::time::Instant;

use clap::Args;
use clap::ValueEnum;

use step::Step;

/// Runs the steps of continuous integration, all or one of them.
#[derive(Args, Debug)]
pub(crate) struct Ci {
    /// The one step to run.
    #[arg(long, value_name = "STEP")]
    only: Option<Step>,

    /// Fail when a tool is not installed, instead of skipping what needs it: nginx, haproxy, squid, the
    /// reference library of Standard Webhooks, and the Python tools that judge the wire
    #[arg(long)]
    require_tools: bool,
}

/// How one step went.
struct Report {
    step: Step,
    time: Duration,
    failure: Option<String>,
}

impl Ci {
    /// Runs the steps in order, each whether or not one before it failed, and prints a summary.
    ///
    /// # Errors
    ///
    /// When a step fails; the message names all that did.
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        let steps = self
            .only
            .as_ref()
            .map_or(Step::value_variants(), std::slice::from_ref);
        let reports: Vec<_> = steps
            .iter()
            .map(|step| run_step(*step, self.require_tools))
            .collect();
        summarise(&reports)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this measures how long a program runs"
)]
fn run_step(step: Step, require_tools: bool) -> Report {
    println!("==> {step}");
    let start = Instant::now();
    let failure = step.run(require_tools).err().map(|error| error.to_string());
    if let Some(failure) = &failure {
        println!("{failure}");
    }
    Report {
        step,
        time: start.elapsed(),
        failure,
    }
}

fn summarise(reports: &[Report]) -> Result<(), Box<dyn Error>> {
    println!();
    for Report {
        step,
        time,
        failure,
    } in reports
    {
        let word = if failure.is_some() { "FAILED" } else { "ok" };
        println!("{step:<10} {:>7.1} s  {word}", time.as_secs_f64());
    }
    let failed: Vec<_> = reports
        .iter()
        .filter(|report| report.failure.is_some())
        .map(|report| format!("`cargo xtask ci --only {}`", report.step))
        .collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("failed: {}", failed.join(", ")).into())
    }
}
