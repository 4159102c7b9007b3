//! `cargo xtask bench`: what the client costs, beside its floor and its peers.

use std::error::Error;
use std::fs;
use std::time::Duration;

use clap::Args;

use crate::workspace;
use crate::workspace::cargo;

/// Measures what the client costs and writes `docs/benchmarks.md`.
#[derive(Args, Debug)]
pub(crate) struct Bench {
    /// Few rounds and nothing else, to try the command; writes to `target/benchmarks`
    #[arg(long)]
    quick: bool,
}

const MANIFEST: &str = "benches/Cargo.toml";

/// What is built from nothing: a package of the lock file of `benches`, and what it is.
const COLD_BUILDS: &[&str] = &["deck-types", "deck-client", "reqwest", "async-stripe"];

impl Bench {
    /// Measures and writes.
    ///
    /// # Errors
    ///
    /// When something cannot be built or fails.
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        let docs = if self.quick {
            workspace::root().join("target").join("benchmarks")
        } else {
            workspace::root().join("docs")
        };
        fs::create_dir_all(&docs)?;
        let mut report = cargo();
        report
            .args(["run", "--locked", "--release", "--manifest-path", MANIFEST])
            .args(["--", "report"])
            .arg(&docs);
        if self.quick {
            report.arg("--quick");
        }
        if !report.status()?.success() {
            return Err("the benchmarks failed".into());
        }
        println!("written to {}", docs.display());
        if self.quick {
            return Ok(());
        }
        COLD_BUILDS
            .iter()
            .try_for_each(|package| cold_build(package))
    }
}

/// Builds a package for debugging into an empty folder, and prints the CPU time that it took.
fn cold_build(package: &str) -> Result<(), Box<dyn Error>> {
    let folder = workspace::root().join("target").join("cold").join(package);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let before = cpu_of_children()?;
    let status = cargo()
        .args([
            "build",
            "--quiet",
            "--locked",
            "--manifest-path",
            MANIFEST,
            "--package",
            package,
        ])
        .env("CARGO_TARGET_DIR", &folder)
        .status()?;
    if !status.success() {
        return Err(format!("{package} cannot be built").into());
    }
    let taken = cpu_of_children()?.saturating_sub(before);
    println!(
        "cold debug build of {package}: {:.1} s of CPU time",
        taken.as_secs_f64()
    );
    Ok(fs::remove_dir_all(&folder)?)
}

/// Returns the CPU time of all processes that this one has waited for, and of those that they waited for.
///
/// Linux tells it in hundredths of a second.
fn cpu_of_children() -> Result<Duration, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, behind_name) = stat
        .rsplit_once(')')
        .ok_or("/proc/self/stat has another form")?;
    let fields: Vec<_> = behind_name.split_whitespace().collect();
    let ticks = |place: usize| {
        fields
            .get(place)
            .and_then(|field| field.parse::<u64>().ok())
    };
    let ticks = ticks(13)
        .zip(ticks(14))
        .ok_or("/proc/self/stat has another form")?;
    Ok(Duration::from_millis((ticks.0 + ticks.1) * 10))
}
