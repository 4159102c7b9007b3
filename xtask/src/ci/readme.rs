//! The two commands of the README: they stand there, and they work.

use std::error::Error;

use crate::workspace;
use crate::workspace::Workspace;

/// The README's first command: a listing from the sandbox.
pub(super) const FIRST: &str = "cargo run --bin deck -- --sandbox task-runs list";

/// The README's second command, which the step `test` runs.
pub(super) const SECOND: &str = "cargo test --workspace";

/// Checks that both commands stand in the README, and runs the first.
///
/// # Errors
///
/// When the README or a command in it is missing, or when the first command prints nothing or fails.
pub(super) fn check() -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::load()?;
    let readme = workspace.file("README.md").ok_or("README.md is missing")?;
    let commands: Vec<_> = commands_in(&readme.text).collect();
    for expected in [FIRST, SECOND] {
        if !commands.contains(&expected) {
            return Err(
                format!("README.md has no `console` or `sh` block with `{expected}`").into(),
            );
        }
    }
    run_first()
}

/// Returns the commands in the `console` and `sh` blocks of a page, without their prompt.
pub(super) fn commands_in(page: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    page.lines().filter_map(move |line| {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            inside = matches!(language, "console" | "sh");
            return None;
        }
        inside.then(|| line.strip_prefix("$ ").unwrap_or(line).trim())
    })
}

fn run_first() -> Result<(), Box<dyn Error>> {
    let output = workspace::cargo().args(FIRST.split(' ').skip(1)).output()?;
    let listing = String::from_utf8_lossy(&output.stdout);
    print!("{listing}");
    if output.status.success() && !listing.trim().is_empty() {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{FIRST}` ended with {} and:\n{complaint}", output.status).into())
}
