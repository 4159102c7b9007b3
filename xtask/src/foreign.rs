//! `cargo xtask foreign`: the description of the API, the client and the sandbox, as programs of others judge
//! them.
//!
//! They are Python programs in `tests/foreign`; what they need is in `tests/foreign/requirements.txt`.

use std::error::Error;
use std::fmt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use clap::Args;
use clap::ValueEnum;

use crate::workspace;

/// The environment that `.ci/run` makes, from the root of the repository.
const ENVIRONMENTS: &[&str] = &[
    "target/foreign/bin/python3",
    "target/foreign/Scripts/python.exe",
];

/// Has programs of others judge the description of the API, the client and the sandbox.
#[derive(Args, Debug)]
pub(crate) struct Foreign {
    /// Fail when Python or a tool is not installed, instead of skipping what needs it
    #[arg(long)]
    require_tools: bool,

    /// The one check to run.
    #[arg(long, value_name = "CHECK")]
    only: Option<Check>,
}

/// One check.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Check {
    /// The descriptions are valid, and as strict as they claim to be.
    Description,
    /// What the client and the sandbox say to each other is as described.
    Exchanges,
    /// Requests that are made up find no server error and no mismatch in the sandbox.
    Fuzz,
    /// A client that knows nothing of this SDK reaches its goal in the sandbox.
    PublicClient,
}

impl Foreign {
    /// Returns all checks.
    pub(crate) fn all(require_tools: bool) -> Self {
        Self {
            require_tools,
            only: None,
        }
    }

    /// Runs the checks in order, each whether or not one before it failed.
    ///
    /// # Errors
    ///
    /// When a check fails, or what it needs is missing although it is required.
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        let python = python();
        let checks = self
            .only
            .as_ref()
            .map_or(Check::value_variants(), std::slice::from_ref);
        let mut failed = Vec::new();
        for check in checks {
            println!("--> {check}");
            match check.missing(&python) {
                Some(missing) if self.require_tools => {
                    return Err(format!("{missing}; install it as CONTRIBUTING.md tells").into());
                }
                Some(missing) => println!("{check} is skipped: {missing}"),
                None if check.passes(&python)? => {}
                None => failed.push(format!("`cargo xtask foreign --only {check}`")),
            }
        }
        if failed.is_empty() {
            return Ok(());
        }
        Err(format!("failed: {}", failed.join(", ")).into())
    }
}

impl Check {
    /// Returns the name of the program, without its ending.
    fn program(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Exchanges => "exchanges",
            Self::Fuzz => "fuzz",
            Self::PublicClient => "public_client",
        }
    }

    /// Returns the modules that the program imports and Python does not bring.
    fn modules(self) -> &'static [&'static str] {
        match self {
            Self::Description => &[
                "openapi_core",
                "openapi_spec_validator",
                "rfc3339_validator",
            ],
            Self::Exchanges => &["openapi_core", "rfc3339_validator"],
            Self::Fuzz => &["schemathesis"],
            Self::PublicClient => &[],
        }
    }

    /// Returns what is not installed, in words.
    fn missing(self, python: &Path) -> Option<String> {
        let has = |statement: &str| {
            Command::new(python)
                .args(["-c", statement])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        };
        if !has("") {
            return Some(format!("{} does not start", python.display()));
        }
        let missing = self
            .modules()
            .iter()
            .find(|module| !has(&format!("import {module}")));
        missing.map(|module| format!("the Python module {module} is not installed"))
    }

    /// Runs the program, which prints what it finds, and returns whether it finds nothing.
    fn passes(self, python: &Path) -> Result<bool, Box<dyn Error>> {
        let program = format!("tests/foreign/{}.py", self.program());
        let status = Command::new(python)
            .arg(program)
            .current_dir(workspace::root())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .status()?;
        Ok(status.success())
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value();
        f.pad(value.as_ref().map_or("", |value| value.get_name()))
    }
}

/// Returns the Python of the environment, or the one that is on the path.
fn python() -> PathBuf {
    let mut environments = ENVIRONMENTS.iter().map(|path| workspace::root().join(path));
    environments
        .find(|path| path.exists())
        .unwrap_or_else(|| PathBuf::from("python3"))
}
