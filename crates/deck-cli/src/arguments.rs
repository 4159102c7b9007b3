//! The command line: global flags and the tree of commands.

use std::path::PathBuf;

use clap::ArgAction;
use clap::Args;
use clap::ColorChoice;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use deck_sandbox::RateLimit;

use crate::commands::auth::AuthCommand;
use crate::commands::completions::CompletionsArguments;
use crate::commands::doing::DoingCommand;
use crate::commands::drift::DriftArguments;
use crate::commands::man::ManArguments;
use crate::commands::period::zone::Zone;
use crate::commands::resources::ResourceCommand;
use crate::commands::sandbox::SandboxArguments;
use crate::commands::schema;
use crate::commands::task_runs::TaskRunsCommand;
use crate::commands::task_runs::filters::UnknownWord;
use crate::commands::webhooks::WebhooksCommand;
use crate::commands::word::word;
use crate::environment;
use crate::error::Failure;
use crate::error::exit_code;
use crate::output::format::OutputFormat;
use crate::profile::ChosenProfile;
use crate::rate_limit;

/// Run tasks of the Deck API, and list, watch, export and count their runs
///
/// A task run is one execution of an AI agent on a website. `deck` runs tasks and waits for them,
/// lists the runs of your organization and shows everything about one of them, follows them as they
/// come, exports and counts them. With `--sandbox` it does that on a local stand-in for the API, which
/// needs no account and no network. `deck help COMMAND` has examples for each command.
#[derive(Debug, Parser)]
#[command(name = "deck", version)]
#[command(max_term_width = 100, after_help = EXAMPLES, after_long_help = after_long_help())]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: GlobalArguments,
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    /// Returns the first word of a filter that this program does not know, unless such are allowed.
    pub(crate) fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        match &self.command {
            Command::TaskRuns(TaskRunsCommand::List(list)) => list.unknown_word(),
            Command::TaskRuns(TaskRunsCommand::Export(export)) => export.unknown_word(),
            Command::TaskRuns(TaskRunsCommand::Watch(watch)) => watch.unknown_word(),
            Command::TaskRuns(TaskRunsCommand::Stats(stats)) => stats.unknown_word(),
            Command::Doing(DoingCommand::Wait(wait)) => wait.unknown_word(),
            Command::Resources(command) => command.unknown_word(),
            _ => None,
        }
    }
}

/// Returns what the long help says below the flags.
fn after_long_help() -> String {
    let environment = environment::help();
    let exit_codes = exit_code::help();
    format!("{environment}\n\n{exit_codes}\n\n{EXAMPLES}")
}

const EXAMPLES: &str = "\
Examples:
  deck --sandbox task-runs list
  deck task-runs list --status failed --since yesterday
  deck task-runs list --all --in last-month --output ndjson > runs.ndjson
  deck task-runs get trun_1a2b3c --include input,output
  deck run task_1a2b3c --input @bill.json --wait
  deck wait --status running --for terminal
  deck api GET /agents
  deck task-runs export october.ndjson --in 2026-10
  deck auth status --profile staging
  deck sandbox --port 4010 --fault every-5:status=503";

const BASE_URL_HELP: &str = "The address of the API, up to and including the version \
     [default: DECK_BASE_URL where it is set, or https://api.deck.co/v2]";

const DEFAULT_RETRIES: u32 = 3;

/// Flags that every command has; those that mean nothing to `deck sandbox` are refused there.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArguments {
    /// Use a sandbox on this machine instead of the API
    ///
    /// The sandbox starts with the command and ends with it. It holds invented runs, one and the same
    /// from command to command: the newest were created just before midnight in UTC, and at the next
    /// midnight all their times move on by a day. It has a key of its own; `DECK_API_KEY` is not read.
    #[arg(long, global = true)]
    pub(crate) sandbox: bool,

    /// Use the settings of this profile, before those of the environment
    ///
    /// Profiles stand in `~/.config/deck/config.toml`, or in the file that `DECK_CONFIG` names: below
    /// `[profile.staging]` the settings `base_url`, `key_command`, `timezone`, `output`, `rate_limit` and
    /// `ca_cert`. The `key_command` is a list of texts, program and arguments, such as `["pass", "deck"]`; it
    /// is run without a shell and prints the key. Flags go before everything. A profile that `DECK_PROFILE`
    /// names, or `default_profile` of the file, goes behind the variables of the environment, `DECK_API_KEY`
    /// too.
    #[arg(long, global = true, value_name = "NAME", value_parser = word::<String>())]
    pub(crate) profile: Option<String>,

    /// The profile that is used, once it is read.
    #[arg(skip)]
    pub(crate) chosen_profile: Option<ChosenProfile>,

    /// The address of the API, up to and including the version.
    #[arg(long, global = true, value_name = "URL", help = BASE_URL_HELP)]
    pub(crate) base_url: Option<String>,

    /// Trust the certificate authorities of this file too (PEM, one or more)
    ///
    /// They are trusted beside the usual ones, for an API behind a proxy or a gateway with a certificate
    /// of a company's own. Where the flag is not given, the environment variable `SSL_CERT_FILE` names the
    /// file.
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    pub(crate) ca_cert: Option<PathBuf>,

    /// How often a request that failed in a transient way is sent again [default: 3]
    ///
    /// Between the attempts the program waits, longer each time, and at least as long as the API asks for.
    #[arg(
        long,
        global = true,
        value_name = "COUNT",
        hide_short_help = true,
        allow_negative_numbers = true
    )]
    pub(crate) max_retries: Option<u32>,

    /// The most requests that are sent within a time, such as 100/10s, or none for no limit
    ///
    /// Without the flag it is 200/10s, the limit of the API for a whole organization; give less where
    /// others need a part of it. Requests to this machine itself have no limit then.
    #[arg(long, global = true, value_name = "LIMIT", value_parser = rate_limit::read, hide_short_help = true)]
    pub(crate) rate_limit: Option<RateLimit>,

    /// Tell of each request on standard error; -vv adds its headers, without the key
    ///
    /// A line tells method, address, status, request id, the time that it took, and which attempt it was.
    /// Bodies are never shown.
    #[arg(long, short, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,

    /// Whether there is colour; auto leaves it to the terminal and the environment
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    #[arg(hide_short_help = true)]
    pub(crate) color: ColorChoice,

    /// The time zone of days and of times without one: Europe/Berlin, UTC, +02:00 [default: this machine's]
    #[arg(long, global = true, value_name = "ZONE", allow_hyphen_values = true)]
    pub(crate) timezone: Option<Zone>,

    /// Write long output straight to the terminal, and not through a pager
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) no_pager: bool,

    /// How the output is written
    #[arg(
        long,
        short,
        global = true,
        value_enum,
        value_name = "FORMAT",
        default_value_t
    )]
    pub(crate) output: OutputFormat,

    /// Whether the format was asked for, or is the default.
    #[arg(skip)]
    pub(crate) has_output: bool,
}

