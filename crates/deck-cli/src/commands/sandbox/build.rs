//! The sandbox of the arguments.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use deck_sandbox::FaultPlan;
use deck_sandbox::NdjsonImport;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxBuilder;
use deck_sandbox::SandboxRun;
use deck_sandbox::UnknownWords;
use deck_transport::Clock;
use deck_transport::TokioClock;

use crate::commands::sandbox::data_file::DataFile;
use crate::commands::sandbox::serve::ServeArguments;
use crate::commands::sandbox::starting_clock::StartingClock;
use crate::daily_sandbox::daily_sandbox;
use crate::diagnostics;
use crate::error::Failure;

/// Builds the sandbox: that of the file where there is one, or else a new one.
pub(super) fn sandbox(
    arguments: &ServeArguments,
    data: Option<&DataFile>,
) -> Result<Sandbox, Failure> {
    let builder = timed(arguments)?
        .rate_limit(arguments.rate_limit)
        .faults(plan(arguments))
        .speed(arguments.speed.factor());
    let builder = if arguments.lenient_filters {
        builder.unknown_words(UnknownWords::Accepted)
    } else {
        builder
    };
    let builder = match data.map(DataFile::load).transpose()?.flatten() {
        Some(saved) => {
            tell_of_ignored(arguments);
            builder.saved(saved)
        }
        None => filled(arguments, builder)?,
    };
    Ok(builder.build())
}

/// Starts the settings of a sandbox at its time.
fn timed(arguments: &ServeArguments) -> Result<SandboxBuilder, Failure> {
    let Some(now) = &arguments.now else {
        return Ok(daily_sandbox(TokioClock.system_time()));
    };
    let now = now.to_system_time().map_err(|_| {
        Failure::Contradiction("--now is beyond the times that this machine can represent")
    })?;
    let clock = StartingClock::new(now, arguments.speed.is_manual());
    Ok(Sandbox::builder().now(now).clock(clock))
}

/// Adds the objects of a new sandbox.
fn filled(arguments: &ServeArguments, builder: SandboxBuilder) -> Result<SandboxBuilder, Failure> {
    let mut builder = builder.seed(arguments.seed);
    if arguments.week {
        builder = builder.company_week();
    }
    if let Some(path) = &arguments.from_ndjson {
        builder = builder.with_runs(read_runs(path)?).runs(0);
    }
    if let Some(count) = arguments.runs {
        builder = builder.runs(count);
    }
    Ok(builder)
}

/// Reports that what is in the file stands in place of what other flags would make.
fn tell_of_ignored(arguments: &ServeArguments) {
    let given = [
        (arguments.seed != 0, "--seed"),
        (arguments.runs.is_some(), "--runs"),
        (arguments.week, "--week"),
        (arguments.from_ndjson.is_some(), "--from-ndjson"),
    ];
    let given: Vec<_> = given
        .iter()
        .filter_map(|(is_given, flag)| is_given.then_some(*flag))
        .collect();
    if !given.is_empty() {
        diagnostics::note(&format!(
            "the file of --data is there, so the sandbox is not made anew; without effect: {}",
            given.join(", ")
        ));
    }
}

fn plan(arguments: &ServeArguments) -> FaultPlan {
    let plan = FaultPlan::new().seed(arguments.fault_seed);
    arguments.fault.iter().cloned().fold(plan, FaultPlan::and)
}

fn read_runs(path: &Path) -> Result<Vec<SandboxRun>, Failure> {
    let unreadable = |error| Failure::File(path.to_owned(), error);
    let file = File::open(path).map_err(unreadable)?;
    NdjsonImport::from_reader(BufReader::new(file))
        .map_err(unreadable)?
        .into_runs()
        .map_err(|error| Failure::Import(path.to_owned(), error))
}
