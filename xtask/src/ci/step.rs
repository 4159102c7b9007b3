//! One step of continuous integration.

use std::error::Error;
use std::fmt;
use std::process::Command;

use clap::ValueEnum;

use super::package;
use super::readme;
use crate::budget::Budget;
use crate::foreign::Foreign;
use crate::interop::Interop;
use crate::layers::Layers;
use crate::tidy::Tidy;
use crate::webhooks::Webhooks;
use crate::workspace::cargo;

/// The crates that are published, from the bottom up.
pub(super) const PUBLISHED: &[&str] = &[
    "deck-types",
    "deck-webhooks",
    "deck-transport",
    "deck-conformance",
    "deck-cassette",
    "deck-client",
    "deck-sandbox",
    "deck-cli",
];

/// The feature sets that are checked on their own, beside each crate without any.
const COMBINATIONS: &[(&str, &str)] = &[
    ("deck-types", "jiff-1"),
    ("deck-transport", "tokio"),
    ("deck-transport", "hyper"),
    ("deck-transport", "hyper,ring"),
    ("deck-transport", "hyper,aws-lc-rs"),
    ("deck-transport", "tower"),
    ("deck-client", "tracing"),
];

/// One step, in the order in which they run: what fails fast comes first.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Step {
    /// The code is formatted.
    Format,
    /// The rules of style hold.
    Tidy,
    /// The arrows between the crates hold.
    Layers,
    /// The published packages hold what belongs and nothing else.
    Package,
    /// Clippy has no warning, on all targets and features.
    Clippy,
    /// Each crate builds alone, without its default features.
    Alone,
    /// The documentation builds without a warning.
    Docs,
    /// The README's second command: the tests pass.
    Test,
    /// The tests pass with all features of the crates that have some.
    Features,
    /// Listings through real servers and proxies are complete: the short form of `cargo xtask interop`.
    Interop,
    /// The reference library of Standard Webhooks accepts our signatures, and we accept its.
    Webhooks,
    /// Description, client and sandbox agree, as programs of others see it: `cargo xtask foreign`.
    Foreign,
    /// What is encoded decodes to the same.
    Roundtrip,
    /// Packages and sizes are within their budgets.
    Budget,
    /// The README's first command prints task runs.
    Readme,
}

impl Step {
    /// Runs the step; what it prints goes to the terminal. With `require_tools` what the steps `test`,
    /// `interop`, `webhooks` and `foreign` need must be installed.
    ///
    /// # Errors
    ///
    /// When the step fails, with the command that did.
    pub(super) fn run(self, require_tools: bool) -> Result<(), Box<dyn Error>> {
        match self {
            Self::Format => format(),
            Self::Tidy => Tidy {}.run(),
            Self::Layers => Layers {}.run(),
            Self::Package => package::check_all(),
            Self::Clippy => clippy(),
            Self::Alone => alone(),
            Self::Docs => docs(),
            Self::Test => test(require_tools),
            Self::Features => features(),
            Self::Interop => Interop::short(require_tools).run(),
            Self::Webhooks => Webhooks {
                require_reference: require_tools,
            }
            .run(),
            Self::Foreign => Foreign::all(require_tools).run(),
            Self::Roundtrip => roundtrip(),
            Self::Budget => Budget::check().run(),
            Self::Readme => readme::check(),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value();
        f.pad(value.as_ref().map_or("", |value| value.get_name()))
    }
}

/// Checks the formatting, also of the fuzz targets, which are a workspace of their own.
fn format() -> Result<(), Box<dyn Error>> {
    run(cargo().args(["fmt", "--all", "--check"]))?;
    run(cargo().args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]))
}

/// With `require_tools` no test is left out because the program of others that it needs is not installed.
fn test(require_tools: bool) -> Result<(), Box<dyn Error>> {
    let mut test = cargo();
    test.args(["test", "--workspace"]);
    if require_tools {
        test.env("DECK_TEST_REQUIRES_TOOLS", "1");
    }
    run(&mut test)
}

fn clippy() -> Result<(), Box<dyn Error>> {
    let scope = [
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--all-features",
    ];
    run(cargo().args(scope).args(["--", "-D", "warnings"]))
}

fn alone() -> Result<(), Box<dyn Error>> {
    for package in PUBLISHED {
        check_alone(package, "")?;
    }
    for (package, features) in COMBINATIONS {
        check_alone(package, features)?;
    }
    Ok(())
}

fn check_alone(package: &str, features: &str) -> Result<(), Box<dyn Error>> {
    let scope = ["check", "--locked", "--package", package];
    run(cargo()
        .args(scope)
        .args(["--no-default-features", "--features", features]))
}

fn docs() -> Result<(), Box<dyn Error>> {
    let scope = [
        "doc",
        "--locked",
        "--workspace",
        "--no-deps",
        "--all-features",
    ];
    run(cargo().env("RUSTDOCFLAGS", "-D warnings").args(scope))
}

fn features() -> Result<(), Box<dyn Error>> {
    let scope = [
        "test",
        "--locked",
        "--package",
        "deck-types",
        "--package",
        "deck-transport",
        "--package",
        "deck-client",
    ];
    run(cargo().args(scope).arg("--all-features"))
}

/// Runs in release mode: the number of cases and their time are a promise about that.
fn roundtrip() -> Result<(), Box<dyn Error>> {
    let program = [
        "run",
        "--locked",
        "--release",
        "--package",
        "xtask",
        "--",
        "roundtrip",
    ];
    run(cargo().args(program))
}

/// Runs a command to its end.
///
/// # Errors
///
/// When it cannot be started or does not succeed.
fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let status = command.status()?;
    if status.success() {
        return Ok(());
    }
    let arguments: Vec<_> = command
        .get_args()
        .map(|word| word.to_string_lossy())
        .collect();
    Err(format!("`cargo {}` ended with {status}", arguments.join(" ")).into())
}