impl GlobalArguments {
    /// Refuses the flags that mean nothing to the sandbox.
    pub(crate) fn check_for_sandbox(&self) -> Result<(), Failure> {
        if self.profile.is_some() {
            return Err(Failure::Contradiction(
                "--sandbox has a key and an address of its own, so --profile cannot be given",
            ));
        }
        if self.base_url.is_some() {
            return Err(Failure::Contradiction(
                "--sandbox has an address of its own, so --base-url cannot be given",
            ));
        }
        if self.ca_cert.is_some() {
            return Err(Failure::Contradiction(
                "--sandbox is asked without TLS, so --ca-cert cannot be given",
            ));
        }
        Ok(())
    }

    /// Returns how often a request is sent again.
    pub(crate) fn retries(&self) -> u32 {
        self.max_retries.unwrap_or(DEFAULT_RETRIES)
    }

    /// Returns the flags that say the same as these.
    pub(crate) fn flags(&self) -> Vec<String> {
        let mut flags = Vec::new();
        if self.sandbox {
            flags.push("--sandbox".to_owned());
        }
        flags.extend(self.profile.iter().map(|name| format!("--profile={name}")));
        flags.extend(self.base_url.iter().map(|url| format!("--base-url={url}")));
        let ca_cert = self.ca_cert.iter();
        flags.extend(ca_cert.map(|path| format!("--ca-cert={}", path.display())));
        let retries = self.max_retries.iter();
        flags.extend(retries.map(|count| format!("--max-retries={count}")));
        let limit = self.rate_limit.iter();
        flags.extend(limit.map(|limit| format!("--rate-limit={limit}")));
        let timezone = self.timezone.iter();
        flags.extend(timezone.map(|zone| format!("--timezone={}", zone.name())));
        if (self.has_output || self.output != OutputFormat::default())
            && let Some(value) = self.output.to_possible_value()
        {
            flags.push(format!("--output={}", value.get_name()));
        }
        flags
    }
}

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List, show, watch, count and export runs
    #[command(subcommand, visible_alias = "runs")]
    TaskRuns(TaskRunsCommand),

    #[command(flatten)]
    Doing(DoingCommand),

    #[command(flatten)]
    Resources(ResourceCommand),

    /// Check whether the API responds and the key works
    #[command(after_help = "Examples:\n  deck test\n  deck --sandbox test --output json")]
    Test,

    /// Show where the key comes from, and whether it works
    #[command(subcommand)]
    Auth(AuthCommand),

    /// Describe commands, flags, errors and outputs as JSON
    #[command(after_help = schema::AFTER_HELP)]
    Schema,

    /// Write a script with which a shell completes command lines
    Completions(CompletionsArguments),

    /// Write a manual page, or those of all commands
    Man(ManArguments),

    /// Report where the API differs from what this version knows
    ///
    /// Lists, and looks in every item for what is new, absent or unreadable. Programs go on reading
    /// responses that have something new, so this is how to learn of it: every night, for instance.
    Drift(DriftArguments),

    /// Serve a sandbox on this machine, for other programs
    ///
    /// The sandbox is a stand-in for the API: it lists, filters and pages invented runs or those of a
    /// file, runs tasks, keeps to the rate limit, and fails where `--fault` says so. Its commands control one
    /// that runs already.
    Sandbox(Box<SandboxArguments>),

    /// Verify, receive or make what is delivered to webhooks
    #[command(subcommand)]
    Webhooks(WebhooksCommand),
}

impl Command {
    /// Returns whether it goes on until it is interrupted, which then is no failure.
    pub(crate) fn is_server(&self) -> bool {
        matches!(self, Self::Sandbox(_))
    }

    /// Returns whether it sends requests to the API, and so has use for a profile.
    pub(crate) fn is_client(&self) -> bool {
        !matches!(
            self,
            Self::Sandbox(_)
                | Self::Webhooks(_)
                | Self::Schema
                | Self::Completions(_)
                | Self::Man(_)
        )
    }

    /// Returns whether the command lists items, so that its output can be CSV.
    pub(crate) fn is_listing(&self) -> bool {
        match self {
            Self::TaskRuns(TaskRunsCommand::List(_)) => true,
            Self::Resources(command) => command.is_listing(),
            _ => false,
        }
    }
}
