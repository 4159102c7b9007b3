//! Shows that listings through real servers and proxies are complete: starts nginx, haproxy and squid in
//! front of a sandbox, lists through them while they are reloaded and close connections, and compares with
//! what the sandbox holds, byte for byte.
//!
//! `cargo xtask interop` runs it. It is a program and no test, because it needs programs that most machines
//! do not have; those that are missing are skipped by their name.

#![forbid(unsafe_code)]

mod case;
mod cases;
mod chain;
mod check;
mod options;
mod process;
mod program;
mod settings;
mod witness;

use std::process::ExitCode;

use case::Case;
use case::Verdict;
use cases::CASES;
use options::Options;
use program::Program;

/// Why something did not work, in words.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, Failure> {
    let options = Options::from_arguments(std::env::args().skip(1))?;
    let missing = tell_versions();
    if options.require_servers && !missing.is_empty() {
        return Err(format!("not installed: {}", missing.join(", ")).into());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let chosen = CASES.iter().filter(|case| options.chooses(case));
    let verdicts: Vec<_> = chosen.map(|case| runtime.block_on(judge(case))).collect();
    Ok(summarise(&verdicts))
}

/// Prints which programs there are, and returns the names of those that are missing.
fn tell_versions() -> Vec<&'static str> {
    let mut missing = Vec::new();
    for program in Program::ALL {
        match program.version() {
            Some(version) => println!("{version}"),
            None => {
                println!("{program} is not installed");
                missing.push(program.name());
            }
        }
    }
    missing
}

/// Runs one case and prints a line about it.
async fn judge(case: &Case) -> Verdict {
    let verdict = case.run().await;
    println!("{:56} {verdict}", case.name);
    verdict
}

fn summarise(verdicts: &[Verdict]) -> ExitCode {
    let count =
        |wanted: fn(&Verdict) -> bool| verdicts.iter().filter(|&verdict| wanted(verdict)).count();
    let failed = count(|verdict| matches!(verdict, Verdict::Failed(_)));
    let skipped = count(|verdict| matches!(verdict, Verdict::Skipped(_)));
    println!(
        "{} cases, {failed} failed, {skipped} skipped",
        verdicts.len()
    );
    if failed > 0 || verdicts.is_empty() {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
